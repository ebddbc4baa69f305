import { createHash } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { lstat, mkdir, readdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { basename, isAbsolute, join, relative } from 'node:path';
import { isDeepStrictEqual, promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import { limits } from '../lesson/limits.ts';
import type { Course } from '../lesson/types.ts';
import { withRealHome } from '../process/home.ts';

/**
 * Courses as they were understood last time: reading Markdown costs some hundred milliseconds and half a megabyte of
 * program, which a learner would wait for at each start. Kept only of courses without a mistake, keyed by every byte that went in.
 */
export interface CourseCache {
  readonly read: () => Promise<Course | undefined>;
  /** Never rejects: without a cache everything works, only later. */
  readonly write: (course: Course) => Promise<void>;
}

/**
 * The cache of one course: `$XDG_CACHE_HOME/netns-course/courses/HASH`, by default under `~/.cache`. Undefined: there is nowhere
 * to keep one, or the course holds what is not to be trusted to a look at its files (links, files that are none).
 *
 * @param build names the program that understands lessons, and the language it reads them in: another one may understand
 *   them otherwise
 * @param shipped a file of the cache, compressed by Brotli, that came with the program: looked at first
 */
export async function openCourseCache(
  directory: string,
  env: Readonly<Record<string, string | undefined>>,
  build: string,
  shipped?: string,
): Promise<CourseCache | undefined> {
  const folder = cacheDirectory(withRealHome(env));
  if (folder === undefined && shipped === undefined) return undefined;
  const root = await realpath(directory).catch(() => undefined);
  const key = root === undefined ? undefined : await keyOf(root, build).catch(() => undefined);
  if (root === undefined || key === undefined) return undefined;
  const path = folder === undefined ? undefined : join(folder, sha256(directory));
  const readHere = async (): Promise<Course | undefined> => {
    const text = path === undefined ? '' : await readFile(path, 'utf8').catch(() => '');
    return parse(text, key);
  };
  return {
    read: async () => {
      const course = (shipped === undefined ? undefined : parse(await unpacked(shipped), key)) ?? (await readHere());
      return course === undefined ? undefined : atHome(course, root, directory);
    },
    write: async (course) => {
      const moved = movable(course, directory);
      const text = JSON.stringify(moved);
      if (folder === undefined || path === undefined || !isDeepStrictEqual(JSON.parse(text), moved)) return;
      const fresh = `${path}.${process.pid}`;
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeFile(fresh, `${key} ${sha256(text)}\n${text}`, { mode: 0o600 });
        await rename(fresh, path);
      } catch {
        await rm(fresh, { force: true }).catch(() => undefined);
      }
    },
  };
}

/** The course without the place where it lies: a program that is installed elsewhere can use what was kept of it. */
function movable(course: Course, directory: string): Course {
  const lessons = course.lessons.map((lesson) => ({ ...lesson, file: relative(directory, lesson.file) }));
  return { ...course, directory: '', lessons };
}

/** As `readCourse` reads it: lessons are named from the directory as it was given, which itself is the real one. */
function atHome(course: Course, root: string, directory: string): Course {
  const lessons = course.lessons.map((lesson) => ({ ...lesson, file: join(directory, lesson.file) }));
  return { ...course, directory: root, lessons };
}

const inflate = promisify(brotliDecompress);

/** Empty, which is no course, where there is none or it is damaged. */
async function unpacked(path: string): Promise<string> {
  return readFile(path)
    .then(
      async (bytes) => (await inflate(bytes)).toString('utf8'),
      () => '',
    )
    .catch(() => '');
}

/** The XDG Base Directory specification ignores a relative XDG_CACHE_HOME. */
function cacheDirectory(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const stated = env['XDG_CACHE_HOME'];
  if (stated !== undefined && isAbsolute(stated)) return join(stated, 'netns-course', 'courses');
  const home = env['HOME'];
  return home !== undefined && isAbsolute(home) ? join(home, '.cache', 'netns-course', 'courses') : undefined;
}

/** Files read at once: one after the other, most of the time would be waiting; all of them might not fit into memory. */
const readAtOnce = 16;

/** What the course's text hashes to: every Markdown file with its name, in the order of the names, and the name of the whole. */
async function keyOf(root: string, build: string): Promise<string | undefined> {
  const hash = createHash('sha256').update(`${build}\0${basename(root)}\0`);
  const names = (await readdir(root, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isSymbolicLink() || entry.isDirectory() || entry.name.endsWith('.md'))
    .map((entry) => ({ entry, path: join(entry.parentPath, entry.name) }))
    .toSorted((one, other) => (one.path < other.path ? -1 : 1));
  if (names.length > 10 * limits.lessonsPerCourse) return undefined;
  for (let at = 0; at < names.length; at += readAtOnce) {
    const some = names.slice(at, at + readAtOnce);
    const texts = await Promise.all(some.map(({ entry, path }) => textOf(path, entry)));
    for (const [index, { entry, path }] of some.entries()) {
      const text = texts[index];
      if (text === undefined) return undefined;
      hash.update(`${relative(root, path)}\0`);
      if (!entry.isDirectory()) hash.update(text).update('\0');
    }
  }
  return hash.digest('hex');
}

/** Of a folder there is none. Undefined: not a file, or too large for a lesson. */
async function textOf(path: string, entry: Dirent): Promise<Buffer | undefined> {
  if (entry.isDirectory()) return Buffer.alloc(0);
  if (!entry.isFile() || (await lstat(path)).size > limits.lessonBytes) return undefined;
  return readFile(path);
}

/** The course below a first line that names this key and the text's own hash; a torn or damaged file is none. */
function parse(file: string, key: string): Course | undefined {
  const end = file.indexOf('\n');
  const text = file.slice(end + 1);
  if (file.slice(0, end) !== `${key} ${sha256(text)}`) return undefined;
  const course: unknown = JSON.parse(text);
  return isCourse(course) ? course : undefined;
}

/** The hash has said that it is what `write` wrote, which was a course. */
function isCourse(value: unknown): value is Course {
  return typeof value === 'object' && value !== null && 'lessons' in value && Array.isArray(value.lessons);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
