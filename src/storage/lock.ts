import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, type FileCalls } from './files.ts';

/** Wait this long for another window's write before giving up. A write takes milliseconds. */
const patienceMs = 3000;
/** A lock whose owner we cannot look at (another machine, another PID namespace) counts as left behind after this. */
const foreignMs = 2000;

/** The lock could not be had in time: somebody alive holds it. */
export class LockBusy extends Error {
  override readonly name = 'LockBusy';
}

export interface Lock {
  /** Still ours: nobody took it for left behind. Asked just before what it guards becomes final. */
  readonly isHeld: () => Promise<boolean>;
  readonly release: () => Promise<void>;
}

/**
 * An advisory lock for one file operation: a file that names its owner (pid and start time, proc_pid_stat(5), field 22,
 * so that a reused pid is not taken for it). One whose owner is dead is taken over. Throws `LockBusy`, or the file
 * system's error where no lock can be made.
 */
export async function takeLock(path: string, calls: FileCalls): Promise<Lock> {
  const owner = JSON.stringify(ownIdentity());
  const own = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  const deadline = performance.now() + patienceMs;
  // Made whole under a name of its own, then linked: there is never a lock without an owner in it.
  await calls.create(own, `${owner} ${own}`);
  let seen: { text: string; sinceMs: number } | undefined;
  try {
    while (!(await linked(own, path, calls))) {
      const text = await textOf(path, calls);
      if (text === undefined) continue;
      if (seen?.text !== text) seen = { text, sinceMs: performance.now() };
      if (isLeftBehind(text, performance.now() - seen.sinceMs)) await takeAway(path, text, own, calls);
      else if (performance.now() > deadline) throw new LockBusy(`held by ${text.split(' ')[0] ?? ''}`);
      else await sleep(5 + Math.random() * 15);
    }
  } finally {
    await calls.remove(own).catch(() => undefined);
  }
  const content = `${owner} ${own}`;
  held.add(content);
  return {
    isHeld: async () => (await textOf(path, calls)) === content,
    async release() {
      // First of all: should the removal fail, our next taking finds one that is left behind.
      held.delete(content);
      if ((await textOf(path, calls)) === content) await calls.remove(path);
    },
  };
}

/** The locks this process holds; another one that names this process is one it failed to remove. */
const held = new Set<string>();

/** Removes what takers of this lock left when they were killed half-way: some hundred bytes each, but for ever. */
export async function sweepLocks(path: string, calls: FileCalls): Promise<void> {
  const prefix = `${basename(path)}.`;
  for (const name of (await calls.list(dirname(path))).filter((each) => each.startsWith(prefix))) {
    const file = join(dirname(path), name);
    const text = await textOf(file, calls);
    const owner = text === undefined ? undefined : parseOwner(text);
    // Half written: its name tells the pid; nobody who lives takes more than an instant to write the rest.
    const isDead =
      owner === undefined
        ? startTime(Number(name.slice(prefix.length).split('.')[0])) === undefined
        : owner.where === whereabouts() && startTime(owner.pid) !== owner.start;
    if (isDead) await calls.remove(file);
  }
}

async function linked(own: string, path: string, calls: FileCalls): Promise<boolean> {
  try {
    await calls.link(own, path);
    return true;
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST') return false;
    // No hard links there (FAT, some network file systems): the second best way.
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'EOPNOTSUPP' && code !== 'ENOSYS') throw error;
    return created(path, (await textOf(own, calls)) ?? '', calls);
  }
}

async function created(path: string, text: string, calls: FileCalls): Promise<boolean> {
  try {
    await calls.create(path, text);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Removes a lock that was left behind, and only that one: by rename, then a look at what was caught. Where it was
 * somebody's fresh one, it is put back; its owner asks `isHeld` before it commits.
 */
async function takeAway(path: string, text: string, own: string, calls: FileCalls): Promise<void> {
  const caught = `${own}.stale`;
  try {
    await calls.rename(path, caught);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  if ((await textOf(caught, calls)) !== text) await linked(caught, path, calls);
  await calls.remove(caught);
}

async function textOf(path: string, calls: FileCalls): Promise<string | undefined> {
  try {
    return await calls.readText(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

interface Identity {
  readonly pid: number;
  readonly start: string;
  /** Host name and PID namespace: where that pid means something. */
  readonly where: string;
}

function ownIdentity(): Identity {
  return { pid: process.pid, start: startTime(process.pid) ?? '', where: whereabouts() };
}

function isLeftBehind(text: string, unchangedMs: number): boolean {
  const owner = parseOwner(text);
  if (owner === undefined || owner.where !== whereabouts()) return unchangedMs > foreignMs;
  if (owner.pid === process.pid && !held.has(text)) return true;
  return startTime(owner.pid) !== owner.start;
}

function parseOwner(text: string): Identity | undefined {
  try {
    const value: unknown = JSON.parse(text.slice(0, text.lastIndexOf('}') + 1));
    if (typeof value !== 'object' || value === null) return undefined;
    if (!('pid' in value && 'start' in value && 'where' in value)) return undefined;
    const { pid, start, where } = value;
    return typeof pid === 'number' && typeof start === 'string' && typeof where === 'string'
      ? { pid, start, where }
      : undefined;
  } catch {
    return undefined;
  }
}

/** A process's start time in clock ticks since boot; undefined: there is no such process. */
function startTime(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name (field 2) is in brackets and may hold spaces and brackets itself.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie is dead, though its parent has not looked yet.
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

function whereabouts(): string {
  let namespace = '';
  try {
    namespace = readlinkSync('/proc/self/ns/pid');
  } catch {
    // No /proc: the host name alone.
  }
  return `${hostname()} ${namespace}`;
}
