import type { Lesson, Step } from '../lesson/types.ts';
import type { ProofCase } from '../verify/types.ts';
import { caseOfError, makeCase, type ProveContext } from './prove-context.ts';
import { proveStep, type ProvedStep } from './prove-step.ts';
import { replay, stepsBefore } from './rebuild.ts';

export interface LessonRun {
  readonly cases: readonly ProofCase[];
  readonly commandsMs: number;
}

export interface LessonListeners {
  readonly onCase: (proofCase: ProofCase) => void;
  /** For every step that passes: its mutants can be tried now. */
  readonly onProved: (proved: ProvedStep) => void;
}

/**
 * Plays a lesson's own commands, all of them, in one lab, and proves of each step that it fails before and passes after
 * them, and that the samples are true. The first step that does not pass ends it: what comes after stands on it.
 */
export async function proveLesson(
  lesson: Lesson,
  context: ProveContext,
  { onCase, onProved }: LessonListeners,
): Promise<LessonRun> {
  const { words } = context.ports;
  const cases: ProofCase[] = [];
  const add = (proofCase: ProofCase): void => {
    cases.push(proofCase);
    onCase(proofCase);
  };
  let commandsMs = 0;
  let current: Step | undefined;
  try {
    await context.withStage(lesson, async (stage) => {
      await replay(stage.lab, stepsBefore(context.course, lesson, 0), stage.terminalOf, () => undefined);
      for (const [position, step] of lesson.steps.entries()) {
        current = step;
        const run = await proveStep({ step, position, stage, words, onCase: add });
        commandsMs += run.commandsMs;
        if (run.proved === undefined) {
          const message = words.verify.notTried({ step: step.id });
          for (const later of lesson.steps.slice(position + 1)) {
            add(makeCase({ proof: 'after', step: later, state: 'skipped', message }));
          }
          return;
        }
        onProved(run.proved);
      }
    });
  } catch (error) {
    add(caseOfError(current === undefined ? { proof: 'lesson' } : { proof: 'after', step: current }, error, words));
  }
  return { cases, commandsMs };
}
