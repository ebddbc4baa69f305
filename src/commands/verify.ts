import { randomBytes } from 'node:crypto';
import { relative, resolve } from 'node:path';
import type { Course, Lesson } from '../lesson/types.ts';
import { lackingFor } from '../machine/requirements.ts';
import type { ProveProgress } from '../session/prove.ts';
import { proveCourse } from '../session/prove.ts';
import { readCourse } from '../storage/course-files.ts';
import { openTerminal } from '../terminal/open-terminal.ts';
import { reportJson } from '../verify/reporters/json.ts';
import { reportJunit } from '../verify/reporters/junit.ts';
import { reportReadable } from '../verify/reporters/readable.ts';
import { reportTap } from '../verify/reporters/tap.ts';
import { exitCodeOf } from '../verify/summary.ts';
import type { VerifyReport } from '../verify/types.ts';
import type { Words } from '../words/index.ts';
import { courseLabs } from './course-lab.ts';
import type { CommandIo, ExitCode } from './io.ts';
import { courseDirectory } from './package-root.ts';
import { rewriteSamples } from './verify-update.ts';

/** Most of a lab's time is waiting for pings: on two cores 12 at once took 75 s for what took 6 of them 131 s. */
const defaultJobs = 12;
const maxJobs = 64;

export type VerifyReporter = 'readable' | 'json' | 'junit' | 'tap';

export interface VerifyFlags {
  readonly course?: string;
  readonly reporter: VerifyReporter;
  readonly mutants: boolean;
  readonly update?: boolean;
  readonly jobs?: number;
}

/**
 * `netns-course verify [LESSON…]`. Exit 0 when all is proved, 1 when a lesson is wrong, 2 when something could not be
 * judged or was not tried.
 */
export async function runVerify(flags: VerifyFlags, names: readonly string[], io: CommandIo): Promise<ExitCode> {
  const { words } = io;
  const jobs = flags.jobs ?? defaultJobs;
  if (!Number.isInteger(jobs) || jobs < 1 || jobs > maxJobs) {
    io.err(`${words.verify.badJobs}\n`);
    return 2;
  }
  const directory = courseDirectory(flags.course, io.cwd);
  const { course, messages } = await readCourse(directory, words);
  if (messages.length > 0 || course === undefined) {
    io.err(`${words.commands.courseWrong({ directory: flags.course ?? directory })}\n`);
    if (course === undefined) return 2;
  }
  const lessons = chosen(course, names);
  if (typeof lessons === 'string') {
    const known = words.signs.list({ names: course.lessons.map(({ id }) => id) });
    io.err(`${words.commands.noSuchLesson({ name: lessons, known })}\n`);
    return 2;
  }

  const lacking = await lackingOf(course, lessons);
  const showsProgress = io.errIsTerminal ?? io.isTerminal;
  const report = await proveCourse(
    {
      course,
      lessons,
      mutants: flags.mutants,
      jobs,
      missing: (lesson) => lacking.get(lesson) ?? [],
      ...(showsProgress ? { onProgress: progressLine(io) } : {}),
    },
    { startLab: courseLabs(io.env), openTerminal, words, nonce: () => randomBytes(16).toString('hex') },
  );
  if (showsProgress) io.err('\r\x1b[K');
  if (flags.update === true) await rewriteSamples(report, lessons, io);
  const near = nearFiles(report, io.cwd);
  io.out(reporters[flags.reporter](near, words));
  const code = exitCodeOf(report);
  // Lessons with mistakes were not tried at all: then the course as a whole is not proved.
  return code === 0 && names.length === 0 && messages.length > 0 ? 2 : code;
}

const reporters: Readonly<Record<VerifyReporter, (report: VerifyReport, words: Words) => string>> = {
  readable: reportReadable,
  json: reportJson,
  junit: reportJunit,
  tap: reportTap,
};

/** The lessons of those names in the course's order, or the first name that is none's. */
function chosen(course: Course, names: readonly string[]): readonly Lesson[] | string {
  const unknown = names.find((name) => !course.lessons.some(({ id }) => id === name));
  if (unknown !== undefined) return unknown;
  return names.length === 0 ? course.lessons : course.lessons.filter(({ id }) => names.includes(id));
}

/** What the machine lacks for each lesson, and for those whose solution it begins with. */
async function lackingOf(course: Course, lessons: readonly Lesson[]): Promise<ReadonlyMap<Lesson, readonly string[]>> {
  const required = lessons.map((lesson) => [...new Set(chain(course, lesson).flatMap(({ requires }) => requires))]);
  const lacking = await lackingFor(required);
  return new Map(
    lessons.map((lesson, index) => {
      const { tools = [], features = [] } = lacking[index] ?? {};
      return [lesson, [...tools, ...features.map((feature) => `kernel:${feature}`)]];
    }),
  );
}

function chain(course: Course, lesson: Lesson): readonly Lesson[] {
  const lessons = [lesson];
  for (;;) {
    const before = course.lessons.find(({ id }) => id === lessons.at(-1)?.startsAfter);
    if (before === undefined || lessons.includes(before)) return lessons;
    lessons.push(before);
  }
}

/** One line that is written over itself, never longer than a narrow terminal. */
function progressLine(io: CommandIo): (progress: ProveProgress) => void {
  return (progress) => {
    io.err(`\r${io.words.verify.progress(progress).slice(0, 79)}\x1b[K`);
  };
}

/** Files as they are named from where the command was called. */
function nearFiles(report: VerifyReport, cwd: string): VerifyReport {
  return {
    ...report,
    lessons: report.lessons.map((lesson) => {
      const near = relative(cwd, resolve(cwd, lesson.file));
      return near.startsWith('..') ? lesson : { ...lesson, file: near };
    }),
  };
}
