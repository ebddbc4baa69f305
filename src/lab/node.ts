import { readFileSync } from 'node:fs';

/** A node's first process, held so that its number cannot come to mean another process. */
export interface NodeProcess {
  readonly pid: number;
  /** Ticks since the machine's start at which it began (proc_pid_stat(5), field 22). */
  readonly startTime: string;
}

/** The process of that number, or undefined where there is none. */
export function findProcess(pid: number): NodeProcess | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, field 2, may hold anything, `)` too: fields are counted from its last one.
    const startTime = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return startTime === undefined ? undefined : { pid, startTime };
  } catch {
    return undefined;
  }
}

/** Whether the number still means that process (a zombie counts: its namespaces are gone, and entering fails by itself). */
export function isSame({ pid, startTime }: NodeProcess): boolean {
  return findProcess(pid)?.startTime === startTime;
}
