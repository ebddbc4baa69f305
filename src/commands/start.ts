import { constants } from 'node:os';
import { randomBytes } from 'node:crypto';
import { LabError } from '../lab/types.ts';
import { startLab } from '../lab/start.ts';
import type { Course, Lesson } from '../lesson/types.ts';
import { courseKey } from '../progress/change.ts';
import { resumePoint } from '../progress/look.ts';
import type { SessionPorts } from '../session/ports.ts';
import { readCourse } from '../storage/course-files.ts';
import { openProgress } from '../storage/progress-file.ts';
import { openTerminal } from '../terminal/open-terminal.ts';
import { createOuterFilter, type OuterFilter } from '../terminal/outer-filter.ts';
import type { HostEnd } from '../terminal/host-terminal.ts';
import { runPlainLesson, type PlainEnd } from '../ui/plain/run.ts';
import type { CommandIo, ExitCode } from './io.ts';
import { openLearner } from './learner.ts';
import { builtInCourse, courseDirectory } from './package-root.ts';
import { progressPort, type CourseProgressPort } from './progress-port.ts';
import { findTarget } from './target.ts';

export interface StartFlags {
  readonly plain?: boolean;
  readonly course?: string;
}

interface Place {
  readonly lesson: Lesson;
  readonly position: number;
}

/** `netns-course [start] [LESSON[/STEP]]`: opens the course at a step, or where the learner left off. */
export async function runStart(flags: StartFlags, target: string | undefined, io: CommandIo): Promise<ExitCode> {
  const { words } = io;
  const directory = courseDirectory(flags.course, io.cwd);
  const { course, messages } = await readCourse(directory, words);
  if (course === undefined) {
    io.err(`${messages.map(String).join('\n')}\n${words.commands.courseWrong({ directory })}\n`);
    return 2;
  }
  const store = await openProgress(io.env);
  const key = courseKey(directory, builtInCourse());
  const progress = progressPort(store, key, () => undefined);
  const place =
    target === undefined ? resume(course, resumePoint(store.read(), key, course)) : named(course, target, io);
  if (place === undefined) return 2;
  const ports: SessionPorts = { startLab, openTerminal, words, nonce: () => randomBytes(16).toString('hex') };
  try {
    return await play(course, place, ports, progress, io);
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    io.err(`${words.course.labFailed({ message: [error.message, error.stderr].join('\n').trim() })}\n`);
    return 2;
  } finally {
    await progress.settled();
  }
}

async function play(
  course: Course,
  first: Place,
  ports: SessionPorts,
  progress: CourseProgressPort,
  io: CommandIo,
): Promise<ExitCode> {
  const { learner, ended, close } = openLearner(io);
  const { columns } = learner.size();
  const style = {
    width: Math.min(columns, 100),
    colour: learner.isTerminal && io.env['NO_COLOR'] === undefined,
    ascii: false,
  };
  learner.write(`${[io.words.course.welcome, io.words.course.plainHelp, ''].join('\r\n')}\r\n`);
  try {
    for (let place: Place | undefined = first; place !== undefined;) {
      const left: PlainEnd | HostEnd = await runPlainLesson({
        course,
        ...place,
        learner,
        style,
        ports,
        progress,
        filter: learner.isTerminal ? createOuterFilter : createTextFilter,
        ended,
      });
      if ('reason' in left) return codeOf(left);
      place = 'next' in left ? { lesson: left.next, position: 0 } : undefined;
    }
    learner.write(`\r\n${io.words.course.bye}\r\n`);
    return 0;
  } finally {
    close();
  }
}

/** For a pipe: what the filter lets through comes in whole sequences, and a file or a screen reader wants none of them. */
function createTextFilter(): OuterFilter {
  const filter = createOuterFilter();
  const sequences = /\x1b(?:\[[0-?]*[ -/]*[@-~]|[ -/]+[0-~]|[0-~])/g;
  return { push: (bytes) => filter.push(bytes).replaceAll(sequences, ''), leave: () => '' };
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
function codeOf(end: HostEnd): ExitCode {
  if (end.reason === 'crash') throw end.error;
  return 128 + constants.signals[end.reason === 'signal' ? end.signal : 'SIGHUP'];
}
