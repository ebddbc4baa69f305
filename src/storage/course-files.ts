import { readdir, realpath } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { checkOrder, soundLessons } from '../lesson/course.ts';
import { parseLesson } from '../lesson/parse-lesson.ts';
import { mistake } from '../lesson/report.ts';
import type { LessonMessage } from '../lesson/report.ts';
import { withoutForbidden } from '../lesson/source-text.ts';
import { checkFresh, compareTranslation, proseDigest } from '../lesson/translation.ts';
import type { Course, Lesson } from '../lesson/types.ts';
import type { Words } from '../words/index.ts';
import { findFolders, isInside } from './course-folders.ts';
import type { LessonFolder } from './course-folders.ts';
import { readLessonFile } from './lesson-file.ts';

/** A course as far as it could be read, and every mistake in it. */
export interface CourseFiles {
  /** The lessons that can be taught, in order; absent where there is none. */
  readonly course?: Course;
  readonly messages: readonly LessonMessage[];
  /** The lesson files that were looked at, as messages name them. */
  readonly files: readonly string[];
}

export interface CourseOptions {
  /** Teach `lesson.LOCALE.md` where a lesson has one (`zh-CN`); the original otherwise. */
  readonly locale?: string;
  /** How messages name the directory; by default as it was given. */
  readonly shown?: string;
}

/**
 * Reads a course: folders `NN-id` with `lesson.md` and its translations `lesson.LOCALE.md`, in the order of their numbers.
 * Nothing outside the directory is read: a symbolic link that leads out of it is a mistake. What is in a course is data;
 * nothing of it runs. Never throws: a directory that cannot be read is a message (`unreadable`).
 */
export async function readCourse(directory: string, words: Words, options: CourseOptions = {}): Promise<CourseFiles> {
  const shown = options.shown ?? directory;
  let root: string;
  let found: Awaited<ReturnType<typeof findFolders>>;
  try {
    root = await realpath(directory);
    found = await findFolders(root, shown, words);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { messages: mistake(shown, 'unreadable', words.lesson.unreadable({ detail }), words), files: [] };
  }
  const messages = [...found.messages];
  const files: string[] = [];
  const lessons: Lesson[] = [];
  const startsAfterLines = new Map<string, number>();
  for (const folder of found.folders) {
    const read = await readFolder(root, folder, options.locale, words);
    messages.push(...read.messages);
    files.push(...read.files);
    startsAfterLines.set(folder.id, read.startsAfterLine);
    if (read.lesson !== undefined) lessons.push(read.lesson);
  }
  if (found.folders.length === 0 && messages.length === 0) {
    messages.push(...mistake(shown, 'no-lessons', words.lesson.noLessons(), words));
  }
  const ids = found.folders.map(({ id }) => id);
  messages.push(...checkOrder(lessons, ids, ({ id }) => startsAfterLines.get(id) ?? 1, words));
  const sound = soundLessons(lessons, new Set(messages.map(({ file }) => file ?? '')));
  if (sound.length === 0) return { messages, files };
  return {
    course: { title: await titleOf(root, options.locale, words), directory: root, lessons: sound },
    messages,
    files,
  };
}

/** What reading one folder gave: the lesson in the wished language, mistakes of the original and of all translations. */
interface ReadFolder {
  readonly lesson?: Lesson;
  readonly messages: readonly LessonMessage[];
  readonly files: readonly string[];
  readonly startsAfterLine: number;
}

async function readFolder(
  root: string,
  { id, path, shown, locales }: LessonFolder,
  locale: string | undefined,
  words: Words,
): Promise<ReadFolder> {
  const file = join(shown, 'lesson.md');
  const source = await readInside(root, join(path, 'lesson.md'), file, words);
  if (!('text' in source)) return { messages: source.messages, files: [file], startsAfterLine: 1 };
  const startsAfterLine =
    1 +
    Math.max(
      0,
      source.text.split('\n', 200).findIndex((line) => line.startsWith('starts-after:')),
    );
  const original = parseLesson({ id, file, text: source.text }, words);
  const messages = [...original.messages];
  const files = [file];
  let lesson = original.lesson;
  for (const other of locales) {
    const name = join(shown, `lesson.${other}.md`);
    files.push(name);
    const text = await readInside(root, join(path, `lesson.${other}.md`), name, words);
    if (!('text' in text)) {
      messages.push(...text.messages);
      continue;
    }
    const stepIds = original.lesson?.steps.map((step) => step.id) ?? [];
    const translated = parseLesson({ id, file: name, text: text.text, stepIds }, words);
    messages.push(...translated.messages);
    if (translated.lesson === undefined || original.lesson === undefined) continue;
    const differences = [
      ...compareTranslation(translated.lesson, original.lesson, words),
      ...checkFresh(translated.lesson, proseDigest(source.text), words),
    ];
    messages.push(...differences);
    if (other === locale && differences.length === 0) lesson = translated.lesson;
  }
  return { ...(lesson === undefined ? {} : { lesson }), messages, files, startsAfterLine };
}

async function readInside(root: string, path: string, file: string, words: Words): ReturnType<typeof readLessonFile> {
  const real = await realpath(path).catch(() => path);
  if (!isInside(root, real)) {
    return { messages: mistake(file, 'outside-course', words.lesson.outsideCourse(), words) };
  }
  return readLessonFile(real, file, words, false);
}

/** The `# ` heading of the course's README.LOCALE.md, else of its README.md, else the directory's name. */
async function titleOf(root: string, locale: string | undefined, words: Words): Promise<string> {
  const names: readonly string[] = await readdir(root).catch(() => []);
  const name = [`README.${locale ?? ''}.md`, 'README.md'].find((each) => names.includes(each));
  if (name === undefined) return basename(resolve(root));
  const readme = await readInside(root, join(root, name), name, words);
  const heading = 'text' in readme ? /^# +(.+?) *#*$/m.exec(readme.text)?.[1] : undefined;
  return withoutForbidden(heading ?? basename(resolve(root)));
}
