import type { Hash } from '../grade/chain.ts';
import type { PartRow } from '../grade/part.ts';
import type { Finding } from '../grade/result.ts';
import type { Student } from '../grade/roster.ts';
import type { Course, Lesson } from '../lesson/types.ts';
import type { Words } from '../words/index.ts';
import type { Replayed, ReplayRequest } from './replay-submission.ts';

/** A file that was handed in, as far as it could be read. */
export interface HandedIn {
  /** Below the directory that is graded, with `/`. */
  readonly name: string;
  readonly sha256?: string;
  /** Its text, or why there is none. */
  readonly content: string | Finding;
}

/** A checkpoint as it is graded. */
export interface Checkpoint {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly maxScore: number;
  /** Points that each hint costs. */
  readonly hintCost: number;
  /** As a code makes it, with the teacher's hidden checks; without a code as it stands. Undefined: no such code. */
  readonly lessonFor: (code: string | undefined) => Promise<Lesson | undefined>;
  /** The code that a student was given; absent where there is no key. */
  readonly codeFor?: (student: string) => string;
}

export interface GradeContext {
  readonly course: Course;
  readonly version: string;
  readonly checkpoints: ReadonlyMap<string, Checkpoint>;
  /** Absent: everybody is welcome. */
  readonly roster?: ReadonlyMap<string, Student>;
  readonly hash: Hash;
  readonly words: Words;
  /** Replays in a lab of its own, with the limits that the checkpoint and the machine have. */
  readonly replay: (checkpoint: Checkpoint, request: Omit<ReplayRequest, 'limits' | 'course'>) => Promise<Replayed>;
}

/**
 * A file's row, and whether what became of it may be another one's fault, so that it is graded once more, alone: no lab could be
 * had, or it ended, or it had no time while too many wanted to run.
 */
export interface Graded {
  readonly row: PartRow;
  readonly unsure: boolean;
}
