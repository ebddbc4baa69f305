import type { Lesson } from '../lesson/types.ts';
import type { Mutant } from '../verify/mutants.ts';
import { patienceOf, settleOf } from '../verify/settle.ts';
import type { ProofCase } from '../verify/types.ts';
import { caseOfError, makeCase, type ProveContext } from './prove-context.ts';
import { createEnough, judged, judgeUntilDecided } from './prove-judge.ts';
import type { ProvedStep } from './prove-step.ts';
import { replay, runSetup, stepsBefore } from './rebuild.ts';

/** What the left-out command would have made possible may now wait for ever: a listener, a ping until `^C`. */
const interruptAfterMs = 2_000;
/** A command may take so much longer than it took in the whole solution, and this beside. */
const slack = 3;
const graceMs = 2_000;
const longestCommandMs = 30_000;

/**
 * Proves that a step notices a command's absence: the steps before are replayed in a lab of its own, the step is played
 * without the command, and must not pass. It is decided as soon as a check says `fail` for longer than it may take to
 * come true, or all of them pass: a survivor.
 */
export async function proveMutant(
  lesson: Lesson,
  { step, position, leftOut, commands }: Mutant,
  proved: ProvedStep,
  context: ProveContext,
): Promise<ProofCase> {
  const { words } = context.ports;
  const parts = { proof: 'left-out', step, command: leftOut } as const;
  const began = performance.now();
  try {
    return await context.withStage(lesson, async (stage) => {
      await replay(stage.lab, stepsBefore(context.course, lesson, position), stage.terminalOf, () => undefined);
      await runSetup(stage.lab, step);
      const records = stage.recordsFromNow();
      const enough = createEnough(step, words);
      for (const command of commands) {
        const usualMs = proved.commandMs.get(command) ?? 0;
        const timeoutMs = command.interrupt ? interruptAfterMs : Math.min(longestCommandMs, slack * usualMs + graceMs);
        // A shell that ends, or a command that hangs, is no verdict: a learner would go on in a new shell, or by ^C.
        await stage.play(command, { timeoutMs, enough });
        stage.throwIfEnded();
      }
      const judgement = await judgeUntilDecided({
        lab: stage.lab,
        checks: proved.checks,
        commands: records,
        words,
        known: proved.answers,
        patience: (verdicts) => settleOf(proved.checks, verdicts, proved.convergedMs),
        longestMs: patienceOf(proved.checks),
        expected: 'fail',
      });
      const durationMs = performance.now() - began;
      const checks = judged(proved.checks, judgement.verdicts);
      if (judgement.passed) {
        return makeCase({ ...parts, state: 'fail', message: words.verify.survivor, checks, durationMs });
      }
      if (checks.some(({ verdict }) => verdict.state === 'fail'))
        return makeCase({ ...parts, state: 'pass', durationMs });
      stage.throwIfEnded();
      const broken = checks.filter(({ verdict }) => verdict.state === 'error');
      return makeCase({ ...parts, state: 'error', message: words.verify.checkBroke, checks: broken, durationMs });
    });
  } catch (error) {
    return caseOfError(parts, error, words);
  }
}
