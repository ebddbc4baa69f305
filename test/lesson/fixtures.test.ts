import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseLesson } from '../../src/lesson/parse-lesson.ts';
import type { LessonMessage } from '../../src/lesson/report.ts';
import { ruleIds } from '../../src/lesson/rule-ids.ts';
import { readLessonFile } from '../../src/storage/lesson-file.ts';
import { en } from '../../src/words/en/index.ts';

/**
 * Each folder of `fixtures/lessons` is a lesson and the mistakes in it, `LINE:COLUMN RULE REASON`, one a line.
 * `UPDATE=1` rewrites them: read the difference.
 */
const directory = join(import.meta.dirname, '../../fixtures/lessons');
const cases = readdirSync(directory).toSorted();

async function messagesOf(path: string): Promise<readonly LessonMessage[]> {
  const source = await readLessonFile(path, 'lesson.md', en, false);
  if (!('text' in source)) return source.messages;
  const { lesson, messages } = parseLesson({ id: 'a-lesson', file: 'lesson.md', text: source.text }, en);
  expect(lesson === undefined).toBe(messages.length > 0);
  return messages;
}

function shown({ line, column, ruleId, reason }: LessonMessage): string {
  return `${line ?? '-'}:${column ?? '-'} ${ruleId ?? '-'} ${reason}\n`;
}

function expected(name: string): string {
  return readFileSync(join(directory, name, 'messages.txt'), 'utf8');
}

describe('the mistakes of each fixture', () => {
  test.each(cases)('%s', async (name) => {
    const found = (await messagesOf(join(directory, name, 'lesson.md'))).map(shown).join('');
    if (process.env['UPDATE'] === '1') writeFileSync(join(directory, name, 'messages.txt'), found);
    expect(found).toBe(expected(name));
  });
});

/** Rules that need a directory, or a file too large for a fixture; `course.test.ts` and `limits.test.ts` have them. */
const elsewhere = [
  'too-large',
  'unreadable',
  'outside-course',
  'too-many-steps',
  'too-many-definitions',
  'folder-name',
  'duplicate-lesson',
  'no-lesson-file',
  'no-lessons',
  'too-many-lessons',
  'unknown-lesson',
  'lesson-cycle',
  'translation-differs',
  'translation-stale',
];

test('every rule has a fixture', () => {
  const seen = new Set(cases.flatMap((name) => Array.from(expected(name).matchAll(/^\S+ (\S+)/gm), ([, id]) => id)));
  expect(ruleIds.filter((id) => !seen.has(id))).toEqual(elsewhere);
});
