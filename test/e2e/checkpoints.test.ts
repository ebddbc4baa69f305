import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { pointsIn } from '../../src/grade/attempt.ts';
import { readCode } from '../../src/grade/code.ts';
import { gradebookSchema } from '../../src/grade/result.ts';
import type { Course, Lesson } from '../../src/lesson/types.ts';
import { readCheckpoint } from '../../src/storage/checkpoint-file.ts';
import { readCourse } from '../../src/storage/course-files.ts';
import { wordsFor } from '../../src/words/index.ts';
import { runCli } from './run-cli.ts';

/** The course's checkpoints by the built program, each in a student's own variant: played, handed in, graded together. */

const ids = ['cni-checkpoint', 'final-checkpoint', 'repair-checkpoint'] as const;
const words = wordsFor();
const root = mkdtempSync(join(tmpdir(), 'netns-course-checkpoints-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function run(args: readonly string[], input = ''): Promise<string> {
  const { code, out, err } = await runCli(args, { input, cwd: root, env: { XDG_STATE_HOME: join(root, 'state') } });
  expect(code, `${args.join(' ')}: ${err}`).toBe(0);
  return out;
}

async function lessonOf(course: Course | undefined, id: string, code: string): Promise<Lesson> {
  const lesson = course?.lessons.find((each) => each.id === id);
  const read = readCode(code, id);
  if (lesson === undefined || 'problem' in read) throw new Error(`no ${id} by ${code}`);
  const found = await readCheckpoint(lesson, { seed: read.seed }, words);
  if ('messages' in found) throw new Error(found.messages.join('\n'));
  return found.lesson;
}

/** Plays the solution and hands it in; what it is worth. */
async function handIn(lesson: Lesson, code: string): Promise<number> {
  const { id } = lesson;
  const lines = lesson.steps
    .flatMap(({ commands }) => commands)
    .flatMap(({ node, text }) => [`course ${node}`, ...text.split('\n')]);
  await run(['start', id, '--code', code], `${lines.join('\n')}\n`);
  await run(['submit', id, '--student', 'ada', '--out', `${id}.json`]);
  return pointsIn(lesson);
}

test('the solution of each, in a student’s own variant, is graded with all points', async () => {
  writeFileSync(join(root, 'class.csv'), 'username\nada\n');
  const flags = ['--key', 'class.key', '--roster', 'class.csv'];
  const codes = new Map<string, string>();
  for (const id of ids) codes.set(id, /(?:\w{4}-){3}\w{4}/u.exec(await run(['assign', id, ...flags]))?.[0] ?? '');
  const { course } = await readCourse(join(import.meta.dirname, '../../lessons'), words);
  const points = await Promise.all(
    [...codes].map(async ([id, code]) => handIn(await lessonOf(course, id, code), code)),
  );
  const graded = await run(['grade', ...ids.map((id) => `${id}.json`), ...flags, '--json']);
  const { results } = gradebookSchema.parse(JSON.parse(graded));
  const seen = results.map(({ checkpoint, status, score, findings }) => ({ checkpoint, status, score, findings }));
  expect(seen).toEqual(
    ids.map((checkpoint, at) => ({ checkpoint, status: 'graded', score: points[at], findings: [] })),
  );
}, 300_000);
