import { readFileSync, readlinkSync } from 'node:fs';

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

/**
 * Whether it can still be entered. A node's PID 1 that has ended keeps its number, without namespaces (proc_pid_ns(5)),
 * until everything in the node has been reaped; what lost its parent on the way in is the machine's init's to reap, which
 * in a container may take seconds or never come.
 */
export function isAlive(node: NodeProcess): boolean {
  if (!isSame(node)) return false;
  try {
    readlinkSync(`/proc/${node.pid}/ns/mnt`);
    return true;
  } catch (error) {
    // Not ours to see: no proof that it has ended.
    return error instanceof Error && 'code' in error && error.code === 'EACCES';
  }
}
