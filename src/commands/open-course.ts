import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Course } from '../lesson/types.ts';
import { courseKey } from '../progress/change.ts';
import { openCourseCache } from '../storage/course-cache.ts';
import type { CommandIo } from './io.ts';
import { builtInCourse, courseDirectory } from './package-root.ts';

/** A course that is there to be listed, reset or checked, and its key in the progress file. */
export interface OpenCourse {
  readonly course: Course;
  readonly key: string;
}

/**
 * Reads the course of `--course`, or the built-in one. Undefined, and said on standard error, where there is none;
 * mistakes in some of its lessons are said in one line, and the others are used.
 */
export async function openCourse(flag: string | undefined, io: CommandIo): Promise<OpenCourse | undefined> {
  const directory = courseDirectory(flag, io.cwd);
  const key = courseKey(directory, builtInCourse());
  // A chunk of the bundle is called by what is in it and in all that it loads; sources have no such name.
  const here = fileURLToPath(import.meta.url);
  const build = `${basename(here)} ${io.language}`;
  const shipped = directory === builtInCourse() ? join(dirname(here), `course.${io.language}.br`) : undefined;
  const cache = here.endsWith('.ts') ? undefined : await openCourseCache(directory, io.env, build, shipped);
  const kept = await cache?.read();
  if (kept !== undefined) return { course: kept, key };
  const { readCourse } = await import('../storage/course-files.ts');
  const { course, messages } = await readCourse(directory, io.words, { locale: io.language });
  if (course === undefined) {
    for (const message of messages.slice(0, 5)) io.err(`${String(message)}\n`);
    if (messages.length > 5) io.err(`${io.words.commands.courseWrong({ directory })}\n`);
    return undefined;
  }
  if (messages.length === 0) await cache?.write(course);
  if (messages.some(({ fatal }) => fatal === true)) io.err(`${io.words.commands.courseWrong({ directory })}\n`);
  return { course, key };
}
