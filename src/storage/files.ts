import * as fs from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * The calls that keep a file safe, as a port: a test puts one before it that fails, or kills the process, at the Nth
 * call. Errors are Node's own (`code`: ENOSPC, EROFS …).
 */
export interface FileCalls {
  readonly mkdir: (path: string) => Promise<void>;
  /** The names in a directory; none where there is no directory. */
  readonly list: (path: string) => Promise<readonly string[]>;
  readonly readText: (path: string) => Promise<string>;
  /** What the path itself is (no link is followed). */
  readonly kind: (path: string) => Promise<'file' | 'link' | 'other' | 'none'>;
  readonly readLink: (path: string) => Promise<string>;
  /** Creates a file that must not be there (`wx`, mode 0600), writes it and flushes it to the disk (fsync(2)). */
  readonly create: (path: string, text: string) => Promise<void>;
  readonly link: (existing: string, path: string) => Promise<void>;
  readonly rename: (from: string, to: string) => Promise<void>;
  readonly remove: (path: string) => Promise<void>;
  /** Flushes a directory's entries, so that a rename survives a power cut. */
  readonly syncDirectory: (path: string) => Promise<void>;
}

/** Bytes of a state file that are read at most: one of ours is some kilobytes. */
const maxBytes = 16 * 1024 * 1024;

/** The real ones. */
export const fileCalls: FileCalls = {
  mkdir: makeDirectories,
  async list(path) {
    try {
      return await fs.readdir(path);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return [];
      throw error;
    }
  },
  async readText(path) {
    const file = await fs.open(path, 'r');
    try {
      const { size } = await file.stat();
      if (size > maxBytes) throw new RangeError(`larger than ${maxBytes} bytes`);
      return await file.readFile('utf8');
    } finally {
      await file.close();
    }
  },
  async kind(path) {
    try {
      const entry = await fs.lstat(path);
      return entry.isFile() ? 'file' : entry.isSymbolicLink() ? 'link' : 'other';
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return 'none';
      throw error;
    }
  },
  readLink: (path) => fs.readlink(path),
  async create(path, text) {
    const file = await fs.open(path, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
  },
  link: (existing, path) => fs.link(existing, path),
  rename: (from, to) => fs.rename(from, to),
  remove: (path) => fs.rm(path, { force: true }),
  async syncDirectory(path) {
    const directory = await fs.open(path, 'r');
    try {
      await directory.sync();
    } finally {
      await directory.close();
    }
  },
};

/**
 * Makes a directory and those above it that are missing; one that is there will do. Not by Node's own `recursive`, which (20, 22)
 * says ENOENT where the truth is EROFS.
 */
async function makeDirectories(path: string): Promise<void> {
  try {
    await fs.mkdir(path, { mode: 0o700 });
  } catch (error) {
    if (codeOf(error) === 'EEXIST' && (await fs.stat(path)).isDirectory()) return;
    const above = dirname(path);
    if (codeOf(error) !== 'ENOENT' || above === path) throw error;
    await makeDirectories(above);
    // Once more and not again: procfs says ENOENT to every mkdir(2), whatever is above.
    await fs.mkdir(path, { mode: 0o700 }).catch((again: unknown) => {
      if (codeOf(again) !== 'EEXIST') throw again;
    });
  }
}

/** An error's `code`, such as `ENOSPC`; its name where it has none. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
