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
    for (const name of readNames(directory.fd).toSorted()) {
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
  if (stats.isSymbolicLink()) return linked(pid, name);
  const path = `/proc/${pid}/root${directory.path}/${name}`;
  return isNamespace(stats) ? { inode: stats.ino, path } : undefined;
}

/**
 * The path, seen from the host, of a named namespace, for nsenter(1). Undefined where there is none of that name. It
 * holds no symbolic link at this moment; were one put there at once, the host's namespaces would still answer EPERM.
 */
export function netnsPath(pid: number, name: string): string | undefined {
  return isName(name) ? linked(pid, name)?.path : undefined;
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

/** The names in the directory, whatever they are. */
function readNames(fd: number): string[] {
  const names: string[] = [];
  try {
    const directory = opendirSync(`/proc/self/fd/${fd}`);
    try {
      for (let entry = directory.readSync(); entry !== null && names.length < maxNames; entry = directory.readSync()) {
        if (entry.isFile() || entry.isSymbolicLink()) names.push(entry.name);
      }
    } finally {
      directory.closeSync();
    }
  } catch {
    // EACCES, or gone: no names to be had.
  }
  return names;
}

/** A namespace by its name, whatever leads there. */
function linked(pid: number, name: string): Omit<NamedNetns, 'name'> | undefined {
  return withPlace(pid, `${netnsDirectory}/${name}`, true, ({ path, stats }) =>
    isNamespace(stats) ? { inode: stats.ino, path: `/proc/${pid}/root${path}` } : undefined,
  );
}

function isName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !name.includes('/') && !name.includes('\0');
}
