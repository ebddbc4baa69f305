import type { Dirent } from 'node:fs';
import { readdir, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { readFolderName } from '../lesson/course.ts';
import { limits } from '../lesson/limits.ts';
import { mistake } from '../lesson/report.ts';
import type { LessonMessage } from '../lesson/report.ts';
import type { Words } from '../words/index.ts';

/** One lesson's folder. */
export interface LessonFolder {
  readonly id: string;
  /** Real path, inside the course. */
  readonly path: string;
  /** As messages name it. */
  readonly shown: string;
  /** Locales of the translations beside `lesson.md`, sorted. */
  readonly locales: readonly string[];
}

export interface Folders {
  readonly folders: readonly LessonFolder[];
  readonly messages: readonly LessonMessage[];
}

/**
 * The lessons' folders of a course (real path `root`) by number, then by name. Folders without a number that hold no lesson
 * (`.git`, `images`) are none of ours.
 */
export async function findFolders(root: string, shown: string, words: Words): Promise<Folders> {
  const say = words.lesson;
  const messages: LessonMessage[] = [];
  const found: (LessonFolder & { readonly number: number })[] = [];
  const entries = await readdir(root, { withFileTypes: true });
  for (const entry of entries.toSorted((one, two) => (one.name < two.name ? -1 : 1))) {
    if (entry.name.startsWith('.') || entry.isFile()) continue;
    const label = join(shown, entry.name);
    const name = readFolderName(entry.name);
    const listing = await list(root, entry);
    if (listing === 'outside' && name !== undefined) {
      messages.push(...mistake(label, 'outside-course', say.outsideCourse(), words));
    }
    if (typeof listing === 'string') continue;
    if (name === undefined) {
      if (!listing.names.includes('lesson.md')) continue;
      messages.push(...mistake(label, 'folder-name', say.folderName({ name: entry.name }), words));
    } else if (!listing.names.includes('lesson.md')) {
      messages.push(...mistake(label, 'no-lesson-file', say.noLessonFile(), words));
    } else if (found.some(({ id }) => id === name.id)) {
      const other = found.find(({ id }) => id === name.id)?.shown ?? '';
      messages.push(...mistake(label, 'duplicate-lesson', say.duplicateLesson({ id: name.id, other }), words));
    } else if (found.length >= limits.lessonsPerCourse) {
      const reason = say.tooManyLessons({ limit: limits.lessonsPerCourse });
      messages.push(...mistake(shown, 'too-many-lessons', reason, words));
      break;
    } else found.push({ ...name, path: listing.path, shown: label, locales: localesOf(listing.names) });
  }
  return { folders: found.toSorted((one, two) => one.number - two.number), messages };
}

/** What a folder of the course holds; a link is followed only where it stays in the course. */
async function list(
  root: string,
  entry: Dirent,
): Promise<{ readonly path: string; readonly names: readonly string[] } | 'outside' | 'nothing'> {
  try {
    const path = await realpath(join(root, entry.name));
    if (!isInside(root, path)) return 'outside';
    return { path, names: await readdir(path) };
  } catch {
    return 'nothing';
  }
}

/** Whether a real path lies in a real directory. */
export function isInside(root: string, path: string): boolean {
  return path.startsWith(root.endsWith(sep) ? root : root + sep);
}

function localesOf(names: readonly string[]): string[] {
  return names.flatMap((name) => /^lesson\.([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)\.md$/.exec(name)?.[1] ?? []).toSorted();
}
