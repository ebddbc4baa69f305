import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { readFolderName } from '../lesson/course.ts';
import type { CommandIo, ExitCode } from './io.ts';

/** Lessons' numbers have at most six digits (`readFolderName`). */
const lastNumber = 999_999;

/**
 * `new ID`: writes a lesson that passes `lint` and `verify` as it stands, after the course's last one; the course's
 * directory and its README.md are made where they are not there. Nothing that is there is written over.
 */
export async function runNewLesson(
  flags: { readonly course?: string; readonly title?: string },
  id: string,
  io: CommandIo,
): Promise<ExitCode> {
  const words = io.words.newLesson;
  const fail = (message: string): ExitCode => {
    io.err(`${message}\n`);
    return 2;
  };
  if (readFolderName(`1-${id}`)?.id !== id) return fail(words.badId({ id }));
  const title = (flags.title ?? titleOf(id)).trim();
  if (title === '' || title.length > 120 || /[\p{Cc}\p{Cf}]/u.test(title)) return fail(words.badTitle);
  const shown = flags.course ?? '.';
  const course = resolve(io.cwd, shown);
  try {
    await mkdir(course, { recursive: true });
    const names = await readdir(course);
    const folders = names.flatMap((name) => ({ name, ...readFolderName(name) }));
    const twin = folders.find((folder) => folder.id === id);
    if (twin !== undefined) return fail(words.isThere({ id, folder: twin.name }));
    const number = Math.max(0, ...folders.map((folder) => folder.number ?? 0)) + 1;
    if (number > lastNumber) return fail(words.noNumber({ directory: shown }));
    const folder = join(course, `${String(number).padStart(2, '0')}-${id}`);
    await mkdir(folder);
    const file = join(folder, 'lesson.md');
    // A title is YAML in the front matter and Markdown in the heading: JSON is the YAML that holds any text.
    await writeFile(file, words.lesson({ title }).replace(`title: ${title}`, `title: ${JSON.stringify(title)}`), {
      flag: 'wx',
    });
    const isCourse = folders.some((each) => each.id !== undefined) || names.includes('README.md');
    if (!isCourse)
      await writeFile(join(course, 'README.md'), words.courseReadme({ title: words.courseTitle }), { flag: 'wx' });
    io.out(`${words.written({ file: join(shown, relative(course, file)), course: shown, id })}\n`);
    return 0;
  } catch (error) {
    const { message } = error instanceof Error ? error : new Error(String(error));
    return fail(words.cannotWrite({ path: shown, reason: message }));
  }
}

/** `second-mac-address` → `Second mac address`. */
function titleOf(id: string): string {
  const text = id.replaceAll('-', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
