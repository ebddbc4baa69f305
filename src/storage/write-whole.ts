import { randomUUID } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { codeOf, fileCalls } from './files.ts';

/** How a file came to be written. `exists`: it is there, and was not to be replaced. Else the error's code (ENOSPC …). */
export type Written = 'written' | 'exists' | { readonly code: string };

/**
 * Writes a file whole or not at all (mode 0600): into one beside it, flushed to the disk, that then takes its name. What a
 * writer that was killed left beside it goes; one that writes the same file at the same time may find its own gone.
 *
 * @param replace whether a file of that name may be replaced
 */
export async function writeWhole(path: string, text: string, replace: boolean): Promise<Written> {
  const fresh = `${path}.${randomUUID()}.part`;
  try {
    if (!replace && (await fileCalls.kind(path)) !== 'none') return 'exists';
    for (const left of await leftBeside(path)) await fileCalls.remove(left);
    await fileCalls.create(fresh, text);
    await fileCalls.rename(fresh, path);
    await fileCalls.syncDirectory(dirname(path));
    return 'written';
  } catch (error) {
    await fileCalls.remove(fresh).catch(() => undefined);
    return { code: codeOf(error) };
  }
}

async function leftBeside(path: string): Promise<readonly string[]> {
  const [directory, name] = [dirname(path), `${basename(path)}.`];
  const isOurs = (rest: string): boolean => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.part$/u.test(rest);
  return (await fileCalls.list(directory))
    .filter((each) => each.startsWith(name) && isOurs(each.slice(name.length)))
    .map((each) => join(directory, each));
}
