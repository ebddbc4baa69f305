import type { CommandRecord } from '../check/types.ts';

/** Tells of running commands' output at a bounded rate. */
export interface OutputTicks {
  /** @param length what there is to read of it, in bytes */
  readonly output: (record: CommandRecord, length: number) => void;
  /** The command has ended: nothing more is told of it. */
  readonly end: (record: CommandRecord) => void;
  readonly close: () => void;
}

const everyMs = 20;
/** Whoever is told reads all of it, again and again: a millisecond more for each KiB, a second for a flood. */
const lengthPerMs = 1024;

/**
 * At most one call per command in 20 ms, and the less often the more it has printed: the first at once, the last never
 * lost (but to the command's end).
 */
export function createOutputTicks(tell: (record: CommandRecord) => void): OutputTicks {
  const running = new Map<number, { toldMs: number; timer?: NodeJS.Timeout; latest: CommandRecord }>();

  const output = (record: CommandRecord, length: number): void => {
    const now = performance.now();
    const restMs = everyMs + length / lengthPerMs;
    const known = running.get(record.index);
    if (known === undefined || (known.timer === undefined && now - known.toldMs >= restMs)) {
      running.set(record.index, { toldMs: now, latest: record });
      tell(record);
      return;
    }
    known.latest = record;
    known.timer ??= setTimeout(
      () => {
        delete known.timer;
        known.toldMs = performance.now();
        tell(known.latest);
      },
      restMs - (now - known.toldMs),
    );
  };

  const end = (record: CommandRecord): void => {
    clearTimeout(running.get(record.index)?.timer);
    running.delete(record.index);
  };

  const close = (): void => {
    for (const { timer } of running.values()) clearTimeout(timer);
    running.clear();
  };

  return { output, end, close };
}
