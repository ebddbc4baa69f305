import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startLab } from '../../src/lab/start.ts';
import type { Lesson } from '../../src/lesson/types.ts';
import { lackingFor } from '../../src/machine/requirements.ts';
import { proveCourse } from '../../src/session/prove.ts';
import { readCheckpoint } from '../../src/storage/checkpoint-file.ts';
import { readCourse } from '../../src/storage/course-files.ts';
import { openTerminal } from '../../src/terminal/open-terminal.ts';
import { lessonState } from '../../src/verify/summary.ts';
import { wordsFor } from '../../src/words/index.ts';

/** Every fault that a checkpoint can begin with can be mended, and every student's variant can be done: by its own solution. */

const words = wordsFor();
const { course } = await readCourse(join(import.meta.dirname, '../../lessons'), words);
if (course === undefined) throw new Error('no course');
const checkpoints = course.lessons.filter(({ checkpoint }) => checkpoint !== undefined);

async function variant(lesson: Lesson, seed: string): Promise<Lesson> {
  const found = await readCheckpoint(lesson, { seed }, words);
  if ('messages' in found) throw new Error(found.messages.join('\n'));
  return found.lesson;
}

/** Seeds, one after another, until every value of every variable that is a fault (`near`, `far`, `fault`) was chosen once. */
async function variants(lesson: Lesson): Promise<readonly Lesson[]> {
  const faults = Object.entries(lesson.choices ?? {}).flatMap(([name, choice]) =>
    choice.type === 'one-of' && ['near', 'far', 'fault'].includes(name)
      ? choice.values.map((value) => `${name}=${value}`)
      : [],
  );
  const open = new Set(faults);
  const chosen: Lesson[] = [];
  for (let seed = 1; seed < 200 && (open.size > 0 || chosen.length === 0); seed += 1) {
    const one = await variant(lesson, `SEED${String(seed)}`);
    const news = Object.entries(one.vars)
      .map(([name, value]) => `${name}=${value}`)
      .filter((fault) => open.delete(fault));
    if (news.length > 0 || faults.length === 0) chosen.push(one);
  }
  expect([...open]).toEqual([]);
  return chosen;
}

describe('the course has checkpoints', () => {
  test('four, with points and variants', () => {
    expect(checkpoints.map(({ id }) => id)).toEqual([
      'nat-checkpoint',
      'cni-checkpoint',
      'repair-checkpoint',
      'final-checkpoint',
    ]);
    for (const { id, choices } of checkpoints) expect(Object.keys(choices ?? {}).length, id).toBeGreaterThan(5);
  });
});

describe.each(checkpoints.map((lesson) => [lesson.id, lesson] as const))('%s', (_, lesson) => {
  test('can be done in every variant, and is not done before', { timeout: 120_000 }, async (context) => {
    const [lacking] = await lackingFor([lesson.requires]);
    const missing = [...(lacking?.tools ?? []), ...(lacking?.features ?? [])];
    context.skip(missing.length > 0, `needs ${missing.join(', ')}`);
    const lessons = await variants(lesson);
    const ports = { startLab, openTerminal, words, nonce: () => randomBytes(16).toString('hex') };
    const reports = await Promise.all(
      lessons.map(async (each) => {
        const own = { ...course, lessons: [each] };
        return proveCourse({ course: own, lessons: [each], mutants: false, jobs: 1, missing: () => [] }, ports);
      }),
    );
    const wrong = reports.flatMap(({ lessons: [report] }, index) =>
      report === undefined || lessonState(report) !== 'pass'
        ? [{ vars: lessons[index]?.vars, cases: report?.cases.filter(({ state }) => state !== 'pass') }]
        : [],
    );
    expect(wrong).toEqual([]);
  });
});
