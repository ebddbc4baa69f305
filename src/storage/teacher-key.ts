import { createHmac, randomBytes } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { codeOf } from './files.ts';

/** Bytes of a new key. */
const keyBytes = 32;
/** A key file that holds less, white space aside, can be guessed. */
const leastCharacters = 16;
/** A key file that holds more is some other file. */
const mostBytes = 4096;

/** A teacher's key; `created`: it was not there, and was made. */
export type TeacherKey =
  | { readonly key: string; readonly created: boolean }
  | { readonly problem: 'short' | 'long' }
  | { readonly problem: 'unreadable'; readonly code: string };

/** Reads a teacher's key: any text, white space at its ends aside. Where there is no such file, one is made (mode 0600) if asked. */
export async function readTeacherKey(path: string, create: boolean): Promise<TeacherKey> {
  try {
    const bytes = await readFile(path);
    if (bytes.length > mostBytes) return { problem: 'long' };
    const key = bytes.toString('utf8').trim();
    return key.length < leastCharacters ? { problem: 'short' } : { key, created: false };
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' || !create) return { problem: 'unreadable', code: codeOf(error) };
  }
  const key = randomBytes(keyBytes).toString('base64url');
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(`${key}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    return { key, created: true };
  } catch (error) {
    return { problem: 'unreadable', code: codeOf(error) };
  }
}

/** What a student's code of a checkpoint is made of: HMAC-SHA-256 (RFC 2104), as hexadecimal digits. */
export function variantSeed(key: string, student: string, checkpoint: string): string {
  return createHmac('sha256', key).update(`${student}\0${checkpoint}`).digest('hex');
}
