import { lstatSync, opendirSync, statSync, type Stats } from 'node:fs';
import { isNamespace, withPlace, type LabPlace } from './root.ts';

/** Where iproute2 keeps names of network namespaces (ip-netns(8)). */
export const netnsDirectory = '/run/netns';

/** Names looked at, and namespaces believed: a lab cannot have more of these (`max_net_namespaces`). */
const maxNames = 4096;
const maxNamespaces = 128;

interface NamedNetns {
  readonly name: string;
  /** As `readlink /proc/PID/ns/net` shows it. */
  readonly inode: number;
  /** Its file, seen from the host, as `netnsPath` gives it. */
  readonly path: string;
}

/** The inode of the network namespace that `pid` is in, or undefined where there is no such process. */
export function ownNetns(pid: number): number | undefined {
  try {
    return statSync(`/proc/${pid}/ns/net`).ino;
  } catch {
    return undefined;
  }
}

/**
 * The network namespaces that the node of `pid` has names for, sorted; at most 128. Only what is a namespace counts:
 * FIFOs, plain files and links that lead elsewhere are data of the learner's and are left out. Docker's links
 * (`SandboxKey`) are followed within the lab.
 */
export function listNetns(pid: number): readonly NamedNetns[] {
  const found = withPlace(pid, netnsDirectory, true, (directory) => {
    const named: NamedNetns[] = [];
    if (!directory.stats.isDirectory()) return named;
    for (const name of readNames(directory.fd, 'files').toSorted()) {
      const netns = entryOf(pid, directory, name);
      if (netns !== undefined) named.push({ name, ...netns });
      if (named.length === maxNamespaces) break;
    }
    return named;
  });
  return found ?? [];
}

/** A namespace by its entry in the directory, which has been walked to already; only a link leads elsewhere. */
function entryOf(pid: number, directory: LabPlace, name: string): Omit<NamedNetns, 'name'> | undefined {
  const stats = lookedAt(`/proc/self/fd/${directory.fd}/${name}`);
  if (stats === undefined) return undefined;
  if (stats.isSymbolicLink()) return linked(pid, `${netnsDirectory}/${name}`);
  const path = `/proc/${pid}/root${directory.path}/${name}`;
  return isNamespace(stats) ? { inode: stats.ino, path } : undefined;
}

/** A namespace without a name goes by the file of a process in it, as the node counts (namespaces(7)). */
const ofProcess = /^\/proc\/[1-9]\d{0,9}\/ns\/net$/;

/**
 * The network namespaces that processes of the node of `pid` are in and that `known` (inodes) does not have, each by the first of
 * them; at most 128. Read from the node's own procfs: where something covers that, there are none.
 */
export function listUnnamed(pid: number, known: readonly number[]): readonly NamedNetns[] {
  const processes = withPlace(pid, '/proc', false, ({ fd }) => readNames(fd, 'directories')) ?? [];
  const seen = new Set(known);
  const found: NamedNetns[] = [];
  const numbers = processes.filter((name) => /^[1-9]\d*$/.test(name)).toSorted((a, b) => Number(a) - Number(b));
  for (const number of numbers) {
    const name = `/proc/${number}/ns/net`;
    const netns = linked(pid, name);
    if (netns === undefined || seen.has(netns.inode)) continue;
    seen.add(netns.inode);
    found.push({ name, ...netns });
    if (found.length === maxNamespaces) break;
  }
  return found;
}

/**
 * The path, seen from the host, of a namespace by its name, for nsenter(1). Undefined where there is none of that name. It
 * holds no symbolic link at this moment; were one put there at once, the host's namespaces would still answer EPERM.
 */
export function netnsPath(pid: number, name: string): string | undefined {
  if (ofProcess.test(name)) return linked(pid, name)?.path;
  return isName(name) ? linked(pid, `${netnsDirectory}/${name}`)?.path : undefined;
}

/** The inode of the namespace that goes by the file of a process in it; undefined where it is gone. */
export function netnsInode(pid: number, name: string): number | undefined {
  return ofProcess.test(name) ? linked(pid, name)?.inode : undefined;
}

/** The file of a namespace by its name, `''` the node's own, seen from the host. */
export function netnsFile(pid: number, name: string): string | undefined {
  return name === '' ? `/proc/${pid}/ns/net` : netnsPath(pid, name);
}

function lookedAt(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch {
    // Gone (ENOENT), or not ours to see (EACCES).
    return undefined;
  }
}

/** The names in the directory: of directories, or of what may be a namespace or lead to one. */
function readNames(fd: number, which: 'directories' | 'files'): string[] {
  const names: string[] = [];
  try {
    const directory = opendirSync(`/proc/self/fd/${fd}`);
    try {
      for (let entry = directory.readSync(); entry !== null && names.length < maxNames; entry = directory.readSync()) {
        const isWanted = which === 'directories' ? entry.isDirectory() : entry.isFile() || entry.isSymbolicLink();
        if (isWanted) names.push(entry.name);
      }
    } finally {
      directory.closeSync();
    }
  } catch {
    // EACCES, or gone: no names to be had.
  }
  return names;
}

/** A namespace by a file of the node's, whatever leads there. */
function linked(pid: number, file: string): Omit<NamedNetns, 'name'> | undefined {
  return withPlace(pid, file, true, ({ path, stats }) =>
    isNamespace(stats) ? { inode: stats.ino, path: `/proc/${pid}/root${path}` } : undefined,
  );
}

function isName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !name.includes('/') && !name.includes('\0');
}
