import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { SharedFile } from '../share/shared-file.ts';

/** Whether a directory holds nothing, or is not there. @throws what readdir(3) does for what is no directory. */
export async function isEmptyDirectory(path: string): Promise<boolean> {
  try {
    return (await readdir(path)).length === 0;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return true;
    throw error;
  }
}

/** Writes the files below a directory; directories are made, what has the same name is written over. */
export async function writeShared(directory: string, files: readonly SharedFile[]): Promise<void> {
  for (const { path, text, executable } of files) {
    const file = join(directory, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
    if (executable === true) await chmod(file, 0o755);
  }
}
