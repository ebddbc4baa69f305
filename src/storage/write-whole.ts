import { randomUUID } from 'node:crypto';
import { dirname } from 'node:path';
import { codeOf, fileCalls } from './files.ts';

/** How a file came to be written. `exists`: it is there, and was not to be replaced. Else the error's code (ENOSPC …). */
export type Written = 'written' | 'exists' | { readonly code: string };

/**
 * Writes a file whole or not at all (mode 0600): into one beside it, flushed to the disk, that then takes its name.
 *
 * @param replace whether a file of that name may be replaced
 */
export async function writeWhole(path: string, text: string, replace: boolean): Promise<Written> {
  const fresh = `${path}.${randomUUID()}.part`;
  try {
    if (!replace && (await fileCalls.kind(path)) !== 'none') return 'exists';
    await fileCalls.create(fresh, text);
    await fileCalls.rename(fresh, path);
    await fileCalls.syncDirectory(dirname(path));
    return 'written';
  } catch (error) {
    await fileCalls.remove(fresh).catch(() => undefined);
    return { code: codeOf(error) };
  }
}
