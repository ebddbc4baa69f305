import type { CommandRecord } from '../check/types.ts';
import type { Lab } from '../lab/types.ts';
import type { Step } from '../lesson/types.ts';
import type { Words } from '../words/index.ts';
import { isPassed, judgeStep, type Verdicts } from './judge-step.ts';

/** Files, processes and HTTP send no events: while a step is open they are asked again this often. */
const repeatMs = 500;

export interface StepWatchOptions {
  readonly lab: Pick<Lab, 'snapshot' | 'watch'>;
  readonly step: Step;
  readonly words: Words;
  /** The commands typed since the step began. */
  readonly commands: () => readonly CommandRecord[];
  readonly answers: () => Readonly<Record<string, string>>;
  /** After every judgement, also when nothing changed. */
  readonly onVerdicts: (verdicts: Verdicts, passed: boolean) => void;
  readonly onError: (error: unknown) => void;
}

export interface StepWatch {
  /** Judge now: a command ended, a key was pressed. Resolves with the judgement that began after the call. */
  readonly judge: () => Promise<Verdicts>;
  readonly close: () => void;
}

/**
 * Judges a step whenever something may have changed: the kernel says so, a command ends or prints, half a second has
 * passed. One judgement at a time; a call during one makes another follow it, so that no change is ever missed.
 */
export function watchStep(options: StepWatchOptions): StepWatch {
  const { lab, step, words, commands, answers, onVerdicts, onError } = options;
  let closed = false;
  let running: Promise<Verdicts> | undefined;
  let next: Promise<Verdicts> | undefined;

  const judgeOnce = async (): Promise<Verdicts> => {
    const verdicts = await judgeStep(step.checks, { lab, commands: commands(), answers: answers() }, words);
    if (!closed) onVerdicts(verdicts, isPassed(step.checks, verdicts));
    return verdicts;
  };
  const begin = (): Promise<Verdicts> => {
    const promise = judgeOnce().finally(() => {
      if (running === promise) running = undefined;
    });
    running = promise;
    return promise;
  };
  const judge = (): Promise<Verdicts> => {
    if (running === undefined) return begin();
    next ??= running.then(again, again);
    return next;
  };
  const again = (): Promise<Verdicts> => {
    next = undefined;
    return begin();
  };
  const touch = (): void => {
    if (!closed && next === undefined) judge().catch(onError);
  };

  const events = lab.watch(touch);
  const timer = setInterval(touch, repeatMs);
  touch();
  return {
    judge,
    close: () => {
      closed = true;
      clearInterval(timer);
      events.close();
    },
  };
}
