import type { Lesson } from '../lesson/types.ts';
import { patienceOf } from '../verify/settle.ts';
import type { ProofCase } from '../verify/types.ts';
import { caseOfError, makeCase, type ProveContext } from './prove-context.ts';
import { createEnough, judged, judgeUntilDecided, typedOf } from './prove-judge.ts';
import type { ProvedStep } from './prove-step.ts';
import { replay, runSetup, stepsBefore } from './rebuild.ts';

const commandTimeoutMs = 30_000;
const interruptAfterMs = 4_000;

/**
 * Proves that what is marked as `look` may be left out: plays the lesson without it, in one lab, and every step must pass
 * all the same. Only steps that have such commands give a case.
 *
 * @param proved the steps that pass with all their commands, in order.
 */
export async function proveNoLook(
  lesson: Lesson,
  proved: readonly ProvedStep[],
  context: ProveContext,
): Promise<readonly ProofCase[]> {
  const { words } = context.ports;
  const cases: ProofCase[] = [];
  const last = proved.findLastIndex(({ step }) => step.commands.some(({ look }) => look));
  if (last === -1) return cases;
  try {
    await context.withStage(lesson, async (stage) => {
      await replay(stage.lab, stepsBefore(context.course, lesson, 0), stage.terminalOf, () => undefined);
      for (const { step, checks, answers } of proved.slice(0, last + 1)) {
        const began = performance.now();
        await runSetup(stage.lab, step);
        const commands = stage.recordsFromNow();
        const enough = createEnough(step, words);
        for (const command of step.commands.filter(({ look }) => !look)) {
          await stage.play(command, { timeoutMs: command.interrupt ? interruptAfterMs : commandTimeoutMs, enough });
        }
        if (!step.commands.some(({ look }) => look)) continue;
        const patienceMs = patienceOf(checks);
        const { passed, verdicts } = await judgeUntilDecided({
          lab: stage.lab,
          checks,
          commands,
          words,
          known: answers,
          patience: () => patienceMs,
          longestMs: patienceMs,
          expected: 'pass',
        });
        stage.throwIfEnded();
        const parts = { proof: 'no-look', step, durationMs: performance.now() - began } as const;
        if (passed) cases.push(makeCase({ ...parts, state: 'pass' }));
        else {
          const open = judged(checks, verdicts).filter(({ verdict }) => verdict.state !== 'pass');
          const broke = !open.some(({ verdict }) => verdict.state === 'fail');
          const message = broke ? words.verify.checkBroke : words.verify.passesNotWithoutLook;
          cases.push(
            makeCase({ ...parts, state: broke ? 'error' : 'fail', message, checks: open, typed: typedOf(commands()) }),
          );
        }
      }
    });
  } catch (error) {
    cases.push(caseOfError({ proof: 'no-look' }, error, words));
  }
  return cases;
}
