import type { Course, Lesson } from '../lesson/types.ts';
import type { SessionPorts } from '../session/ports.ts';
import type { HostEnd } from '../terminal/host-terminal.ts';
import type { CommandIo } from './io.ts';
import type { CourseProgressPort } from './progress-port.ts';

/** A step of the course to begin with. */
export interface Place {
  readonly lesson: Lesson;
  readonly position: number;
}

/** What both ways of playing a course (drawn, plain) are given. */
export interface PlayOptions {
  readonly course: Course;
  readonly first: Place;
  readonly ports: SessionPorts;
  readonly progress: CourseProgressPort;
  readonly io: CommandIo;
  /** Only ASCII for lines and signs. */
  readonly ascii: boolean;
}

/** The learner left, or the program must go. */
export type PlayEnd = 'left' | HostEnd;
