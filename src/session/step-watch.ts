import { needsOf } from '../check/judge.ts';
import type { Need } from '../check/snapshot.ts';
import type { CommandRecord } from '../check/types.ts';
import type { Lab } from '../lab/types.ts';
import type { Step } from '../lesson/types.ts';
import type { Words } from '../words/index.ts';
import { isPassed, judgeStep, type Verdicts } from './judge-step.ts';
import { withReasons } from './reasons.ts';

/** Files, processes, sockets and HTTP send no events: while a step is open they are asked again this often. */
const repeatMs = 500;
/** Between judgements of what a running command prints, as many times as long as the last one took. */
const restOfPrinting = 4;

/**
 * What the kernel tells by itself is asked again more seldom, in case that a monitor has died: an open step that nobody works
 * at should cost nothing to speak of.
 */
const quietMs = 5000;

/** The kernel tells of these; `rules` by nft, and those of legacy iptables with the command that made them. */
const told: ReadonlySet<Need['what']> = new Set(['namespaces', 'links', 'routes', 'neighbours', 'fdb', 'rules']);

export interface StepWatchOptions {
  readonly lab: Pick<Lab, 'snapshot' | 'watch'>;
  readonly step: Step;
  readonly words: Words;
  /** The commands typed since the step began. */
  readonly commands: () => readonly CommandRecord[];
  readonly answers: () => Readonly<Record<string, string>>;
  /** A packet that does not arrive is explained: what a challenge leaves to the learner. */
  readonly explains: boolean;
  /** After every judgement, also when nothing changed. */
  readonly onVerdicts: (verdicts: Verdicts, passed: boolean) => void;
  readonly onError: (error: unknown) => void;
}

export interface StepWatch {
  /** Judge now: a command ended, a key was pressed. Resolves with the judgement that began after the call. */
  readonly judge: () => Promise<Verdicts>;
  /** A command that still runs has printed: judge soon. However much it prints, most of the processor stays its own. */
  readonly printed: () => void;
  readonly close: () => void;
}

/**
 * Judges a step whenever something may have changed: the kernel says so, a command ends or prints, half a second has
 * passed where nobody would tell of a change. One judgement at a time; a call during one makes another follow it, so that no change is ever missed.
 */
export function watchStep(options: StepWatchOptions): StepWatch {
  const { lab, step, words, commands, answers, explains, onVerdicts, onError } = options;
  let closed = false;
  let running: Promise<Verdicts> | undefined;
  let next: Promise<Verdicts> | undefined;
  let last: Verdicts | undefined;
  let tookMs = 0;
  let endedMs = Number.NEGATIVE_INFINITY;
  let printTimer: NodeJS.Timeout | undefined;
  let repeatTimer: NodeJS.Timeout | undefined;

  const judgeOnce = async (): Promise<Verdicts> => {
    const beganMs = performance.now();
    const judged = await judgeStep(step.checks, { lab, commands: commands(), answers: answers() }, words);
    const verdicts = explains ? await withReasons(step.checks, judged, lab, words) : judged;
    last = verdicts;
    endedMs = performance.now();
    tookMs = endedMs - beganMs;
    if (!closed) onVerdicts(verdicts, isPassed(step.checks, verdicts));
    return verdicts;
  };
  const begin = (): Promise<Verdicts> => {
    const promise = judgeOnce().finally(() => {
      if (running === promise) running = undefined;
      clearTimeout(repeatTimer);
      if (!closed) repeatTimer = setTimeout(touch, last === undefined || isAsking(step, last) ? repeatMs : quietMs);
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

  const printed = (): void => {
    if (closed || printTimer !== undefined) return;
    const waitMs = endedMs + restOfPrinting * tookMs - performance.now();
    if (running === undefined && waitMs <= 0) return touch();
    printTimer = setTimeout(
      () => {
        printTimer = undefined;
        touch();
      },
      Math.max(waitMs, restOfPrinting * tookMs),
    );
  };

  const events = lab.watch(touch);
  touch();
  return {
    judge,
    printed,
    close: () => {
      closed = true;
      clearTimeout(printTimer);
      clearTimeout(repeatTimer);
      events.close();
    },
  };
}

/** Whether something may come true of which nobody would tell, or was asked and not answered. */
function isAsking({ checks }: Step, verdicts: Verdicts): boolean {
  return (
    [...verdicts.values()].some(({ state }) => state === 'error') ||
    needsOf(checks, verdicts).some(({ what }) => !told.has(what))
  );
}
