import { open } from 'node:fs/promises';
import { codeOf } from './files.ts';

/** A recording's beginning; `cut`: there was more. Undefined: there is no recording. */
export type Cast = { readonly cast: string; readonly cut?: true } | undefined;

/** Reads at most so many bytes of an asciicast, whole lines only: it stays one (asciicast v3: newline-delimited JSON). */
export async function readCast(path: string, mostBytes: number): Promise<Cast> {
  try {
    const file = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(mostBytes + 1), 0, mostBytes + 1, 0);
      const end = buffer.subarray(0, Math.min(bytesRead, mostBytes)).lastIndexOf('\n') + 1;
      const cast = buffer.toString('utf8', 0, end);
      if (cast === '') return undefined;
      return bytesRead > end ? { cast, cut: true } : { cast };
    } finally {
      await file.close();
    }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
