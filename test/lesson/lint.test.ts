import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runLint } from '../../src/commands/lint.ts';
import type { LintFlags } from '../../src/commands/lint.ts';
import { en } from '../../src/words/en/index.ts';

const fixtures = join(import.meta.dirname, '../../fixtures');

async function lint(files: readonly string[], flags: LintFlags = {}, isTerminal = false) {
  let out = '';
  let err = '';
  const exitCode = await runLint(flags, files, {
    words: en,
    language: 'en',
    env: {},
    cwd: fixtures,
    stdin: process.stdin,
    stdout: process.stdout,
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    isTerminal,
  });
  return { exitCode, out, err };
}

describe('netns-course lint', () => {
  test('exit 0 and one line where nothing is wrong', async () => {
    expect(await lint(['lessons/good/lesson.md', 'lessons/bom'])).toEqual({
      exitCode: 0,
      out: '2 lessons, no mistakes\n',
      err: '',
    });
  });

  test('exit 1: every mistake of every file, in columns, and the sum', async () => {
    const { exitCode, out } = await lint(['lessons/chinese/lesson.md', 'lessons/no-steps']);
    expect(exitCode).toBe(1);
    expect(out).toBe(
      [
        'lessons/chinese/lesson.md',
        '  17:3  there is no key `titel` here; did you mean `title`?  unknown-key',
        '',
        'lessons/no-steps/lesson.md',
        '  1:1  the lesson has no steps (`## ` headings)  no-steps',
        '',
        '2 mistakes in 2 files',
        '',
      ].join('\n'),
    );
  });

  test('exit 2 where something cannot be read, the rest is linted all the same', async () => {
    const { exitCode, out } = await lint(['not-there.md', 'lessons/no-steps/lesson.md']);
    expect(exitCode).toBe(2);
    expect(out).toContain('not-there.md\n  1:1  cannot be read: ENOENT');
    expect(out).toContain('no-steps');
  });

  test('a course by --course, or named like a file', async () => {
    expect(await lint([], { course: 'courses/good' })).toMatchObject({ exitCode: 0, out: '4 lessons, no mistakes\n' });
    const { exitCode, out } = await lint(['courses/no-lessons']);
    expect(exitCode).toBe(1);
    expect(out).toContain('courses/no-lessons\n  1:1  there are no lessons here');
  });

  test('JSON', async () => {
    const { exitCode, out } = await lint(['lessons/no-steps/lesson.md'], { json: true });
    expect(exitCode).toBe(1);
    expect(JSON.parse(out)).toEqual({
      schema: 'netns-course/lint/v1',
      files: ['lessons/no-steps/lesson.md'],
      mistakes: [
        {
          file: 'lessons/no-steps/lesson.md',
          line: 1,
          column: 1,
          rule: 'no-steps',
          reason: 'the lesson has no steps (`## ` headings)',
        },
      ],
    });
  });

  test('escapes in a lesson do not reach the terminal through the messages that quote it', async () => {
    const { out } = await lint(['lessons/escape-in-prose', 'lessons/escape-in-yaml', 'lessons/escape-by-reference']);
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  });

  test('the built-in course has no mistakes', async () => {
    expect(await lint([])).toMatchObject({ exitCode: 0, err: '' });
  });
});
