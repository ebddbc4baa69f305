import { usageOf } from '../lab/guard/usage.ts';
import { processorShare } from '../machine/load.ts';

/** How often it is looked. */
const everyMs = 100;
/** Processor time is summed over all processes of the machine, which takes longer than a look at the load. */
const usageEvery = 10;
/** However many want to run, a clock does not go slower than this part of the time. */
const slowest = 1 / 4;

/**
 * The time that labs have really had: it goes slower while they share the processors with more than there are, so that what
 * a replay may take does not depend on what else the machine does. And who takes more of them than anybody needs.
 */
export interface LabClock {
  /** Milliseconds. */
  readonly nowMs: () => number;
  /** Real milliseconds so far in which so many wanted to run that even the slowest clock was too fast for what a lab got. */
  readonly crowdedMs: () => number;
  /** Calls `stop` once, when the processes of that lab have used more than this, in milliseconds of a processor. */
  readonly limitProcessor: (pid: number, limitMs: number, stop: () => void) => ProcessorLimit;
  readonly close: () => void;
}

interface ProcessorLimit {
  /** What they have used so far, in milliseconds. */
  readonly usedMs: () => number;
  readonly close: () => void;
}

export function createLabClock(): LabClock {
  const limits = new Map<number, { readonly limitMs: number; readonly stop: () => void }>();
  let nowMs = 0;
  let seenMs = performance.now();
  let ticks = 0;
  let crowdedMs = 0;

  const look = (): void => {
    const realMs = performance.now();
    const share = processorShare();
    nowMs += (realMs - seenMs) * Math.max(slowest, share);
    if (share < slowest) crowdedMs += realMs - seenMs;
    seenMs = realMs;
    ticks += 1;
    if (ticks % usageEvery !== 0 || limits.size === 0) return;
    for (const [pid, used] of usageOf([...limits.keys()])) {
      const limit = limits.get(pid);
      if (limit === undefined || used <= limit.limitMs) continue;
      limits.delete(pid);
      limit.stop();
    }
  };
  const timer = setInterval(look, everyMs);
  timer.unref();

  return {
    nowMs: () => nowMs,
    crowdedMs: () => crowdedMs,
    limitProcessor: (pid, limitMs, stop) => {
      limits.set(pid, { limitMs, stop });
      return { usedMs: () => usageOf([pid]).get(pid) ?? 0, close: () => void limits.delete(pid) };
    },
    close: () => clearInterval(timer),
  };
}
