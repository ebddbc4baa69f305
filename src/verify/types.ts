import type { Verdict } from '../check/types.ts';
import type { Place } from '../lesson/types.ts';

/**
 * What is proved of a step: it fails `before` its commands, passes `after` them, fails with any one command `left-out`,
 * passes without what only looks (`no-look`), passes also where the steps before were only replayed, as they are for a
 * learner who comes back (`resumed`), and its `sample` outputs are true. `lesson` is the lesson's own case: that it could
 * be played at all.
 */
export type ProofName = 'lesson' | 'before' | 'after' | 'left-out' | 'no-look' | 'resumed' | 'sample';

/** `fail`: the lesson is wrong. `error`: it could not be judged. `skipped`: it was not tried, for the reason given. */
export type CaseState = 'pass' | 'fail' | 'error' | 'skipped';

/** A check of the step with what it said when the case was decided. */
export interface JudgedCheck {
  readonly id: string;
  readonly kind: string;
  readonly title?: string;
  readonly verdict: Verdict;
  readonly place: Place;
}

/** Where a sample and what really came part. */
export interface SampleDifference {
  /** Line of the lesson file (1-based) where they part. */
  readonly line: number;
  /** The sample's line there; absent where more came than the sample has. */
  readonly expected?: string;
  /** The line that came there; absent where the output ended. */
  readonly observed?: string;
  /** All that came, as lines. */
  readonly output: readonly string[];
}

/** One command as it was typed for a step that then did not pass. */
export interface TypedCommand {
  readonly line: string;
  /** Absent where it did not end. */
  readonly exitCode?: number;
  /** The last of what it printed. */
  readonly output: readonly string[];
}

/** One thing that was to be proved. */
export interface ProofCase {
  readonly proof: ProofName;
  /** The step's id; absent for the lesson's own case. */
  readonly step?: string;
  /** The command left out, or the one whose sample was compared. */
  readonly command?: string;
  /** In the lesson file: the command's place, else the step's. */
  readonly place: Place;
  readonly state: CaseState;
  /** One sentence that says why; empty for a pass without anything to say. */
  readonly message: string;
  /** The checks that decided it; empty for a pass. */
  readonly checks: readonly JudgedCheck[];
  readonly sample?: SampleDifference;
  /** For a step that should have passed: what was typed and how it came out. */
  readonly typed?: readonly TypedCommand[];
  readonly durationMs: number;
}

/** What proving one lesson came to. */
export interface LessonReport {
  readonly id: string;
  readonly title: string;
  readonly file: string;
  readonly cases: readonly ProofCase[];
  /** Time in which the lesson's own commands ran once, one after another: what playing it cannot go below. */
  readonly commandsMs: number;
}

/** What the run cost. */
export interface Figures {
  readonly wallMs: number;
  readonly labs: number;
  /** The sum of the labs' lives: what it would have taken one after another. */
  readonly labMs: number;
  readonly jobs: number;
  /** `commandsMs` of the lesson that has the most of it. */
  readonly longestCommandsMs: number;
}

export interface VerifyReport {
  readonly schema: 'netns-course/verify/v1';
  readonly course: string;
  readonly directory: string;
  readonly lessons: readonly LessonReport[];
  readonly figures: Figures;
}
