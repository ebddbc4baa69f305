import { setTimeout as sleep } from 'node:timers/promises';
import type { Check } from '../check/types.ts';
import type { Command, Lesson, Step } from '../lesson/types.ts';
import { isHashed, questionsOf } from '../verify/answers.ts';
import { compareSample } from '../verify/sample.ts';
import { patienceOf } from '../verify/settle.ts';
import type { ProofCase, SampleDifference } from '../verify/types.ts';
import { isPassed, judgeStep, type Verdicts } from './judge-step.ts';
import { caseOfError, makeCase, type ProveContext } from './prove-context.ts';
import { createEnough, hasError, judged, judgeUntilDecided } from './prove-judge.ts';
import type { Stage } from './prove-stage.ts';
import { replay, ReplayError, runSetup, stepsBefore } from './rebuild.ts';

/** A command of a lesson takes milliseconds, or some seconds for a ping with a count. */
const commandTimeoutMs = 30_000;
/** What runs until `^C` and shows nothing that a check wants is ended after this; ping says `unreachable` after 3 s. */
const interruptAfterMs = 4_000;
/**
 * An output that shows what the kernel does a moment later (a link's state, a namespace's end) is looked at again after
 * these times: a person types more slowly than we do.
 */
const looksAgainMs = [150, 500, 1_200] as const;

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

export interface LessonRun {
  readonly cases: readonly ProofCase[];
  readonly commandsMs: number;
}

/**
 * Plays a lesson's own commands, all of them, in one lab, and proves of each step that it fails before and passes after
 * them, and that the samples are true. The first step that does not pass ends it: what comes after stands on it.
 *
 * @param onProved called for every step that passes: its mutants can be tried now.
 */
export async function proveLesson(
  lesson: Lesson,
  context: ProveContext,
  onCase: (proofCase: ProofCase) => void,
  onProved: (proved: ProvedStep) => void,
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
      const before = stepsBefore(context.course, lesson, 0);
      await replay(stage.lab, before, stage.terminalOf, () => undefined);
      for (const [position, step] of lesson.steps.entries()) {
        current = step;
        const played = await proveStep(step, position, stage, context, add);
        commandsMs += played.commandsMs;
        if (played.proved === undefined) {
          for (const later of lesson.steps.slice(position + 1)) {
            add(
              makeCase({
                proof: 'after',
                step: later,
                state: 'skipped',
                message: words.verify.notTried({ step: step.id }),
              }),
            );
          }
          return;
        }
        onProved(played.proved);
      }
    });
  } catch (error) {
    add(caseOfError(current === undefined ? { proof: 'lesson' } : { proof: 'after', step: current }, error, words));
  }
  return { cases, commandsMs };
}

interface StepRun {
  readonly proved?: ProvedStep;
  readonly commandsMs: number;
}

async function proveStep(
  step: Step,
  position: number,
  stage: Stage,
  { ports: { words } }: ProveContext,
  add: (proofCase: ProofCase) => void,
): Promise<StepRun> {
  const texts = words.verify;
  const began = performance.now();
  try {
    await runSetup(stage.lab, step);
  } catch (error) {
    if (!(error instanceof ReplayError) || stage.end() !== undefined) throw error;
    add(makeCase({ proof: 'before', step, state: 'fail', message: texts.setupFails({ detail: error.message }) }));
    return { commandsMs: 0 };
  }
  const commands = stage.recordsFromNow();
  add(
    caseBefore(step, await judgeStep(step.checks, { lab: stage.lab, commands: [], answers: {} }, words), began, words),
  );
  if (step.commands.length === 0) {
    add(makeCase({ proof: 'after', step, state: 'fail', message: texts.noCommands }));
    return { commandsMs: 0 };
  }

  const enough = createEnough(step, words);
  const commandMs = new Map<Command, number>();
  const sum = (): number => [...commandMs.values()].reduce((total, each) => total + each, 0);
  const typed = performance.now();
  for (const command of step.commands) {
    const timeoutMs = command.interrupt ? interruptAfterMs : commandTimeoutMs;
    let played = await stage.play(command, { timeoutMs, enough });
    commandMs.set(command, played.durationMs);
    if (played.outcome !== 'prompt') {
      if (stage.end() !== undefined) throw new Error(stage.end()?.reason);
      const text = command.text;
      const message =
        played.outcome === 'exit'
          ? texts.shellEnds({ command: text })
          : texts.commandHangs({ command: text, ms: timeoutMs });
      add(makeCase({ proof: 'after', step, command, state: 'fail', message }));
      return { commandsMs: sum() };
    }
    if (command.sample.length === 0) continue;
    let difference = sampleDifference(command, played.record?.output ?? '');
    for (const pauseMs of mayLookAgain(command) ? looksAgainMs : []) {
      if (difference === undefined) break;
      await sleep(pauseMs);
      played = await stage.play(command, { timeoutMs, enough });
      if (played.outcome !== 'prompt') break;
      difference = sampleDifference(command, played.record?.output ?? '');
    }
    const sample = { proof: 'sample', step, command, durationMs: played.durationMs } as const;
    if (difference === undefined) add(makeCase({ ...sample, state: 'pass' }));
    else add(makeCase({ ...sample, state: 'fail', message: texts.sampleDiffers, sample: difference }));
  }

  const patienceMs = patienceOf(step.checks);
  const patience = (): number => patienceMs;
  const judgement = await judgeUntilDecided({
    lab: stage.lab,
    checks: step.checks,
    commands,
    words,
    known: {},
    patience,
    longestMs: patienceMs,
  });
  const { verdicts, passed, tookMs, answers } = judgement;
  const durationMs = performance.now() - typed;
  const after = { proof: 'after', step, durationMs } as const;
  const unanswered = unanswerable(step, answers);
  const checks = step.checks.filter((check) => !unanswered.includes(check));
  const proved: ProvedStep = { step, position, checks, convergedMs: tookMs, commandMs, answers };
  if (passed) {
    add(makeCase({ ...after, state: 'pass' }));
    return { commandsMs: sum(), proved };
  }
  if (unanswered.length > 0 && isPassed(checks, verdicts)) {
    const message = texts.answerUnknown({ check: unanswered.map(({ id }) => id).join(', ') });
    add(makeCase({ ...after, state: 'skipped', message }));
    return { commandsMs: sum(), proved };
  }
  if (stage.end() !== undefined) throw new Error(stage.end()?.reason);
  const open = judged(step.checks, verdicts).filter(({ verdict }) => verdict.state !== 'pass');
  const broke = hasError(verdicts) && !open.some(({ verdict }) => verdict.state === 'fail');
  const message = broke ? texts.checkBroke : texts.passesNot({ ms: patienceMs });
  add(makeCase({ ...after, state: broke ? 'error' : 'fail', message, checks: open }));
  return { commandsMs: sum() };
}

/** A check that cannot be judged proves nothing, even where another one fails beside it. */
function caseBefore(step: Step, verdicts: Verdicts, began: number, words: ProveContext['ports']['words']): ProofCase {
  const before = { proof: 'before', step, durationMs: performance.now() - began } as const;
  const checks = judged(step.checks, verdicts);
  if (hasError(verdicts)) {
    const broken = checks.filter(({ verdict }) => verdict.state === 'error');
    return makeCase({ ...before, state: 'error', message: words.verify.checkBroke, checks: broken });
  }
  if (!isPassed(step.checks, verdicts)) return makeCase({ ...before, state: 'pass' });
  return makeCase({ ...before, state: 'fail', message: words.verify.passesBefore, checks });
}

/** One that begins or awaits a job in the background is part of something that cannot be repeated alone. */
function mayLookAgain({ look, interrupt, text }: Command): boolean {
  return look && !interrupt && !/[;&<>\n]|\bwait\b/u.test(text);
}

/** Questions whose answer is only kept as a hash and is nowhere to be seen. */
function unanswerable(step: Step, answers: Readonly<Record<string, string>>): readonly Check[] {
  return questionsOf(step.checks).filter((check) => isHashed(check) && answers[check.id] === undefined);
}

function sampleDifference(command: Command, output: string): SampleDifference | undefined {
  const comparison = compareSample(command.sample, output, { interrupted: command.interrupt });
  if (comparison.same) return undefined;
  const { index, expected, observed } = comparison;
  return {
    line: lineOfSample(command, index),
    ...(expected === undefined ? {} : { expected }),
    ...(observed === undefined ? {} : { observed }),
    output: output.split('\n'),
  };
}

/** A `^C` line in the middle of a sample is no line of it; what follows is ping's summary, and one line further down. */
function lineOfSample({ place, sample, sampleLines }: Command, index: number): number {
  if (sampleLines === undefined) return place.line + 1 + index;
  const isSplit = sampleLines.to - sampleLines.from + 1 > sample.length;
  const summary = sample.findIndex((line) => line.startsWith('---'));
  return sampleLines.from + index + (isSplit && summary !== -1 && index >= summary ? 1 : 0);
}
