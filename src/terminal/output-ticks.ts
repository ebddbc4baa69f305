import type { CommandRecord } from '../check/types.ts';

/** Tells of running commands' output at a bounded rate. */
export interface OutputTicks {
  readonly output: (record: CommandRecord) => void;
  /** The command has ended: nothing more is told of it. */
  readonly end: (record: CommandRecord) => void;
  readonly close: () => void;
}

/** At most one call per command and `everyMs`: the first at once, the last never lost (but to the command's end). */
export function createOutputTicks(tell: (record: CommandRecord) => void, everyMs = 20): OutputTicks {
  const running = new Map<number, { toldMs: number; timer?: NodeJS.Timeout; latest: CommandRecord }>();

  const output = (record: CommandRecord): void => {
    const now = performance.now();
    const known = running.get(record.index);
    if (known === undefined || (known.timer === undefined && now - known.toldMs >= everyMs)) {
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
      everyMs - (now - known.toldMs),
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
