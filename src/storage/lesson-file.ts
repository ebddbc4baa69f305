import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { decodeUtf8 } from '../lesson/decode.ts';
import { limits } from '../lesson/limits.ts';
import { mistake } from '../lesson/report.ts';
import type { LessonMessage } from '../lesson/report.ts';
import type { Words } from '../words/index.ts';

/** A lesson file's text, or what kept it from being read. */
export type LessonText = { readonly text: string } | { readonly messages: readonly LessonMessage[] };

/**
 * Reads a lesson file, at most `limits.lessonBytes` of it, whatever it is: a file that is larger, no ordinary file (a FIFO would
 * never end) or not UTF-8 is a message, and so is what the system says (`unreadable`).
 *
 * @param file the name that messages bear
 * @param follow whether the path may end in a symbolic link
 */
export async function readLessonFile(path: string, file: string, words: Words, follow: boolean): Promise<LessonText> {
  const say = words.lesson;
  const unreadable = (detail: string): LessonText => ({
    messages: mistake(file, 'unreadable', say.unreadable({ detail }), words),
  });
  try {
    // O_NONBLOCK: opening a FIFO does not wait for a writer (open(2)); what is no ordinary file is refused below.
    const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | (follow ? 0 : constants.O_NOFOLLOW));
    try {
      const about = await handle.stat();
      if (!about.isFile()) return unreadable(say.notAFile());
      if (about.size > limits.lessonBytes) {
        return { messages: mistake(file, 'too-large', say.tooLarge({ limit: limits.lessonBytes }), words) };
      }
      const bytes = await readAtMost(handle, limits.lessonBytes + 1);
      const decoded = decodeUtf8(bytes);
      if ('text' in decoded) return { text: decoded.text };
      const reason = say.notUtf8({ offset: decoded.badByte, byte: bytes[decoded.badByte] ?? 0 });
      return { messages: mistake(file, 'not-utf8', reason, words, decoded.line) };
    } finally {
      await handle.close();
    }
  } catch (error) {
    return unreadable(error instanceof Error ? error.message : String(error));
  }
}

/** The file may grow while it is read: never more than `limit` bytes (the parser refuses one byte too many). */
async function readAtMost(handle: Awaited<ReturnType<typeof open>>, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  while (length < limit) {
    const { bytesRead, buffer } = await handle.read(new Uint8Array(Math.min(65_536, limit - length)));
    if (bytesRead === 0) break;
    chunks.push(buffer.subarray(0, bytesRead));
    length += bytesRead;
  }
  return Buffer.concat(chunks);
}
