import { randomBytes } from 'node:crypto';
import { constants } from 'node:os';
import { startLab } from '../lab/start.ts';
import { LabError } from '../lab/types.ts';
import type { Course } from '../lesson/types.ts';
import { resumePoint } from '../progress/look.ts';
import type { SessionPorts } from '../session/ports.ts';
import { openProgress } from '../storage/progress-file.ts';
import { openTerminal } from '../terminal/open-terminal.ts';
import type { CommandIo, ExitCode } from './io.ts';
import { openCourse } from './open-course.ts';
import { runnableFrom, type Place, type PlayEnd, type PlayOptions } from './play.ts';
import { noticeText } from './progress-notices.ts';
import { progressPort } from './progress-port.ts';
import { findTarget } from './target.ts';
import { unavailableLessons, type Unavailable } from './unavailable.ts';

export interface StartFlags {
  readonly plain?: boolean;
  readonly ascii?: boolean;
  readonly course?: string;
}

/** `netns-course [start] [LESSON[/STEP]]`: opens the course at a step, or where the learner left off. */
export async function runStart(flags: StartFlags, target: string | undefined, io: CommandIo): Promise<ExitCode> {
  const { words } = io;
  const [opened, store] = await Promise.all([openCourse(flags.course, io), openProgress(io.env)]);
  const said = new Set<string>();
  const sayNotices = (): void => {
    const news = store.notices().map((notice) => noticeText(notice, words));
    for (const text of news.filter((each) => !said.has(each))) io.err(`${text}\n`);
    for (const text of news) said.add(text);
  };
  sayNotices();
  if (opened === undefined) return 2;
  const { course, key } = opened;
  const wanted =
    target === undefined ? resume(course, resumePoint(store.read(), key, course)) : named(course, target, io);
  if (wanted === undefined) return 2;
  const unavailable = await unavailableLessons(course, words);
  const first = available(course, wanted, unavailable, io);
  if (first === undefined) return 2;
  const progress = progressPort(store, key, () => undefined);
  const ports: SessionPorts = { startLab, openTerminal, words, nonce: () => randomBytes(16).toString('hex') };
  try {
    return codeOf(
      await play({ course, first, ports, progress, unavailable, io, ascii: flags.ascii === true }, flags),
      io,
    );
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    io.err(`${words.course.labFailed({ message: [error.message, error.stderr].join('\n').trim() })}\n`);
    return 2;
  } finally {
    await progress.settled();
    sayNotices();
  }
}

/** Drawn on a terminal that can be drawn on; else, or by wish, as plain text. */
async function play(options: PlayOptions, { plain }: StartFlags): Promise<PlayEnd> {
  const { io } = options;
  if (plain === true || !io.isTerminal || ['dumb', ''].includes(io.env['TERM'] ?? '')) {
    const { playPlain } = await import('./start-plain.ts');
    return playPlain(options);
  }
  const { playDrawn } = await import('./start-drawn.ts');
  return playDrawn(options);
}

/** The place itself, or the beginning of the next lesson that can be taught here; what is left out is said. */
function available(
  course: Course,
  wanted: Place,
  unavailable: Unavailable,
  { err, words }: CommandIo,
): Place | undefined {
  const lesson = runnableFrom(course, wanted.lesson, unavailable);
  for (const { id, title } of course.lessons) {
    const reason = unavailable.get(id);
    if (reason !== undefined) err(`${words.course.unavailable({ title, reason })}\n`);
  }
  if (lesson === wanted.lesson) return wanted;
  if (lesson === undefined) err(`${words.course.nothingAvailable}\n`);
  return lesson === undefined ? undefined : { lesson, position: 0 };
}

/** Where to go on: the place the learner left, or, when all is done, the course's beginning. */
function resume(course: Course, at: { lesson: string; step: string } | undefined): Place | undefined {
  const lesson = course.lessons.find(({ id }) => id === at?.lesson) ?? course.lessons[0];
  if (lesson === undefined) return undefined;
  return {
    lesson,
    position: Math.max(
      0,
      lesson.steps.findIndex(({ id }) => id === at?.step),
    ),
  };
}

function named(course: Course, target: string, { words, err }: CommandIo): Place | undefined {
  const found = findTarget(course, target, words);
  if ('problem' in found) {
    err(`${found.problem}\n`);
    return undefined;
  }
  return { lesson: found.lesson, position: found.position ?? 0 };
}

/** 128 + the signal's number, as shells do; our own errors are thrown on to the one place that reports them. */
function codeOf(end: PlayEnd, { out, words }: CommandIo): ExitCode {
  if (end === 'left') {
    out(`${words.course.bye}\n`);
    return 0;
  }
  if (end.reason === 'crash') throw end.error;
  return 128 + constants.signals[end.reason === 'signal' ? end.signal : 'SIGHUP'];
}
