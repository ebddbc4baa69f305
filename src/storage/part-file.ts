import { constants } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { formatPartLine, parsePart, type Part, type PartHead, type PartRow } from '../grade/part.ts';
import { codeOf } from './files.ts';

/** A part that is being written: every row is on the disk before the next one is asked for. */
export interface PartFile {
  /** Rows of an earlier run of the same grading. */
  readonly rows: readonly PartRow[];
  readonly add: (row: PartRow) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** The file holds something else: another grading's part, or no part at all. Nothing of it is lost. */
export class NotThisPart extends Error {
  override readonly name = 'NotThisPart';
}

/**
 * Opens a part to go on with, or begins it. A row that was being written when the machine went down is written anew.
 * @throws NotThisPart; Error of the file system
 */
export async function openPart(path: string, head: PartHead): Promise<PartFile> {
  const before = await readPart(path);
  if (before === 'other') throw new NotThisPart(path);
  if (before !== 'none' && JSON.stringify(before.head) !== JSON.stringify(head)) throw new NotThisPart(path);
  const rows = before === 'none' ? [] : before.rows;
  const file = await open(path, constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW, 0o600);
  const kept = [head, ...rows].map(formatPartLine).join('');
  // What stands there already stays as it is; only a torn end is cut off.
  await file.truncate(Math.min((await file.stat()).size, Buffer.byteLength(kept)));
  if (before === 'none') await file.write(kept, 0);
  let at = Buffer.byteLength(kept);
  let writing: Promise<void> = Promise.resolve();
  const append = async (row: PartRow): Promise<void> => {
    const bytes = Buffer.from(formatPartLine(row));
    await file.write(bytes, 0, bytes.length, at);
    at += bytes.length;
  };
  return {
    rows,
    add: (row) => (writing = writing.then(() => append(row))),
    close: async () => {
      await writing.catch(() => undefined);
      await file.close();
    },
  };
}

/** Reads a part; `none`: there is no file, `other`: it is no part. @throws Error of the file system */
export async function readPart(path: string): Promise<Part | 'none' | 'other'> {
  try {
    const text = await readFile(path, 'utf8');
    return text === '' ? 'none' : (parsePart(text) ?? 'other');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 'none';
    throw error;
  }
}
