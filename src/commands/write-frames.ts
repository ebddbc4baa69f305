import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pcapngOf, type Noted } from '../trace/pcapng.ts';
import type { CommandIo } from './io.ts';

/** Writes frames to a file as pcapng, and says so, or why not, on standard error. Whether it was written. */
export async function writeFrames(
  name: string,
  frames: readonly Noted[],
  { words, cwd, err }: CommandIo,
): Promise<boolean> {
  try {
    await writeFile(resolve(cwd, name), pcapngOf(frames));
    err(`${words.trace.written({ file: name, count: frames.length })}\n`);
    return true;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    err(`${words.trace.notWritten({ file: name, message })}\n`);
    return false;
  }
}
