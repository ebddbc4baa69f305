import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, open, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { codeOf } from './files.ts';

/** A file somebody handed in: its bytes as text, or why they were not read. */
export interface SubmittedText {
  readonly sha256?: string;
  readonly text?: string;
  /** `not-a-file`: a directory, link, FIFO, socket or device: never opened. `too-large`: above the limit given. */
  readonly problem?: 'not-a-file' | 'too-large' | 'unreadable';
  /** An error's code, for `unreadable`. */
  readonly code?: string;
}

/** A place where a submission lies: its name in reports, and its path. */
export interface SubmissionPlace {
  readonly name: string;
  readonly path: string;
}

/** A directory of submissions has no more entries, and is no deeper, than this: what lies beyond is not looked at. */
const maxEntries = 100_000;
const maxDepth = 8;

/**
 * What is to be graded: files as they are named; of directories all whose name ends in `.json`, whatever they are, in the
 * order of their names. Links are not followed.
 *
 * @throws Error of the file system where a path that was named cannot be looked at
 */
export async function findSubmissions(paths: readonly string[]): Promise<readonly SubmissionPlace[]> {
  const places: SubmissionPlace[] = [];
  for (const path of paths) {
    if ((await lstat(path)).isDirectory()) await walk(path, '', 0, places);
    else places.push({ name: basename(path), path });
  }
  const seen = new Map<string, number>();
  // Two files may have one name where several paths were named.
  return places
    .map(({ name, path }) => ({ name: printable(name), path }))
    .map((place) => {
      const count = (seen.get(place.name) ?? 0) + 1;
      seen.set(place.name, count);
      return count === 1 ? place : { ...place, name: `${place.name} (${String(count)})` };
    })
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

/** A file's name may be anything but `/` and NUL; what acts on a terminal is shown by its number. */
function printable(name: string): string {
  return name.replaceAll(/[\p{Cc}\p{Cf}]/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

async function walk(path: string, name: string, depth: number, places: SubmissionPlace[]): Promise<void> {
  const entries = await readdir(path, { withFileTypes: true });
  for (const entry of entries.toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
    if (places.length >= maxEntries) return;
    const below = { name: `${name}${entry.name}`, path: join(path, entry.name) };
    if (/\.json$/iu.test(entry.name)) places.push(below);
    else if (entry.isDirectory() && depth < maxDepth) await walk(below.path, `${below.name}/`, depth + 1, places);
  }
}

/** Reads one; never throws, never waits for anybody's end of a FIFO, never reads more than `maxBytes`. */
export async function readSubmissionFile(path: string, maxBytes: number): Promise<SubmittedText> {
  try {
    const entry = await lstat(path);
    if (!entry.isFile()) return { problem: 'not-a-file' };
    // What it is may have changed since: then these flags refuse a link, and do not wait for a FIFO's writer.
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const { size } = await file.stat();
      if (size > maxBytes) return { problem: 'too-large' };
      const buffer = Buffer.alloc(Math.min(size, maxBytes) + 1);
      let length = 0;
      for (;;) {
        const { bytesRead } = await file.read(buffer, length, buffer.length - length, null);
        if (bytesRead === 0) break;
        length += bytesRead;
        if (length > maxBytes) return { problem: 'too-large' };
      }
      const bytes = buffer.subarray(0, length);
      return { sha256: createHash('sha256').update(bytes).digest('hex'), text: bytes.toString('utf8') };
    } finally {
      await file.close();
    }
  } catch (error) {
    return { problem: 'unreadable', code: codeOf(error) };
  }
}
