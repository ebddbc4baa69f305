import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { openCourseCache } from '../../src/storage/course-cache.ts';
import { readCourse } from '../../src/storage/course-files.ts';
import { wordsFor } from '../../src/words/index.ts';

const work = mkdtempSync(join(tmpdir(), 'course-cache-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

const course = join(work, 'course');
const cache = join(work, 'cache');
const env = { XDG_CACHE_HOME: cache };
const open = (build = 'one') => openCourseCache(course, env, build);

async function understood() {
  const { course: read } = await readCourse(course, wordsFor('en'));
  if (read === undefined) throw new Error('the fixture is no course');
  return read;
}

beforeEach(() => {
  for (const folder of [course, cache]) rmSync(folder, { recursive: true, force: true });
  cpSync('fixtures/courses/good', course, { recursive: true });
});

describe('a course that was understood', () => {
  it('is the same again', async () => {
    const read = await understood();
    expect(await (await open())?.read()).toBeUndefined();
    await (await open())?.write(read);
    expect(await (await open())?.read()).toEqual(read);
  });

  it('is not believed after a byte of it changed, nor by another build of the program', async () => {
    await (await open())?.write(await understood());
    expect(await (await open('two'))?.read()).toBeUndefined();
    const [lesson = ''] = readdirSync(course).filter((name) => existsSync(join(course, name, 'lesson.md')));
    appendFileSync(join(course, lesson, 'lesson.md'), '\n');
    expect(await (await open())?.read()).toBeUndefined();
  });

  it('is the same again elsewhere: a course that moved, and one that came with the program', async () => {
    await (await open())?.write(await understood());
    const [name = ''] = readdirSync(join(cache, 'netns-course', 'courses'));
    const shipped = join(work, 'shipped.br');
    writeFileSync(shipped, brotliCompressSync(readFileSync(join(cache, 'netns-course', 'courses', name))));
    const moved = join(work, 'elsewhere', 'course');
    cpSync(course, moved, { recursive: true });
    const { course: read } = await readCourse(moved, wordsFor('en'));
    // Without a home, too.
    const there = () => openCourseCache(moved, {}, 'one', shipped);
    expect(await (await there())?.read()).toEqual(read);
    writeFileSync(shipped, readFileSync(shipped).subarray(0, 100));
    expect(await (await there())?.read()).toBeUndefined();
  });

  it('is read anew where the cache is damaged or cannot be written', async () => {
    const read = await understood();
    await (await open())?.write(read);
    const folder = join(cache, 'netns-course', 'courses');
    for (const name of readdirSync(folder)) appendFileSync(join(folder, name), ' ');
    expect(await (await open())?.read()).toBeUndefined();
    rmSync(cache, { recursive: true });
    writeFileSync(cache, 'a file');
    await (await open())?.write(read);
    expect(await (await open())?.read()).toBeUndefined();
  });

  it('is not kept where links lead out of it', async () => {
    symlinkSync('/etc', join(course, '99-link'));
    expect(await open()).toBeUndefined();
  });

  it('makes no home that is not there', async () => {
    const home = join(work, 'home');
    expect(await openCourseCache(course, { HOME: home }, 'one')).toBeUndefined();
    mkdirSync(home);
    expect(await openCourseCache(course, { HOME: home }, 'one')).toBeDefined();
    expect(readdirSync(home)).toEqual([]);
  });
});
