import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Lesson } from '../lesson/types.ts';

/**
 * Which state of a course a lesson is of: the first 16 hexadecimal digits of the SHA-256 of its original's file. `''` where that
 * cannot be read. It stands alone, because reading lessons is half of the program, and a start has no need of it.
 */
export async function lessonVersion({ file }: Lesson): Promise<string> {
  try {
    const bytes = await readFile(join(dirname(file), 'lesson.md'));
    return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  } catch {
    return '';
  }
}
