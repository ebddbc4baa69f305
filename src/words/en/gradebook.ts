import { plural } from './plural.ts';
/** Words of `grade export` and of the gradebook for reading. */
export const gradebook = {
  command: {
    brief: 'Make of a gradebook what people and other tools read: a page, CSV, JUnit, Gradescope …',
    full: `html is one page that needs no network: the class, and each learner's checks with what was expected and found; rows to
review come first. nbgrader (CSV) and junit hold the whole class. gradescope, classroom50, github-classroom and check50 are
one file for each learner: name one with --student, or give --out a directory.

Examples:
  netns-course grade export grades.json --format html --out grades.html
  netns-course grade export grades.json --submissions handed-in/ --out grades.html
  netns-course grade export grades.json --format nbgrader > grades.csv
  netns-course grade export grades.json --format gradescope --student ada --out results.json
  netns-course grade export grades.json --format classroom50 --out results/`,
    gradebook: 'What grade --out wrote; - for standard input',
    format: 'html, nbgrader, junit, gradescope, classroom50, github-classroom or check50',
    student: 'Only this learner, by id',
    checkpoint: 'Only this checkpoint, by id',
    submissions: 'For html: the directory that was graded; each network is drawn, and each session can be played',
    out: 'Write there (for a file per learner: a directory) instead of to standard output',
    force: 'Write over what is there',
  },
  notAGradebook: ({ path, detail }: { path: string; detail: string }) =>
    `${path} is not what grade --out writes: ${detail}.`,
  newerGradebook: ({ path, schema }: { path: string; schema: string }) =>
    `${path} was written by another version of netns-course (${schema}); use that version.`,
  noSuchStudent: ({ id }: { id: string }) => `Nobody in this gradebook has the id ${id}.`,
  noSuchCheckpoint: ({ id, known }: { id: string; known: string }) =>
    `This gradebook has no checkpoint ${id}. Its checkpoints: ${known}.`,
  oneOrDirectory: ({ format, count }: { format: string; count: number }) =>
    `${format} is one file for each learner, and these are ${String(count)}: name one with --student (and --checkpoint), or a directory with --out.`,
  isThere: ({ path }: { path: string }) => `${path} is there already; --force writes over it.`,
  submissionsInHtml: '--submissions is for html.',
  written: ({ count, path }: { count: number; path: string }) => `${plural(count, 'file')} written: ${path}`,
  page: {
    title: ({ course }: { course: string }) => `Gradebook: ${course}`,
    due: ({ due }: { due: string }) => `Due ${due}`,
    counts: ({ learners, review, missing }: { learners: number; review: number; missing: number }) =>
      `${plural(learners, 'row')}, ${String(review)} to review, ${String(missing)} missing`,
    search: 'Search',
    caption: 'The class. A column’s heading sorts by it.',
    nothing: 'Nothing matches.',
    id: 'Student',
    name: 'Name',
    section: 'Section',
    checkpoint: 'Checkpoint',
    status: 'Status',
    score: 'Score',
    submitted: 'Handed in',
    findings: 'Findings',
    backToClass: 'Back to the class',
    statuses: { graded: 'graded', review: 'review', refused: 'refused', missing: 'missing', superseded: 'superseded' },
    points: ({ score, max }: { score: number; max: number }) => `${String(score)} of ${String(max)} points`,
    takenOff: ({ hints, late }: { hints: number; late: number }) =>
      `taken off: ${String(hints)} for hints, ${String(late)} for being late`,
    decided: ({ score, note }: { score: number; note: string }) =>
      `Decided by the teacher: ${String(score)}${note === '' ? '' : ` (${note})`}`,
    file: 'File',
    platform: 'Machine',
    commands: 'Commands',
    hints: 'Hints',
    check: 'Check',
    state: 'Verdict',
    checkPoints: 'Points',
    expected: 'Expected',
    found: 'Found',
    hidden: 'hidden',
    states: { pass: '✓ pass', fail: '✗ fail', error: '! error', skipped: '· skipped' },
    differs: 'Where the replay and the record part first',
    differsAt: ({ index, node }: { index: number; node: string }) => `command ${String(index + 1)}, on ${node}`,
    recorded: 'recorded',
    replayed: 'replayed',
    exit: ({ code }: { code: number }) => `exit ${String(code)}`,
    network: 'The network as it was handed in',
    networkPicture: 'Picture of the network; the same follows as text',
    networkTooLarge: ({ interfaces }: { interfaces: number }) =>
      `Not drawn: it has ${plural(interfaces, 'interface')}.`,
    asText: 'As text',
    session: ({ node }: { node: string }) => `The session on ${node}`,
    position: ({ node }: { node: string }) => `Position in the session on ${node}`,
    play: 'Play',
    pause: 'Pause',
    sessionCut: 'The recording is longer than what is shown here.',
  },
};
