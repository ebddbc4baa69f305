import { closeSync, constants, fstatSync, openSync, readlinkSync, statfsSync, statSync, type Stats } from 'node:fs';

/** Opens a place without opening what is there: no FIFO blocks, no device wakes, no lease breaks (open(2), Linux 2.6.39). */
const oPath = 0o10_000_000;

/** Symbolic links followed before the kernel would say ELOOP (path_resolution(7)). */
const maxLinks = 40;

/** statfs(2) types of file systems whose files are the kernel's own, not bytes that somebody stored. */
const procMagic = 0x9fa0;
const nsfsMagic = 0x6e73_6673;

/** A place in a lab, held open by an `O_PATH` descriptor; whoever gets one closes it. */
export interface LabPlace {
  readonly fd: number;
  readonly stats: Stats;
  /** Where it really is, seen from the lab's root: absolute, no links in it. */
  readonly path: string;
}

interface Step {
  readonly fd: number;
  readonly name: string;
}

/**
 * Finds a path as a process with the root directory of `pid` would, from outside: each component is opened below its
 * parent's descriptor without following links (openat(2) by `/proc/self/fd`), links are read and resolved by hand, and
 * `..` stops at the lab's root. So neither an absolute link, nor a directory that is swapped for a link meanwhile,
 * leads to a file of the host. The one magic link that is followed is that of a namespace (`/proc/PID/ns/net`).
 *
 * Undefined: not there, or not to be reached (ENOENT, ENOTDIR, EACCES, ELOOP, a NUL in it).
 */
function findInLab(pid: number, path: string, followLast: boolean): LabPlace | undefined {
  const stack: Step[] = [];
  try {
    stack.push({ fd: openSync(`/proc/${pid}/root`, oPath | constants.O_DIRECTORY), name: '' });
    const end = walk(stack, path, followLast);
    return end === undefined ? undefined : { ...end, stats: fstatSync(end.fd) };
  } catch {
    return undefined;
  } finally {
    for (const { fd } of stack) closeSync(fd);
  }
}

/** As `findInLab`, with the place closed again behind its use. */
export function withPlace<T>(
  pid: number,
  path: string,
  followLast: boolean,
  use: (place: LabPlace) => T,
): T | undefined {
  const place = findInLab(pid, path, followLast);
  if (place === undefined) return undefined;
  try {
    return use(place);
  } finally {
    closeSync(place.fd);
  }
}

function walk(stack: Step[], path: string, followLast: boolean): { fd: number; path: string } | undefined {
  const rest = path.split('/').reverse();
  let links = 0;
  for (let name = rest.pop(); name !== undefined; name = rest.pop()) {
    const last = rest.every((each) => each === '' || each === '.');
    if (name === '' || name === '.') continue;
    if (name === '..') {
      if (stack.length > 1) closeTop(stack);
      continue;
    }
    const parent = stack.at(-1);
    if (parent === undefined) return undefined;
    const below = `/proc/self/fd/${parent.fd}/${name}`;
    const fd = openSync(below, oPath | constants.O_NOFOLLOW);
    const stats = fstatSync(fd);
    if (stats.isDirectory()) {
      stack.push({ fd, name });
      continue;
    }
    if (!stats.isSymbolicLink() || (last && !followLast)) {
      if (last) return { fd, path: pathOf(stack, name) };
      closeSync(fd);
      return undefined;
    }
    closeSync(fd);
    if (++links > maxLinks) return undefined;
    const target = readlinkSync(below);
    if (last && isNamespaceLink(parent.fd, target)) return openNamespace(below, pathOf(stack, name));
    if (target.startsWith('/')) while (stack.length > 1) closeTop(stack);
    rest.push(...target.split('/').reverse());
  }
  const end = stack.pop();
  return end === undefined ? undefined : { fd: end.fd, path: pathOf(stack, end.name) };
}

function closeTop(stack: Step[]): void {
  const top = stack.pop();
  if (top !== undefined) closeSync(top.fd);
}

function pathOf(stack: readonly Step[], name: string): string {
  return [...stack.map((step) => step.name), name].join('/') || '/';
}

/** `net:[4026531840]`, in procfs: a link that only the kernel can follow (namespaces(7)). */
function isNamespaceLink(directory: number, target: string): boolean {
  return /^[a-z_]+:\[\d+\]$/.test(target) && fileSystemOf(directory) === procMagic;
}

function openNamespace(below: string, path: string): { fd: number; path: string } | undefined {
  const fd = openSync(below, oPath);
  if (fileSystemOf(fd) === nsfsMagic) return { fd, path };
  closeSync(fd);
  return undefined;
}

function fileSystemOf(fd: number): number {
  return statfsSync(`/proc/self/fd/${fd}`).type;
}

/**
 * Whether reading this file would ask the kernel rather than a disk: procfs answers for the *reader's* namespaces, and
 * some of its files block or are used up by reading (`kmsg`).
 */
export function isKernelFile(place: LabPlace): boolean {
  return kernelFileSystems.has(fileSystemOf(place.fd));
}

/** proc, sysfs, debugfs, tracefs, securityfs, bpf, fuse, selinux, efivarfs (statfs(2), linux/magic.h). */
const kernelFileSystems: ReadonlySet<number> = new Set([
  procMagic,
  0x6265_6572,
  0x6462_6720,
  0x7472_6163,
  0x7363_6673,
  0xcafe_4a11,
  0x6573_5546,
  0xf97c_ff8c,
  0xde5e_81e4,
]);

let device: number | undefined;

/** Whether the file is a namespace: all live on the kernel's one nsfs, whatever is bound where. */
export function isNamespace(stats: Stats): boolean {
  device ??= statSync('/proc/self/ns/net').dev;
  return stats.isFile() && stats.dev === device;
}
