import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { readFolderName } from '../lesson/course.ts';
import type { CommandIo } from './io.ts';

/** Lessons' numbers have at most six digits (`readFolderName`). */
const lastNumber = 999_999;

export type NewLesson = { readonly file: string } | { readonly problem: string };

/**
 * Writes a lesson after a course's last one; the course's directory and its README.md are made where they are not there.
 * Nothing that is there is written over.
 *
 * @param shown the course's directory as it was typed
 * @returns the lesson's file as messages name it, or why there is none
 */
export async function addLesson(shown: string, id: string, text: string, io: CommandIo): Promise<NewLesson> {
  const words = io.words.newLesson;
  if (readFolderName(`1-${id}`)?.id !== id) return { problem: words.badId({ id }) };
  const course = resolve(io.cwd, shown);
  try {
    await mkdir(course, { recursive: true });
    const names = await readdir(course);
    const folders = names.flatMap((name) => ({ name, ...readFolderName(name) }));
    const twin = folders.find((folder) => folder.id === id);
    if (twin !== undefined) return { problem: words.isThere({ id, folder: twin.name }) };
    const number = Math.max(0, ...folders.map((folder) => folder.number ?? 0)) + 1;
    if (number > lastNumber) return { problem: words.noNumber({ directory: shown }) };
    const folder = join(course, `${String(number).padStart(2, '0')}-${id}`);
    await mkdir(folder);
    const file = join(folder, 'lesson.md');
    await writeFile(file, text, { flag: 'wx' });
    const isCourse = folders.some((each) => each.id !== undefined) || names.includes('README.md');
    if (!isCourse)
      await writeFile(join(course, 'README.md'), words.courseReadme({ title: words.courseTitle }), { flag: 'wx' });
    return { file: join(shown, relative(course, file)) };
  } catch (error) {
    const { message } = error instanceof Error ? error : new Error(String(error));
    return { problem: words.cannotWrite({ path: shown, reason: message }) };
  }
}
