import type { Command, Lesson, Step } from '../lesson/types.ts';

/** A step's solution with one command left out: the step must not pass by it. */
export interface Mutant {
  readonly step: Step;
  /** 0-based number of the step in its lesson. */
  readonly position: number;
  readonly leftOut: Command;
  /** It is the last one that does more than look: typed after all, it completes the solution. */
  readonly isLast: boolean;
  /** What is typed instead of the whole solution. */
  readonly commands: readonly Command[];
}

/** Every step with each of its commands left out in turn, but for those that only look. */
export function mutantsOf(lesson: Lesson): readonly Mutant[] {
  return lesson.steps.flatMap((step, position) => mutantsOfStep(step, position));
}

export function mutantsOfStep(step: Step, position: number): readonly Mutant[] {
  const acting = step.commands.filter(({ look }) => !look);
  return acting.map((leftOut) => ({
    step,
    position,
    leftOut,
    isLast: leftOut === acting.at(-1),
    commands: step.commands.filter((command) => command !== leftOut),
  }));
}
