import { indexOf } from '../lesson/place.ts';
import type { Course, Lesson } from '../lesson/types.ts';
import type { SessionPorts } from '../session/ports.ts';
import type { HostEnd } from '../terminal/host-terminal.ts';
import type { ExamClock } from './exam-clock.ts';
import type { CommandIo } from './io.ts';
import type { Notices } from './notices.ts';
import type { CourseProgressPort } from './progress-port.ts';
import type { Unavailable } from './unavailable.ts';

/** A step of the course to begin with. */
export interface Place {
  readonly lesson: Lesson;
  readonly position: number;
}

/** What both ways of playing a course (drawn, plain) are given. */
export interface PlayOptions {
  /** In the language that is spoken, which may change. */
  readonly course: Course;
  readonly first: Place;
  /** Speaks another language, the named one or the next; resolves to what is to be said of it. */
  readonly switchLanguage: (name?: string) => Promise<string>;
  readonly ports: SessionPorts;
  readonly progress: CourseProgressPort;
  /** What is to be said about the progress file. */
  readonly notices: Notices;
  /** Lessons that this machine cannot run: said, and left out. */
  readonly unavailable: Unavailable;
  readonly io: CommandIo;
  /** Of an exam. */
  readonly clock?: ExamClock;
  /** Only ASCII for lines and signs. */
  readonly ascii: boolean;
}

/** The learner left, the time of an exam is over, or the program must go. */
export type PlayEnd = 'left' | 'time' | HostEnd;

/** The lesson itself, or the first one after it that this machine can run. */
export function runnableFrom(course: Course, lesson: Lesson, unavailable: Unavailable): Lesson | undefined {
  return course.lessons.slice(indexOf(course, lesson)).find(({ id }) => !unavailable.has(id));
}
