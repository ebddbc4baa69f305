import { opendirSync, statSync } from 'node:fs';
import { isNamespace, withPlace } from './root.ts';

/** Where iproute2 keeps names of network namespaces (ip-netns(8)). */
export const netnsDirectory = '/run/netns';

/** Names looked at, and namespaces believed: a lab cannot have more of these (`max_net_namespaces`). */
const maxNames = 4096;
const maxNamespaces = 128;

interface NamedNetns {
  readonly name: string;
  /** As `readlink /proc/PID/ns/net` shows it. */
  readonly inode: number;
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
  const found: NamedNetns[] = [];
  for (const name of listNames(pid)) {
    const inode = namedInode(pid, name);
    if (inode !== undefined) found.push({ name, inode });
    if (found.length === maxNamespaces) break;
  }
  return found;
}

/**
 * The path, seen from the host, of a named namespace, for nsenter(1). Undefined where there is none of that name. It
 * holds no symbolic link at this moment; were one put there at once, the host's namespaces would still answer EPERM.
 */
export function netnsPath(pid: number, name: string): string | undefined {
  if (!isName(name)) return undefined;
  return withPlace(pid, `${netnsDirectory}/${name}`, true, ({ path, stats }) =>
    isNamespace(stats) ? `/proc/${pid}/root${path}` : undefined,
  );
}

/** The file of a namespace by its name, `''` the node's own, seen from the host. */
export function netnsFile(pid: number, name: string): string | undefined {
  return name === '' ? `/proc/${pid}/ns/net` : netnsPath(pid, name);
}

/** The names in the directory, whatever they are, sorted. */
function listNames(pid: number): readonly string[] {
  const names = withPlace(pid, netnsDirectory, true, ({ fd, stats }) => (stats.isDirectory() ? readNames(fd) : []));
  return (names ?? []).toSorted();
}

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

function namedInode(pid: number, name: string): number | undefined {
  return withPlace(pid, `${netnsDirectory}/${name}`, true, ({ stats }) => (isNamespace(stats) ? stats.ino : undefined));
}

function isName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !name.includes('/') && !name.includes('\0');
}
