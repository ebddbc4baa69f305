import type { Course, Lesson } from '../lesson/types.ts';
import type { AttemptPort } from '../session/attempt.ts';
import { attemptsDirectory, findAttempts } from '../storage/attempt-file.ts';
import { openAttempt, type OpenAttempt } from './attempt.ts';
import { startExamClock, type ExamClock } from './exam-clock.ts';
import { findCheckpoint } from './find-checkpoint.ts';
import type { CommandIo } from './io.ts';

export interface AttemptFlags {
  readonly code?: string;
  readonly student?: string;
  readonly exam?: boolean;
}

/** What a start writes down of the checkpoints that are played. */
export interface Attempts {
  readonly begin: (lesson: Lesson) => AttemptPort | undefined;
  /** Of an exam. */
  readonly clock?: ExamClock;
  /** Ends what is being written, and says how to hand it in, or why it cannot be. */
  readonly close: () => Promise<void>;
}

/**
 * Prepares to write down what is done in checkpoints. Code, student and exam belong to the checkpoint that was named.
 * Undefined, and said on standard error, where an exam cannot begin.
 */
export async function prepareAttempts(
  flags: AttemptFlags,
  course: Course,
  key: string,
  target: string | undefined,
  io: CommandIo,
): Promise<Attempts | undefined> {
  const words = io.words.checkpoint;
  const directory = await attemptsDirectory(io.env, key);
  const named = target?.split('/', 1)[0];
  const found = course.lessons.find(({ id }) => id === named);
  const code = found?.seed === undefined ? undefined : flags.code;
  let clock: ExamClock | undefined;
  let minutes: number | undefined;
  if (flags.exam === true) {
    const checkpoint = findCheckpoint(course, named ?? '', io);
    if (checkpoint === undefined) return undefined;
    if (directory === undefined) {
      io.err(`${words.notKept}\n`);
      return undefined;
    }
    minutes = checkpoint.checkpoint.limit;
    const leftMs = await examTimeLeft(directory, checkpoint.id, code, minutes);
    if (leftMs <= 0) {
      io.err(`${words.examIsOver({ id: checkpoint.id })}\n`);
      return undefined;
    }
    clock = startExamClock(leftMs, io.words);
  }
  const open: { readonly lesson: Lesson; readonly attempt: OpenAttempt }[] = [];
  return {
    ...(clock === undefined ? {} : { clock }),
    begin: (lesson) => {
      if (directory === undefined) {
        io.err(`${words.notKept}\n`);
        return undefined;
      }
      const own = lesson.id === named ? { code, student: flags.student } : {};
      const exam = lesson.id === named && minutes !== undefined ? { exam: { minutes } } : {};
      const attempt = openAttempt(lesson, { attempts: directory, courseTitle: course.title, ...own, ...exam }, io);
      open.push({ lesson, attempt });
      return attempt.port;
    },
    close: async () => {
      if (clock !== undefined && clock.leftMs() <= 0) {
        for (const { attempt } of open) attempt.timeIsOver();
        io.err(`${words.timeIsOver}\n`);
      }
      clock?.close();
      for (const { lesson, attempt } of open) {
        const problem = await attempt.close();
        const { id } = lesson;
        io.err(`${problem === undefined ? words.kept({ id }) : words.notWritten({ id, code: problem })}\n`);
      }
    },
  };
}

/** Milliseconds. An exam's time begins with its first start and does not wait for those who leave. */
async function examTimeLeft(directory: string, id: string, code: string | undefined, minutes: number): Promise<number> {
  // For an exam only: no other start waits for what reads submissions.
  const { submissionHeadSchema } = await import('../grade/submission.ts');
  const starts = (await findAttempts(directory, id)).flatMap(({ head }) => {
    const { data } = submissionHeadSchema.safeParse(head);
    return data?.exam !== undefined && data.code === code ? [Date.parse(data.startedAt)] : [];
  });
  return minutes * 60_000 - (starts.length === 0 ? 0 : Math.max(0, Date.now() - Math.min(...starts)));
}
