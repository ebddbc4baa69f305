import type { CommandRecord } from '../check/types.ts';
import type { Command, Lesson } from '../lesson/types.ts';
import type { Mutant } from '../verify/mutants.ts';
import { patienceOf, settleOf } from '../verify/settle.ts';
import type { ProofCase } from '../verify/types.ts';
import type { Words } from '../words/index.ts';
import { caseOfError, makeCase, type ProveContext } from './prove-context.ts';
import { createEnough, judged, judgeUntilDecided, typedOf } from './prove-judge.ts';
import type { Stage } from './prove-stage.ts';
import type { ProvedStep } from './prove-step.ts';
import { replay, runSetup, stepsBefore } from './rebuild.ts';

/** What the left-out command would have made possible may now wait for ever: a listener, a ping until `^C`. */
const interruptAfterMs = 2_000;
/** A command may take so much longer than it took in the whole solution, and this beside: a busy machine stalls for seconds. */
const slack = 3;
const graceMs = 10_000;
const longestCommandMs = 30_000;

interface Trial {
  readonly stage: Stage;
  readonly proved: ProvedStep;
  readonly words: Words;
  readonly records: () => readonly CommandRecord[];
  /** Commands that had to be interrupted: what they left undone is no verdict on the step. */
  readonly hung: Command[];
}

/**
 * Proves that a step notices a command's absence: the steps before are replayed in a lab of its own, the step is played
 * without the command, and must not pass. It is decided as soon as a check says `fail` for longer than it may take to
 * come true, or all of them pass: a survivor. The step's last command is then typed after all, and the step must pass:
 * so it does for a learner who comes back to it in a rebuilt lab.
 */
export async function proveMutant(
  lesson: Lesson,
  { step, position, leftOut, isLast, commands }: Mutant,
  proved: ProvedStep,
  context: ProveContext,
): Promise<readonly ProofCase[]> {
  const { words } = context.ports;
  const cases: ProofCase[] = [];
  const parts = { proof: 'left-out', step, command: leftOut } as const;
  const began = performance.now();
  try {
    await context.withStage(lesson, async (stage) => {
      await replay(stage.lab, stepsBefore(context.course, lesson, position), stage.terminalOf, () => undefined);
      await runSetup(stage.lab, step);
      const trial: Trial = { stage, proved, words, records: stage.recordsFromNow(), hung: [] };
      for (const command of commands) await playLoosely(trial, command);
      const decided = await caseLeftOut(trial, leftOut, began);
      cases.push(decided);
      if (!isLast || decided.state !== 'pass') return;
      for (const command of step.commands.slice(step.commands.indexOf(leftOut))) await playLoosely(trial, command);
      cases.push(await caseResumed(trial));
    });
  } catch (error) {
    cases.push(caseOfError(cases.length === 0 ? parts : { proof: 'resumed', step }, error, words));
  }
  return cases;
}

/** A shell that ends, or a command that hangs, is no verdict: a learner would go on in a new shell, or by `^C`. */
async function playLoosely({ stage, proved, words, hung }: Trial, command: Command): Promise<void> {
  const usualMs = proved.commandMs.get(command) ?? 0;
  const timeoutMs = command.interrupt ? interruptAfterMs : Math.min(longestCommandMs, slack * usualMs + graceMs);
  const { outcome } = await stage.play(command, { timeoutMs, enough: createEnough(proved.step, words) });
  if (outcome === 'timeout') hung.push(command);
  stage.throwIfEnded();
}

async function caseLeftOut(trial: Trial, command: Command, began: number): Promise<ProofCase> {
  const { stage, proved, words } = trial;
  const { passed, verdicts } = await judgeUntilDecided({
    ...common(trial),
    patience: (now) => settleOf(proved.checks, now, proved.convergedMs),
    expected: 'fail',
  });
  stage.throwIfEnded();
  const checks = judged(proved.checks, verdicts);
  const parts = { proof: 'left-out', step: proved.step, command, durationMs: performance.now() - began } as const;
  if (passed) return makeCase({ ...parts, state: 'fail', message: words.verify.survivor, checks });
  if (checks.some(({ verdict }) => verdict.state === 'fail')) return makeCase({ ...parts, state: 'pass' });
  const broken = checks.filter(({ verdict }) => verdict.state === 'error');
  return makeCase({ ...parts, state: 'error', message: words.verify.checkBroke, checks: broken });
}

async function caseResumed(trial: Trial): Promise<ProofCase> {
  const { stage, proved, words } = trial;
  const began = performance.now();
  const patienceMs = patienceOf(proved.checks);
  const { passed, verdicts } = await judgeUntilDecided({
    ...common(trial),
    patience: () => patienceMs,
    expected: 'pass',
  });
  stage.throwIfEnded();
  const parts = { proof: 'resumed', step: proved.step, durationMs: performance.now() - began } as const;
  if (passed) return makeCase({ ...parts, state: 'pass' });
  const open = judged(proved.checks, verdicts).filter(({ verdict }) => verdict.state !== 'pass');
  const texts = words.verify;
  const failed = { ...parts, checks: open, typed: typedOf(trial.records()) };
  const [stalled] = trial.hung;
  if (stalled !== undefined) {
    const message = texts.commandHangs({ command: stalled.text, ms: graceMs });
    return makeCase({ ...failed, state: 'error', message });
  }
  if (open.some(({ verdict }) => verdict.state === 'fail')) {
    return makeCase({ ...failed, state: 'fail', message: texts.passesNotResumed });
  }
  return makeCase({ ...failed, state: 'error', message: texts.checkBroke });
}

function common({ stage, proved, words, records }: Trial) {
  const { checks, answers } = proved;
  return { lab: stage.lab, checks, commands: records, words, known: answers, longestMs: patienceOf(checks) };
}
