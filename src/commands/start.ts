import { randomBytes } from 'node:crypto';
import { constants } from 'node:os';
import { needsDocker } from '../lesson/needs-docker.ts';
import type { Course } from '../lesson/types.ts';
import { encodingOf, isUtf8 } from '../machine/encoding.ts';
import { own } from '../progress/change.ts';
import { resumePoint } from '../progress/look.ts';
import type { SessionPorts } from '../session/ports.ts';
import { openProgress } from '../storage/progress-file.ts';
import { sizeOf, type HostEnd } from '../terminal/host-terminal.ts';
import { openTerminal } from '../terminal/open-terminal.ts';
import { prepareAttempts } from './attempts.ts';
import { courseLabs } from './course-lab.ts';
import { startEarly } from './early-lab.ts';
import type { CommandIo, ExitCode } from './io.ts';
import { openCourse } from './open-course.ts';
import { runnableFrom, type Place, type PlayEnd, type PlayOptions } from './play.ts';
import { createNotices, type Notices } from './notices.ts';
import { progressPort } from './progress-port.ts';
import { openRecording, type RecordFlags } from './recording.ts';
import { layoutFor, shellSize } from '../ui/drawn/layout.ts';
import type { DrawnPlayOptions } from './start-drawn.ts';
import { keepHeapSmall } from './small-heap.ts';
import { openSpeech } from './speech.ts';
import { findTarget } from './target.ts';
import { unavailableLessons, type Unavailable } from './unavailable.ts';

export interface StartFlags extends RecordFlags {
  readonly plain?: boolean;
  readonly ascii?: boolean;
  readonly course?: string;
  /** A checkpoint's variant. */
  readonly code?: string;
  readonly student?: string;
  readonly exam?: boolean;
}

/** `netns-course [start] [LESSON[/STEP]]`: opens the course at a step, or where the learner left off. */
export async function runStart(flags: StartFlags, target: string | undefined, given: CommandIo): Promise<ExitCode> {
  keepHeapSmall();
  const speech = openSpeech(given);
  const { io } = speech;
  const { words } = io;
  const isDrawn = flags.plain !== true && io.isTerminal && !['dumb', ''].includes(io.env['TERM'] ?? '');
  if (!isDrawn && flags.record !== undefined) {
    io.err(`${words.drawn.recordPlain}\n`);
    return 2;
  }
  const [opened, store] = await Promise.all([openCourse(flags.course, io), openProgress(io.env)]);
  const notices = createNotices(store, words);
  for (const text of notices.rest()) io.err(`${text}\n`);
  if (opened === undefined) return 2;
  const { key } = opened;
  const variantOf = (course: Course, asking: CommandIo): Promise<Course | undefined> | Course =>
    flags.code === undefined ? course : inVariant(course, target, flags.code, asking);
  const first = await variantOf(opened.course, io);
  if (first === undefined) return 2;
  const { course, switchLanguage } = speech.translate(first, async (asking) => {
    const read = await openCourse(flags.course, asking);
    return read === undefined ? undefined : variantOf(read.course, asking);
  });
  const wanted =
    target === undefined ? resume(course, resumePoint(store.read(), key, course)) : named(course, target, io);
  if (wanted === undefined) return 2;
  const progress = progressPort(store, key, notices.saved);
  const attempts = await prepareAttempts(flags, course, key, target, io);
  if (attempts === undefined) return 2;
  const nonce = (): string => randomBytes(16).toString('hex');
  const ports: SessionPorts = { startLab: courseLabs(io.env), openTerminal, words, nonce, attempt: attempts.begin };
  const { clock } = attempts;
  // A terminal that says nothing of UTF-8 may show it as rubbish; what reads a pipe is nobody's screen.
  const isBare = flags.ascii !== true && io.isTerminal && !isUtf8(encodingOf(io.env));
  if (isBare) io.err(`${words.course.asciiOnly}\n`);
  const ascii = flags.ascii === true || isBare;
  const asked = { course, switchLanguage, ports, progress, notices, io, ascii };
  const options = { ...asked, ...(clock === undefined ? {} : { clock }) };
  const isFirstStart = target === undefined && own(store.read().courses, key)?.at === undefined;
  try {
    const end = isDrawn
      ? await playDrawing(
          {
            ...options,
            first: isFirstStart ? undefined : wanted,
            known: store.read,
            courseKey: key,
            notice: isBare ? words.course.asciiOnly : undefined,
          },
          flags,
        )
      : await playText(options, wanted);
    await progress.settled();
    // What could not be saved is tried once more before we go.
    if (!notices.isKept()) await store.update((known) => known);
    return end === undefined ? 2 : codeOf(end, notices, io);
  } catch (error) {
    // Loaded for a failure only: it can try a lab again and name what is in the way.
    const { failedText } = await import('./failed.ts');
    const text = await failedText(error, words);
    if (text === undefined) throw error;
    io.err(`${text}\n`);
    return 2;
  } finally {
    await progress.settled();
    await attempts.close();
    for (const text of notices.rest()) io.err(`${text}\n`);
  }
}

/** Markdown and its rules are half of the program: they are loaded for a code only. */
async function inVariant(
  course: Course,
  target: string | undefined,
  code: string,
  io: CommandIo,
): Promise<Course | undefined> {
  const { openVariant } = await import('./open-variant.ts');
  return (await openVariant(course, target, code, io))?.course;
}

/** As text: what this machine cannot run is said, and left out, before anything else. */
async function playText(
  options: Omit<PlayOptions, 'first' | 'unavailable'>,
  wanted: Place,
): Promise<PlayEnd | undefined> {
  const unavailable = await unavailableLessons(options.course, options.io.words);
  const first = available(options.course, wanted, unavailable, options.io);
  if (first === undefined) return undefined;
  const { playPlain } = await import('./start-plain.ts');
  return playPlain({ ...options, first, unavailable });
}

/** Drawn. The lab boots while the interface is loaded: neither waits for the other. */
async function playDrawing(
  options: Omit<DrawnPlayOptions, 'recorder' | 'tryLessons'>,
  flags: StartFlags,
): Promise<PlayEnd | undefined> {
  const { course, first, io, ports } = options;
  const recording = openRecording(flags, first?.lesson.title ?? course.title, io);
  if (recording === 'problem') return undefined;
  const recorder = recording === 'none' ? undefined : recording;
  const { columns, rows } = sizeOf(io.stdout);
  const early =
    first === undefined
      ? undefined
      : startEarly(
          ports,
          { world: first.lesson.world, docker: needsDocker(course, first.lesson) },
          shellSize(layoutFor(columns, rows, { focus: 'shell' })),
        );
  const tryLessons = (): Promise<Unavailable> => unavailableLessons(course, io.words);
  let code: ExitCode = 70;
  try {
    const { playDrawn } = await import('./start-drawn.ts');
    const end = await playDrawn({ ...options, ports: early?.ports ?? ports, recorder, tryLessons });
    code = end === 'left' || end === 'time' ? 0 : end.reason === 'crash' ? 70 : endCode(end);
    return end;
  } finally {
    recorder?.close(code);
    const problem = recorder?.problem();
    if (problem !== undefined) io.err(`${io.words.drawn.recordStopped({ message: problem })}\n`);
    await early?.close();
  }
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
function codeOf(end: PlayEnd, notices: Notices, { out, err, words }: CommandIo): ExitCode {
  if (end === 'time') return 0;
  if (end === 'left') {
    const lost = notices.lost();
    if (notices.isKept()) out(`${words.course.bye}\n`);
    else if (lost !== undefined) err(`${lost}\n`);
    return 0;
  }
  if (end.reason === 'crash') throw end.error;
  return endCode(end);
}

function endCode(end: Exclude<HostEnd, { reason: 'crash' }>): ExitCode {
  return 128 + constants.signals[end.reason === 'signal' ? end.signal : 'SIGHUP'];
}
