import { readFile, readdir, readlink } from 'node:fs/promises';
import type { Found } from '../../check/found.ts';
import type { ProcessFact } from '../../check/snapshot.ts';

/** Processes told of one node, and bytes of a command line: a lab cannot have more than 512 of the former. */
const maxProcesses = 1024;
const maxCommandLine = 16 * 1024;

/** How many entries of /proc are read before others get a turn. */
const turn = 32;

const namespaceTypes = ['cgroup', 'ipc', 'mnt', 'net', 'pid', 'time', 'user', 'uts'] as const;

/** What `/proc/PID/status` tells that we need (proc_pid_status(5)). */
interface ProcessStatus {
  /** Its pid in the reader's PID namespace. */
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
  /** Its pids from the reader's namespace inwards; the last is its own namespace's. */
  readonly pids: readonly number[];
}

/** Reads the text of `/proc/PID/status`; undefined where it is none. */
export function parseStatus(text: string): ProcessStatus | undefined {
  const field = (name: string): string | undefined => new RegExp(`^${name}:\\t(.*)$`, 'm').exec(text)?.[1];
  const name = field('Name');
  const pid = Number(field('Pid'));
  const parent = Number(field('PPid'));
  const pids = field('NSpid')?.split(/\s+/).map(Number) ?? [];
  if (name === undefined || !(pid > 0) || !(parent >= 0) || pids.length === 0) return undefined;
  return { pid, parent, name: unescape(name), pids };
}

/** Backslash and newline are escaped in `Name` (proc_pid_status(5)). */
function unescape(name: string): string {
  return name.replace(/\\([\\n])/g, (_, char: string) => (char === 'n' ? '\n' : char));
}

interface Candidate extends ProcessStatus {
  readonly pidns: number;
}

/**
 * The processes of a node, pids as the learner sees them: those in the PID namespace of the node's first process, and
 * in namespaces made below it, but for other nodes' (`others`: their first processes). Read from the *host's* /proc,
 * since the lab's may be covered by a mount.
 */
export async function readProcesses(first: number, others: readonly number[]): Promise<Found<readonly ProcessFact[]>> {
  const own = await namespaceOf(first, 'pid');
  const depth = (await statusOf(first))?.pids.length;
  if (own === undefined || depth === undefined) return { state: 'error', message: `/proc/${first}: not readable` };
  const excluded = new Set<number>();
  for (const other of others) {
    const pidns = await namespaceOf(other, 'pid');
    if (pidns !== undefined && pidns !== own) excluded.add(pidns);
  }
  const candidates = await readCandidates(depth);
  const inside = belonging(candidates, own, excluded).slice(0, maxProcesses);
  const seen = new Map(inside.map(({ pid, pids }) => [pid, pids[depth - 1] ?? 0]));
  const facts: ProcessFact[] = [];
  for (const process of inside) {
    const namespaces = await namespacesOf(process.pid);
    facts.push({
      pid: seen.get(process.pid) ?? 0,
      parent: seen.get(process.parent) ?? 0,
      name: process.name,
      words: await wordsOf(process.pid),
      namespaces,
    });
  }
  return { state: 'found', value: facts.toSorted((a, b) => a.pid - b.pid) };
}

/**
 * Those whose PID namespace is `own`, or was made by one of those (the parent of its init is, or was, in the namespace
 * above: pid_namespaces(7)), and not one of `excluded`.
 */
export function belonging(
  candidates: readonly Candidate[],
  own: number,
  excluded: ReadonlySet<number>,
): readonly Candidate[] {
  const byPid = new Map(candidates.map((candidate) => [candidate.pid, candidate]));
  const inits = new Map(candidates.filter(({ pids }) => pids.at(-1) === 1).map((init) => [init.pidns, init]));
  const isInside = (pidns: number, levels: number): boolean => {
    if (pidns === own) return true;
    if (excluded.has(pidns) || levels === 0) return false;
    const above = byPid.get(inits.get(pidns)?.parent ?? 0);
    return above !== undefined && above.pidns !== pidns && isInside(above.pidns, levels - 1);
  };
  // The kernel allows 32 levels.
  return candidates.filter(({ pidns }) => isInside(pidns, 32));
}

async function readCandidates(depth: number): Promise<Candidate[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const candidates: Candidate[] = [];
  for (let index = 0; index < pids.length; index += turn) {
    const some = await Promise.all(pids.slice(index, index + turn).map((pid) => candidateOf(pid, depth)));
    candidates.push(...some.filter((each) => each !== undefined));
  }
  return candidates;
}

async function candidateOf(pid: number, depth: number): Promise<Candidate | undefined> {
  const status = await statusOf(pid);
  if (status === undefined || status.pids.length < depth) return undefined;
  const pidns = await namespaceOf(pid, 'pid');
  return pidns === undefined ? undefined : { ...status, pidns };
}

async function statusOf(pid: number): Promise<ProcessStatus | undefined> {
  try {
    return parseStatus(await readFile(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return undefined;
  }
}

async function wordsOf(pid: number): Promise<readonly string[]> {
  try {
    const bytes = await readFile(`/proc/${pid}/cmdline`);
    const text = bytes.subarray(0, maxCommandLine).toString('utf8');
    return text === '' ? [] : text.replace(/\0$/, '').split('\0');
  } catch {
    return [];
  }
}

async function namespacesOf(pid: number): Promise<Readonly<Record<string, number>>> {
  const found = await Promise.all(namespaceTypes.map(async (type) => [type, await namespaceOf(pid, type)] as const));
  return Object.fromEntries(
    found.filter((entry): entry is readonly [(typeof namespaceTypes)[number], number] => entry[1] !== undefined),
  );
}

async function namespaceOf(pid: number, type: (typeof namespaceTypes)[number]): Promise<number | undefined> {
  try {
    const inode = /\[(\d+)\]$/.exec(await readlink(`/proc/${pid}/ns/${type}`))?.[1];
    return inode === undefined ? undefined : Number(inode);
  } catch {
    return undefined;
  }
}
