import type { Check } from '../check/types.ts';
import type { Command, Step } from '../lesson/types.ts';
import { isHashed, questionsOf } from '../verify/answers.ts';
import { patienceOf } from '../verify/settle.ts';
import type { ProofCase } from '../verify/types.ts';
import type { Words } from '../words/index.ts';
import { isPassed, judgeStep, type Verdicts } from './judge-step.ts';
import { makeCase } from './prove-context.ts';
import { createEnough, hasError, judged, judgeUntilDecided, typedOf } from './prove-judge.ts';
import { provePictures } from './prove-picture.ts';
import { playWithSample } from './prove-sample.ts';
import type { Stage, StagePlayed } from './prove-stage.ts';
import { ReplayError, runSetup } from './rebuild.ts';

/** A command of a lesson takes milliseconds, or some seconds for a ping with a count. */
const commandTimeoutMs = 30_000;
/** What runs until `^C` and shows nothing that a check wants is ended after this; ping says `unreachable` after 3 s. */
const interruptAfterMs = 4_000;

/** What the mutants of a step are measured by. */
export interface ProvedStep {
  readonly step: Step;
  readonly position: number;
  /** What of the step's checks can be judged here. */
  readonly checks: readonly Check[];
  /** From the last command to the pass. */
  readonly convergedMs: number;
  readonly commandMs: ReadonlyMap<Command, number>;
  readonly answers: Readonly<Record<string, string>>;
}

export interface StepOptions {
  readonly step: Step;
  readonly position: number;
  readonly stage: Stage;
  readonly words: Words;
  readonly onCase: (proofCase: ProofCase) => void;
}

export interface StepRun {
  /** Absent where the step did not pass. */
  readonly proved?: ProvedStep;
  readonly commandsMs: number;
}

/** Plays one step in the lab that the steps before it left, and judges it before and after. */
export async function proveStep({ step, position, stage, words, onCase }: StepOptions): Promise<StepRun> {
  const texts = words.verify;
  const began = performance.now();
  try {
    await runSetup(stage.lab, step);
  } catch (error) {
    if (!(error instanceof ReplayError) || stage.end() !== undefined) throw error;
    onCase(makeCase({ proof: 'before', step, state: 'fail', message: texts.setupFails({ detail: error.message }) }));
    return { commandsMs: 0 };
  }
  const commands = stage.recordsFromNow();
  const before = await judgeStep(step.checks, { lab: stage.lab, commands: [], answers: {} }, words);
  onCase(caseBefore(step, before, performance.now() - began, words));
  if (step.commands.length === 0) {
    onCase(makeCase({ proof: 'after', step, state: 'fail', message: texts.noCommands }));
    return { commandsMs: 0 };
  }

  const enough = createEnough(step, words);
  const commandMs = new Map<Command, number>();
  const sum = (): number => [...commandMs.values()].reduce((total, each) => total + each, 0);
  for (const command of step.commands) {
    const timeoutMs = command.interrupt ? interruptAfterMs : commandTimeoutMs;
    const { played, difference } = await playWithSample(stage, command, { timeoutMs, enough }, words);
    commandMs.set(command, played.durationMs);
    if (played.outcome !== 'prompt') {
      stage.throwIfEnded();
      onCase(caseNoPrompt(step, command, played, timeoutMs, words));
      return { commandsMs: sum() };
    }
    if (command.sample.length === 0) continue;
    const parts = { proof: 'sample', step, command, durationMs: played.durationMs } as const;
    if (difference === undefined) onCase(makeCase({ ...parts, state: 'pass' }));
    else onCase(makeCase({ ...parts, state: 'fail', message: texts.sampleDiffers, sample: difference }));
  }

  const patienceMs = patienceOf(step.checks);
  const { verdicts, passed, afterMs, answers } = await judgeUntilDecided({
    lab: stage.lab,
    checks: step.checks,
    commands,
    words,
    known: {},
    patience: () => patienceMs,
    longestMs: patienceMs,
    expected: 'pass',
  });
  stage.throwIfEnded();
  const after = { proof: 'after', step, durationMs: sum() + afterMs } as const;
  const unanswered = unanswerable(step, answers);
  const checks = step.checks.filter((check) => !unanswered.includes(check));
  if (passed) {
    onCase(makeCase({ ...after, state: 'pass' }));
    for (const proved of await provePictures(step, stage, words)) onCase(proved);
  } else if (unanswered.length > 0 && isPassed(checks, verdicts)) {
    const message = texts.answerUnknown({ check: unanswered.map(({ id }) => id).join(', ') });
    onCase(makeCase({ ...after, state: 'skipped', message }));
  } else {
    const open = judged(step.checks, verdicts).filter(({ verdict }) => verdict.state !== 'pass');
    const broke = hasError(verdicts) && !open.some(({ verdict }) => verdict.state === 'fail');
    const message = broke ? texts.checkBroke : texts.passesNot({ ms: patienceMs });
    onCase(makeCase({ ...after, state: broke ? 'error' : 'fail', message, checks: open, typed: typedOf(commands()) }));
    return { commandsMs: sum() };
  }
  return { commandsMs: sum(), proved: { step, position, checks, convergedMs: afterMs, commandMs, answers } };
}

/** A check that cannot be judged proves nothing, even where another one fails beside it. */
function caseBefore(step: Step, verdicts: Verdicts, durationMs: number, words: Words): ProofCase {
  const before = { proof: 'before', step, durationMs } as const;
  const checks = judged(step.checks, verdicts);
  if (hasError(verdicts)) {
    const broken = checks.filter(({ verdict }) => verdict.state === 'error');
    return makeCase({ ...before, state: 'error', message: words.verify.checkBroke, checks: broken });
  }
  if (!isPassed(step.checks, verdicts)) return makeCase({ ...before, state: 'pass' });
  return makeCase({ ...before, state: 'fail', message: words.verify.passesBefore, checks });
}

function caseNoPrompt(step: Step, command: Command, played: StagePlayed, ms: number, words: Words): ProofCase {
  const named = { command: command.text };
  const message =
    played.outcome === 'exit' ? words.verify.shellEnds(named) : words.verify.commandHangs({ ...named, ms });
  return makeCase({ proof: 'after', step, command, state: 'fail', message });
}

/** Questions whose answer is only kept as a hash and is nowhere to be seen. */
function unanswerable(step: Step, answers: Readonly<Record<string, string>>): readonly Check[] {
  return questionsOf(step.checks).filter((check) => isHashed(check) && answers[check.id] === undefined);
}
