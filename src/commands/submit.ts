import { createInterface } from 'node:readline';
import { join, resolve } from 'node:path';
import { type Attempt, bestAttempt, pointsIn, pointsOf, readAttempt, submissionOf } from '../grade/attempt.ts';
import { commandsOf, hintsUsed, type Submission } from '../grade/submission.ts';
import type { NodeName } from '../lesson/types.ts';
import { attemptsDirectory, findAttempts, type FoundAttempt } from '../storage/attempt-file.ts';
import { readCast } from '../storage/cast-file.ts';
import { writeWhole } from '../storage/write-whole.ts';
import { askYes } from './ask.ts';
import { hash } from './attempt.ts';
import { type CheckpointLesson, findCheckpoint } from './find-checkpoint.ts';
import type { CommandIo, ExitCode } from './io.ts';
import { openCourse } from './open-course.ts';

export interface SubmitFlags {
  readonly student?: string;
  readonly name?: string;
  readonly out?: string;
  readonly force?: boolean;
  readonly yes?: boolean;
  readonly course?: string;
}

/** All recordings together; what else there is stays well below that, so that a file is about 1 MiB at most. */
const castBytes = 400 * 1024;
const nodes: readonly NodeName[] = ['controlplane', 'node01'];

/** `netns-course submit [CHECKPOINT]`: writes what was done in a checkpoint into one file, to be handed in. */
export async function runSubmit(flags: SubmitFlags, name: string | undefined, io: CommandIo): Promise<ExitCode> {
  const words = io.words.checkpoint;
  const opened = await openCourse(flags.course, io);
  if (opened === undefined) return 2;
  const asked = name === undefined ? undefined : findCheckpoint(opened.course, name, io);
  if (name !== undefined && asked === undefined) return 2;
  const directory = await attemptsDirectory(io.env, opened.key);
  const found = directory === undefined ? [] : await findAttempts(directory, asked?.id);
  const attempts = found.flatMap((each) => {
    const attempt = readAttempt(each);
    return attempt === undefined || attempt.record.length === 0 ? [] : [{ attempt, found: each }];
  });
  const last = attempts.at(-1);
  if (last === undefined) {
    io.err(`${words.nothingDone({ id: asked?.id })}\n`);
    return 2;
  }
  const lesson = asked ?? findCheckpoint(opened.course, last.attempt.head.checkpoint, io);
  if (lesson === undefined) return 2;
  const own = attempts.filter(({ attempt }) => attempt.head.checkpoint === lesson.id);
  const best = bestAttempt(
    own.map(({ attempt }) => attempt),
    lesson,
  );
  const chosen = own.find(({ attempt }) => attempt === best);
  if (chosen === undefined) return 2;
  const student = flags.student ?? chosen.attempt.head.student ?? last.attempt.head.student ?? (await askStudent(io));
  if (student === undefined || student.trim() === '') {
    io.err(`${words.whoAreYou({ id: lesson.id })}\n`);
    return 2;
  }
  const submission = submissionOf(
    chosen.attempt,
    {
      student: { id: student.trim(), ...(flags.name === undefined ? {} : { name: flags.name }) },
      submittedAt: new Date().toISOString(),
      recordings: await recordingsOf(chosen.found),
    },
    hash,
  );
  const path = flags.out ?? `${lesson.id}-${student.trim().replaceAll(/[^\p{L}\p{N}._@-]/gu, '_')}.json`;
  const text = `${JSON.stringify(submission)}\n`;
  sayContents(submission, { attempt: chosen.attempt, lesson, path, bytes: Buffer.byteLength(text) }, io);
  if (io.isTerminal && flags.yes !== true && !(await askYes(words.writeIt({ path }), io))) return 2;
  const written = await writeWhole(resolve(io.cwd, path), text, flags.force === true);
  if (written !== 'written') {
    io.err(`${written === 'exists' ? words.fileExists({ path }) : words.fileFails({ path, code: written.code })}\n`);
    return 2;
  }
  io.out(`${words.submitted({ path })}\n`);
  return 0;
}

async function askStudent(io: CommandIo): Promise<string | undefined> {
  if (!io.isTerminal) return undefined;
  const lines = createInterface({ input: io.stdin, terminal: false });
  io.err(`${io.words.checkpoint.askStudent} `);
  const answer = await new Promise<string | undefined>((done) => {
    lines.once('line', done);
    lines.once('close', () => done(undefined));
  });
  lines.close();
  return answer;
}

async function recordingsOf({ directory }: FoundAttempt): Promise<Submission['recordings']> {
  const recordings: Submission['recordings'] = [];
  let left = castBytes;
  for (const node of nodes) {
    const read = await readCast(join(directory, `${node}.cast`), left);
    if (read === undefined) continue;
    left = Math.max(0, left - Buffer.byteLength(read.cast));
    recordings.push({ node, ...read });
  }
  return recordings;
}

interface Contents {
  readonly attempt: Attempt;
  readonly lesson: CheckpointLesson;
  readonly path: string;
  readonly bytes: number;
}

/** What is in the file, before it is written: it leaves the learner's machine. */
function sayContents(submission: Submission, { attempt, lesson, path, bytes }: Contents, io: CommandIo): void {
  const words = io.words.checkpoint;
  const { student, code, startedAt, exam, files, recordings } = submission;
  const lines = [
    words.contents({ path, kilobytes: Math.max(1, Math.round(bytes / 1024)) }),
    words.contentsWho({ student: student.id, name: student.name, checkpoint: lesson.title, code }),
    words.contentsWhen({ startedAt, isExam: exam !== undefined }),
    words.contentsPoints({ points: pointsOf(attempt, lesson), of: pointsIn(lesson) }),
    words.contentsRecord({ commands: commandsOf(submission).length, hints: hintsUsed(submission) }),
    words.contentsFiles({ paths: files.map((file) => file.path) }),
    words.contentsRecordings({ nodes: recordings.map(({ node }) => node) }),
    words.contentsRedacted,
    ...(attempt.state === undefined ? [words.contentsNoState] : []),
  ];
  io.err(`${lines.join('\n')}\n`);
}
