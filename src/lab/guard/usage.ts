import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Clock ticks a second, in which /proc counts: 100 on every architecture that Node runs on (proc(5), sysconf(3)). */
const ticksPerSecond = 100;

interface Process {
  readonly pid: number;
  readonly parent: number;
  /** Of itself and its children that ended and were waited for, in milliseconds. */
  readonly cpuMs: number;
  /** What `readlink /proc/PID/ns/pid` shows; undefined: we may not look. */
  readonly pidNamespace: string | undefined;
}

/**
 * Processor time that labs have used, in milliseconds, by the pid of their first process: of all that is below it, of the
 * shells we opened in it, and of whatever shares a PID namespace with any of these.
 */
export function usageOf(pids: readonly number[]): ReadonlyMap<number, number> {
  const { processes, groupOf } = groupProcesses();
  const used = new Map<string, number>();
  for (const { pid, cpuMs } of processes) {
    const group = groupOf(pid);
    used.set(group, (used.get(group) ?? 0) + cpuMs);
  }
  return new Map(pids.map((pid) => [pid, used.get(groupOf(pid)) ?? 0]));
}

/**
 * The processes in a lab's own PID namespaces, by the machine's pids: what a lab's nodes tell of themselves takes many
 * times as long.
 */
export function processesIn(lab: number): ReadonlySet<number> {
  const { processes, groupOf, own } = groupProcesses();
  const group = groupOf(lab);
  const inside = processes.filter(({ pid, pidNamespace }) => pidNamespace !== own && groupOf(pid) === group);
  return new Set(inside.map(({ pid }) => pid));
}

interface Grouped {
  readonly processes: readonly Process[];
  /** The same name for all that belong to one lab. */
  readonly groupOf: (pid: number) => string;
  /** Our own PID namespace. */
  readonly own: string | undefined;
}

function groupProcesses(): Grouped {
  const processes = readProcesses();
  const own = readNamespace('self');
  const groups = new Groups();
  for (const { pid, parent, pidNamespace } of processes) {
    // What we started is our child; it belongs to no other lab for that.
    if (parent !== process.pid && parent > 1) groups.join(`p${String(pid)}`, `p${String(parent)}`);
    if (pidNamespace !== undefined && pidNamespace !== own) groups.join(`p${String(pid)}`, pidNamespace);
  }
  return { processes, groupOf: (pid) => groups.of(`p${String(pid)}`), own };
}

/** Disjoint sets of names. */
class Groups {
  readonly #parents = new Map<string, string>();

  of(name: string): string {
    let top = name;
    for (let up = this.#parents.get(top); up !== undefined; up = this.#parents.get(top)) top = up;
    // The next one finds it at once.
    if (top !== name) this.#parents.set(name, top);
    return top;
  }

  join(one: string, other: string): void {
    const [first, second] = [this.of(one), this.of(other)];
    if (first !== second) this.#parents.set(first, second);
  }
}

function readProcesses(): readonly Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
    .flatMap((name) => {
      const found = readStat(name);
      return found === undefined ? [] : [{ ...found, pidNamespace: readNamespace(name) }];
    });
}

/** proc_pid_stat(5): the name, which may hold anything, ends with the last `)`; parent is field 4, times are 14 to 17. */
function readStat(name: string): Omit<Process, 'pidNamespace'> | undefined {
  try {
    const text = readFileSync(`/proc/${name}/stat`, 'latin1');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    return { pid: Number(name), parent: Number(fields[1]), cpuMs: (ticks * 1000) / ticksPerSecond };
  } catch {
    return undefined;
  }
}

function readNamespace(name: string): string | undefined {
  try {
    return readlinkSync(`/proc/${name}/ns/pid`);
  } catch {
    return undefined;
  }
}
