import { closeSync, constants, openSync, opendirSync, readlinkSync, readSync } from 'node:fs';
import type { Found } from '../../check/found.ts';
import type { FileFact } from '../../check/snapshot.ts';
import { isKernelFile, withPlace, type LabPlace } from './root.ts';

/** Bytes of a file that are read. */
const maxText = 64 * 1024;

/** Names of a directory that are told, and that are looked at to find the first ones. */
const maxEntries = 1000;
const maxScanned = 20_000;

/**
 * What is at a path of the lab: links in its directories are followed within the lab, the last one is not (it is the
 * fact). Nothing is opened but regular files and directories, those without waiting, so that no FIFO, device or lease
 * of the learner's holds the runner up.
 */
export function readFileFact(pid: number, path: string): Found<FileFact> {
  if (!path.startsWith('/')) return { state: 'error', message: `not an absolute path: ${path}` };
  const link = withPlace(pid, path, false, ({ stats, path: real }) => (stats.isSymbolicLink() ? real : ''));
  if (link === undefined) return { state: 'missing' };
  try {
    if (link !== '') return readLink(pid, path);
    return withPlace(pid, path, false, (place) => describe(path, place)) ?? { state: 'missing' };
  } catch (error) {
    return { state: 'error', message: error instanceof Error ? error.message : String(error) };
  }
}

function describe(path: string, place: LabPlace): Found<FileFact> {
  if (place.stats.isDirectory())
    return { state: 'found', value: { path, type: 'directory', entries: entriesOf(place.fd) } };
  if (!place.stats.isFile()) return { state: 'found', value: { path, type: 'other' } };
  if (isKernelFile(place)) return { state: 'error', message: `${path}: a file of the kernel's, not of the lab's` };
  return { state: 'found', value: { path, type: 'file', text: textOf(place.fd) } };
}

/** The target's text, whether or not there is anything. */
function readLink(pid: number, path: string): Found<FileFact> {
  const cut = path.replace(/\/+$/, '').lastIndexOf('/');
  const name = path.replace(/\/+$/, '').slice(cut + 1);
  const target = withPlace(pid, path.slice(0, cut) || '/', true, ({ fd }) =>
    readlinkSync(`/proc/self/fd/${fd}/${name}`),
  );
  return target === undefined ? { state: 'missing' } : { state: 'found', value: { path, type: 'symlink', target } };
}

function textOf(place: number): string {
  const fd = openSync(`/proc/self/fd/${place}`, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  try {
    const bytes = Buffer.alloc(maxText);
    let length = 0;
    for (let read = 1; read > 0 && length < maxText; length += read)
      read = readSync(fd, bytes, length, maxText - length, null);
    return bytes.toString('utf8', 0, length);
  } finally {
    closeSync(fd);
  }
}

function entriesOf(place: number): readonly string[] {
  const directory = opendirSync(`/proc/self/fd/${place}`);
  try {
    const names: string[] = [];
    for (let entry = directory.readSync(); entry !== null && names.length < maxScanned; entry = directory.readSync()) {
      names.push(entry.name);
    }
    return names.toSorted().slice(0, maxEntries);
  } finally {
    directory.closeSync();
  }
}
