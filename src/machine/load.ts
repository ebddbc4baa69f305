import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/**
 * The part of a processor that a process gets just now: 1 while no more want to run than there are processors.
 * proc_loadavg(5): the fourth field is `runnable/all`, of the whole machine; unknown, it is 1.
 */
export function processorShare(): number {
  try {
    const runnable = Number(/ (\d+)\/\d+ /u.exec(readFileSync('/proc/loadavg', 'utf8'))?.[1] ?? 1);
    return Math.min(1, availableParallelism() / Math.max(1, runnable));
  } catch {
    return 1;
  }
}
