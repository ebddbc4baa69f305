import { plural } from './plural.ts';

/** Words of the commands `grade` and `grade merge`. */
export const gradeCommand = {
  brief: 'Grade what a class handed in, by replaying it in labs of your own',
  full: `Every submission's commands are typed into a fresh lab of the learner's own variant, and what they lead to is judged: that is
the score. Where the snapshot in a submission passes and the replay does not, its row says review, and where the two part.
Nothing that a submission says is believed, and nothing that it does gets out of its lab.

Examples:
  netns-course grade submissions/ --key key.txt --roster students.csv --out grades.json
  netns-course grade submissions/ --key key.txt --roster students.csv --due 2026-11-30T23:59+01:00 --penalty 10
  netns-course grade submissions/ --key key.txt --roster students.csv --accept decisions.json --out grades.json
  netns-course grade submissions/ --key key.txt --shard 2/4 --out part-2.jsonl
  netns-course grade merge part-*.jsonl --out grades.json

With --out, a run that was interrupted goes on where it was. With --accept, rows to be reviewed are written into that file with a
score of null: put in a number, and it counts from then on.

Exit code: 0 when every row stands, 1 when rows are to be reviewed, were refused or are missing, 2 when it could not be graded.`,
  mergeBrief: 'Make one gradebook of the parts that shards made',
  mergeFull: `The gradebook is byte for byte what one run over all submissions gives.

Examples:
  netns-course grade merge part-1.jsonl part-2.jsonl --out grades.json`,
  paths: 'files, or directories in which every .json is one',
  parts: 'what grade --shard wrote',
  flags: {
    key: 'the key that assign made the codes with',
    roster: 'the class list (CSV), for names and for who is missing',
    overlay: 'a directory with your own hidden checks, CHECKPOINT.md each',
    due: 'when it was due, with its offset: 2026-11-30T23:59+01:00',
    penalty: 'percent of the points taken off for each day begun after that',
    accept: 'a file with your decisions about rows to be reviewed (JSON)',
    out: 'write the gradebook (JSON) here',
    shard: 'grade only part I of N (I/N); --out then gets that part',
    jobs: 'labs at once, whatever the number of cores (default 4)',
  },
  badJobs: 'The number of labs at once (--jobs) is a whole number from 1 to 64.',
  badShard: '--shard is I/N, with I from 1 to N and N at most 1000: --shard 2/4',
  shardNeedsOut: '--shard needs --out FILE, where its part is written.',
  badDue: '--due is a time with its offset: 2026-11-30T23:59+01:00',
  badPenalty: '--penalty is a number of percent from 0 to 100.',
  noPaths: 'Name the submissions, or the directory in which they are: netns-course grade submissions/',
  cannotRead: ({ code, path }: { code: string; path: string }) => `${path} cannot be read (${code}).`,
  cannotWrite: ({ code, path }: { code: string; path: string }) => `${path} cannot be written (${code}).`,
  badDecisions: ({ path, detail }: { path: string; detail: string }) =>
    `${path} is not what --accept writes: ${detail}. Nothing was changed.`,
  checkpointWrong: ({ id }: { id: string }) => `The checkpoint ${id} cannot be used.`,
  noCheckpoints: ({ course }: { course: string }) =>
    `The course ${course} has no checkpoints: nothing of it can be graded.`,
  solutionFails: ({ id, checks, detail }: { id: string; checks: string; detail: string }) =>
    `The checkpoint ${id} cannot be graded on this machine: its own solution fails ${checks}${detail === '' ? '' : ` (${detail})`}. ` +
    'netns-course doctor says what is missing; netns-course verify proves the checkpoint.',
  notThisPart: ({ path }: { path: string }) =>
    `${path} is there already and belongs to another grading (other submissions, key, roster, checks or version). Move it away, or name another --out.`,
  badPart: ({ path }: { path: string }) => `${path} is not what grade --shard writes.`,
  otherGrading: ({ path, than }: { path: string; than: string }) =>
    `${path} and ${than} are parts of different gradings: grade all shards of the same submissions, with the same key, roster, checks and version.`,
  unfinished: ({ path, done, files }: { path: string; done: number; files: number }) =>
    `${path} is not finished: ${String(done)} of ${plural(files, 'submission')}. Run its shard again; it goes on where it was.`,
  shardsMissing: ({ missing }: { missing: string }) => `Not all shards are there. Missing: ${missing}`,
  shardTwice: ({ path, shard }: { path: string; shard: string }) =>
    `${path} is shard ${shard}, which is there already.`,
  noParts: 'Name the parts that grade --shard wrote: netns-course grade merge part-*.jsonl',
  progress: (done: number, total: number) => {
    const width = 30;
    const filled = total === 0 ? width : Math.floor((done / total) * width);
    return `[${'#'.repeat(filled)}${'.'.repeat(width - filled)}] ${String(done)} of ${plural(total, 'submission')}`;
  },
  shardDone: ({ count, path }: { count: number; path: string }) => `${plural(count, 'submission')} graded: ${path}`,
  status: { graded: 'graded', review: 'REVIEW', refused: 'REFUSED', missing: 'missing', superseded: 'superseded' },
  summary: (counts: { graded: number; review: number; refused: number; missing: number }) =>
    `${String(counts.graded)} graded, ${String(counts.review)} to review, ${String(counts.refused)} refused, ${String(counts.missing)} missing`,
};
