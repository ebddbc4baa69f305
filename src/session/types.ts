import type { Lab, LabEnd } from '../lab/types.ts';
import type { Command, Course, Lesson, NodeName, Step } from '../lesson/types.ts';
import type { Terminal } from '../terminal/types.ts';
import type { Verdicts } from './judge-step.ts';

export type SessionEvent =
  | { readonly type: 'building'; readonly done: number; readonly total: number }
  /** A lab is there and the step at `position` is open. Terminals are new: attach to them. */
  | { readonly type: 'ready' }
  | { readonly type: 'moved'; readonly position: number }
  | { readonly type: 'verdicts'; readonly verdicts: Verdicts }
  | { readonly type: 'passed'; readonly step: Step; readonly last: boolean }
  | { readonly type: 'terminal'; readonly node: NodeName; readonly terminal: Terminal }
  | { readonly type: 'ended'; readonly end: LabEnd }
  | { readonly type: 'error'; readonly error: unknown };

export interface SessionOptions {
  readonly course: Course;
  readonly lesson: Lesson;
  /** 0-based number of the step to begin with. */
  readonly position: number;
  readonly columns: number;
  readonly rows: number;
}

/**
 * A lesson being played in a lab. `position` is the step that is shown; `frontier` the step that the lab is ready for:
 * steps before it can be read again, the one at it is watched and completes by itself.
 *
 * A checkpoint's steps are goals in one lab: each is watched while it is shown, moving builds nothing and types nothing, and
 * `frontier` is the shown one until all have passed.
 */
export interface Session {
  readonly lesson: Lesson;
  readonly position: number;
  readonly frontier: number;
  readonly step: Step;
  readonly verdicts: Verdicts;
  readonly hintsShown: number;
  /** There are no hints to be had: an exam, or a checkpoint without. */
  readonly hintsOff: boolean;
  readonly lab: Lab | undefined;
  readonly on: (listener: (event: SessionEvent) => void) => { readonly close: () => void };
  /** Boots the lab, replays what comes before, opens the step. Rejects when no lab can be had. */
  readonly start: () => Promise<void>;
  /** The terminal of a node, opened when first asked for. */
  readonly terminal: (node: NodeName) => Terminal;
  /** Keys for a node's shell; dropped while there is none, between two shells or two labs. */
  readonly type: (node: NodeName, keys: string) => void;
  /** Goes to a step (0-based): at once where the lab has been there, else in a new lab by replay. */
  readonly goTo: (position: number) => Promise<void>;
  /**
   * To the next step; one that has not passed is recorded as skipped and its solution replayed in a new lab. In a checkpoint:
   * to the next goal that has not been reached yet, round once.
   */
  readonly next: () => Promise<void>;
  readonly back: () => Promise<void>;
  /** Counts one more hint as shown and gives the level to show (1-based), or 0 when there are no more. */
  readonly hint: () => number;
  readonly answer: (check: string, text: string) => Promise<Verdicts>;
  readonly judge: () => Promise<Verdicts>;
  /** A new lab as the open step found it; its pass is forgotten. */
  readonly resetStep: () => Promise<void>;
  /** A new lab at the lesson's first step; all its passes are forgotten. */
  readonly resetLesson: () => Promise<void>;
  /** A new lab at the open step, when the old one ended: what was done is replayed. */
  readonly rebuild: () => Promise<void>;
  /** The first command of the step that has not been typed since it began. */
  readonly nextCommand: () => Command | undefined;
  /** All of them, in the lesson's order. */
  readonly untyped: () => readonly Command[];
  readonly resize: (columns: number, rows: number) => void;
  /** The lesson's author changed its text: the same step, by its id, goes on in the same lab. */
  readonly replaceLesson: (changed: Lesson) => void;
  /** Also in the middle of a replay, which it breaks off. */
  readonly close: () => Promise<void>;
}
