import type { CommandRecord } from '../check/types.ts';
import type { Command, Step } from '../lesson/types.ts';
import { isHashed, questionsOf } from '../verify/answers.ts';
import { patienceOf, settleOf } from '../verify/settle.ts';
import type { ProofCase } from '../verify/types.ts';
import type { Words } from '../words/index.ts';
import { makeCase } from './prove-context.ts';
import { judged, judgeUntilDecided } from './prove-judge.ts';
import { mayBeRepeated } from './prove-sample.ts';
import type { Stage, StagePlayOptions } from './prove-stage.ts';

/** How long the whole solution is taken to converge, before that is known. */
const convergeMs = 150;
const timeoutMs = 3_000;

/**
 * The command whose absence can be proved while the lesson is played, without a lab of its own: the last one that does
 * more than look. Just before it is typed the lab is what it would be without it. What only looks and comes after it is
 * typed then, too, and must be such that it can be typed twice.
 */
export function provableLast(step: Step): Command | undefined {
  const index = step.commands.findLastIndex(({ look }) => !look);
  const after = step.commands.slice(index + 1);
  const known = !questionsOf(step.checks).some(isHashed);
  return known && after.every(mayBeRepeated) ? step.commands[index] : undefined;
}

export interface WithoutLast {
  readonly proofCase: ProofCase;
  /** Whether it was watched long enough, now that it is known how long the whole solution took to converge. */
  readonly holds: (convergedMs: number) => boolean;
  /** What was typed for this alone, and is no part of the step. */
  readonly extra: readonly CommandRecord[];
}

/** Proves that a step does not pass without its last command, just before that is typed. */
export async function proveWithoutLast(
  step: Step,
  last: Command,
  stage: Stage,
  commands: () => readonly CommandRecord[],
  enough: StagePlayOptions['enough'],
  words: Words,
): Promise<WithoutLast> {
  const began = performance.now();
  const extra = stage.recordsFromNow();
  for (const command of step.commands.slice(step.commands.indexOf(last) + 1)) {
    await stage.play(command, { timeoutMs, enough });
  }
  const { passed, verdicts } = await judgeUntilDecided({
    lab: stage.lab,
    checks: step.checks,
    commands,
    words,
    known: {},
    patience: (now) => settleOf(step.checks, now, convergeMs),
    longestMs: patienceOf(step.checks),
    expected: 'fail',
  });
  const durationMs = performance.now() - began;
  const checks = judged(step.checks, verdicts);
  const parts = { proof: 'left-out', step, command: last, durationMs } as const;
  const failed = checks.some(({ verdict }) => verdict.state === 'fail');
  const proofCase = passed
    ? makeCase({ ...parts, state: 'fail', message: words.verify.survivor, checks })
    : failed
      ? makeCase({ ...parts, state: 'pass' })
      : makeCase({ ...parts, state: 'error', message: words.verify.checkBroke, checks });
  return { proofCase, holds: (convergedMs) => passed || convergedMs <= convergeMs, extra: extra() };
}
