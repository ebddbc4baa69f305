import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { limits } from '../../src/lesson/limits.ts';
import type { LessonMessage } from '../../src/lesson/report.ts';
import { readCourse } from '../../src/storage/course-files.ts';
import { readLessonFile } from '../../src/storage/lesson-file.ts';
import { en } from '../../src/words/en/index.ts';

const fixtures = join(import.meta.dirname, '../../fixtures/courses');
const good = `---\ntitle: T\nminutes: 1\n---\n# T\n\n## S\n\n\`\`\`console\n$ ip netns add a\n\`\`\`\n\`\`\`yaml check\n- netns: a\n\`\`\`\n`;

function shown(messages: readonly LessonMessage[]): string[] {
  return messages.map(({ file, line, ruleId }) => `${file ?? ''}:${line ?? ''} ${ruleId ?? ''}`);
}

describe('readCourse', () => {
  test('takes the order from the numbers, and the ids without them', async () => {
    const { course, messages, files } = await readCourse(join(fixtures, 'good'), en, { shown: 'good' });
    expect(messages).toEqual([]);
    expect(course?.title).toBe('A good course');
    expect(course?.lessons.map(({ id, startsAfter }) => [id, startsAfter])).toEqual([
      ['first', undefined],
      ['second', 'first'],
      ['last', 'second'],
    ]);
    expect(files).toContain('good/01-first/lesson.zh-CN.md');
  });

  test('teaches a translation under the ids of the original', async () => {
    const original = (await readCourse(join(fixtures, 'good'), en)).course?.lessons[0];
    const translated = (await readCourse(join(fixtures, 'good'), en, { locale: 'zh-CN' })).course?.lessons[0];
    expect(translated?.title).toBe('第一课');
    expect(translated?.steps[0]?.title).toBe('建一个命名空间');
    expect(translated?.steps.map(({ id }) => id)).toEqual(original?.steps.map(({ id }) => id));
  });

  test('a translation of what the original no longer says is stale, and not taught', async () => {
    const copy = mkdtempSync(join(tmpdir(), 'netns-course-stale-'));
    onTestFinished(() => rmSync(copy, { recursive: true }));
    cpSync(join(fixtures, 'good'), copy, { recursive: true });
    const file = join(copy, '01-first', 'lesson.md');
    const text = readFileSync(file, 'utf8');
    const read = async (changed: string) => {
      writeFileSync(file, changed);
      const { course, messages } = await readCourse(copy, en, { locale: 'zh-CN', shown: 'c' });
      return { title: course?.lessons[0]?.title, said: shown(messages), why: String(messages[0]?.reason) };
    };
    // What came, and where lines break, is no text.
    const same = text.replace('client0\n```', 'client0\nNothing comes.\n```').replace('# First', '\n# First\n');
    expect(same).not.toBe(text);
    expect(await read(same)).toMatchObject({ title: '第一课', said: [] });
    const other = await read(text.replace('# First', '# Number one'));
    expect(other).toMatchObject({ title: 'First', said: ['c/01-first/lesson.zh-CN.md:1 translation-stale'] });
    expect(other.why).toMatch(/says something else by now: .* "translates: '[0-9a-f]{12}'"/);
  });

  test('reports every mistake of a course, and keeps what can be taught', async () => {
    const { course, messages } = await readCourse(join(fixtures, 'wrong'), en, { shown: 'wrong' });
    expect(shown(messages).toSorted()).toEqual(
      [
        'wrong/01-first/lesson.md:4 unknown-lesson',
        'wrong/02-first:1 duplicate-lesson',
        'wrong/03-a/lesson.md:4 lesson-cycle',
        'wrong/04-b/lesson.md:4 lesson-cycle',
        'wrong/05-c/lesson.md:4 lesson-cycle',
        'wrong/06-self/lesson.md:4 lesson-cycle',
        'wrong/07-empty:1 no-lesson-file',
        'wrong/09-broken/lesson.md:1 missing-front-matter',
        'wrong/09-broken/lesson.md:1 no-steps',
        'wrong/12-translated/lesson.de.md:1 translation-differs',
        'wrong/12-translated/lesson.de.md:19 translation-differs',
        'wrong/12-translated/lesson.de.md:22 translation-differs',
        'wrong/12-translated/lesson.de.md:16 translation-differs',
        'wrong/12-translated/lesson.de.md:1 translation-stale',
        'wrong/Lesson eight:1 folder-name',
      ].toSorted(),
    );
    expect(course?.lessons.map(({ id }) => id)).toEqual(['good', 'translated']);
  });

  test('a directory without lessons, or none at all', async () => {
    const empty = await readCourse(join(fixtures, 'no-lessons'), en, { shown: 'c' });
    expect(shown(empty.messages)).toEqual(['c:1 no-lessons']);
    expect(empty.course).toBeUndefined();
    const missing = await readCourse(join(fixtures, 'not-there'), en, { shown: 'c' });
    expect(shown(missing.messages)).toEqual(['c:1 unreadable']);
  });
});

describe("somebody else's directory", () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'course-'));
    mkdirSync(join(directory, 'course/01-good'), { recursive: true });
    writeFileSync(join(directory, 'course/01-good/lesson.md'), good);
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));
  const read = async (): Promise<string[]> =>
    shown((await readCourse(join(directory, 'course'), en, { shown: 'c' })).messages);

  test('links that lead out are not followed, links inside are', async () => {
    mkdirSync(join(directory, 'elsewhere'));
    writeFileSync(join(directory, 'elsewhere/lesson.md'), good);
    symlinkSync('../elsewhere', join(directory, 'course/02-folder'));
    mkdirSync(join(directory, 'course/03-file'));
    symlinkSync('/etc/passwd', join(directory, 'course/03-file/lesson.md'));
    mkdirSync(join(directory, 'course/04-inside'));
    symlinkSync('../01-good/lesson.md', join(directory, 'course/04-inside/lesson.md'));
    symlinkSync('/etc', join(directory, 'course/etc'));
    expect(await read()).toEqual(['c/02-folder:1 outside-course', 'c/03-file/lesson.md:1 outside-course']);
  });

  test('a FIFO, a folder and a device do not hold the reader up', async () => {
    mkdirSync(join(directory, 'course/02-fifo'));
    execFileSync('mkfifo', [join(directory, 'course/02-fifo/lesson.md')]);
    mkdirSync(join(directory, 'course/03-folder/lesson.md'), { recursive: true });
    expect(await read()).toEqual(['c/02-fifo/lesson.md:1 unreadable', 'c/03-folder/lesson.md:1 unreadable']);
    const device = await readLessonFile('/dev/zero', 'zero', en, true);
    expect('messages' in device && shown(device.messages)).toEqual(['zero:1 unreadable']);
  });

  test('10 MB are refused, and so is one byte more than the limit', async () => {
    for (const size of [10_000_000, limits.lessonBytes + 1]) {
      writeFileSync(join(directory, 'course/01-good/lesson.md'), good.padEnd(size, '\n'));
      expect(await read()).toEqual(['c/01-good/lesson.md:1 too-large']);
    }
    writeFileSync(join(directory, 'course/01-good/lesson.md'), good.padEnd(limits.lessonBytes, '\n'));
    expect(await read()).toEqual(['c/01-good/lesson.md:7 too-long']);
  });
});
