import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pointsIn } from '../../src/grade/attempt.ts';
import { brokenAt } from '../../src/grade/chain.ts';
import { readCode } from '../../src/grade/code.ts';
import { gradebookSchema } from '../../src/grade/result.ts';
import { commandsOf, type Submission, submissionSchema } from '../../src/grade/submission.ts';
import type { Lesson } from '../../src/lesson/types.ts';
import { readCheckpoint } from '../../src/storage/checkpoint-file.ts';
import { readCourse } from '../../src/storage/course-files.ts';
import { wordsFor } from '../../src/words/index.ts';
import { runCli, type CliResult } from './run-cli.ts';

/** A class of two at a checkpoint, by the built program alone: codes, work through a pipe, what is handed in, its grade. */

const words = wordsFor();
const id = 'nat-checkpoint';
const root = mkdtempSync(join(tmpdir(), 'netns-course-submit-'));
const secret = 'a-very-secret-value';
afterAll(() => rmSync(root, { recursive: true, force: true }));

const run = (args: readonly string[], input = '', state = 'state'): Promise<CliResult> =>
  runCli(args, { input, cwd: root, env: { XDG_STATE_HOME: join(root, state), CLASS_TOKEN: secret } });

interface Row {
  readonly student_id: string;
  readonly code: string;
}
let rows: readonly Row[] = [];

async function lessonOf(code: string | undefined): Promise<Lesson> {
  const { course } = await readCourse(join(import.meta.dirname, '../../lessons'), words);
  const lesson = course?.lessons.find((each) => each.id === id);
  const read = code === undefined ? undefined : readCode(code, id);
  if (lesson === undefined || (read !== undefined && 'problem' in read)) throw new Error('no checkpoint');
  const found = await readCheckpoint(lesson, read === undefined ? {} : { seed: read.seed }, words);
  if ('messages' in found) throw new Error(found.messages.join('\n'));
  return found.lesson;
}

/** The solution as a learner types it: on each machine by its own shell. */
function solution({ steps }: Lesson): string[] {
  return steps.flatMap(({ commands }) =>
    commands.flatMap(({ node, text }) =>
      node === 'controlplane' ? text.split('\n') : [`course ${node}`, text, 'course controlplane'],
    ),
  );
}

function submissionIn(file: string): Submission {
  return submissionSchema.parse(JSON.parse(readFileSync(join(root, file), 'utf8')));
}

function points({ verdicts }: Submission, { steps }: Lesson): number {
  const worth = new Map(steps.flatMap((step) => step.checks.map((check) => [`${step.id}/${check.id}`, check.points])));
  return verdicts
    .filter(({ state }) => state === 'pass')
    .reduce((sum, { step, check }) => sum + (worth.get(`${step}/${check}`) ?? 0), 0);
}

/** An exam that began so many milliseconds ago, as an earlier start wrote it down. */
function began(state: string, ago: number): void {
  const key = createHash('sha256').update('netns-course').digest('hex').slice(0, 16);
  const directory = join(root, state, 'netns-course/attempts', key, id, 'earlier');
  mkdirSync(directory, { recursive: true });
  const head = {
    schema: 'netns-course/attempt/v1',
    program: '0',
    course: { title: 'T', version: '' },
    checkpoint: id,
    startedAt: new Date(Date.now() - ago).toISOString(),
    exam: { minutes: 40 },
    platform: { os: 'linux', kernel: '', arch: '', node: '' },
  };
  writeFileSync(join(directory, 'record.jsonl'), `${JSON.stringify(head)}\n`);
}

/** Its last seconds pass while the class works. */
let lastExam: Promise<CliResult>;

beforeAll(async () => {
  began('last', 39 * 60_000 + 40_000);
  lastExam = run(['start', id, '--exam'], 'course hint\nip link add bridge1 type bridge\nsleep 60\n', 'last');
  writeFileSync(join(root, 'class.csv'), 'username,first_name\nada,Ada\nalan,Alan\n');
  const assigned = await run(['assign', id, '--key', 'class.key', '--roster', 'class.csv']);
  expect(assigned.code, assigned.err).toBe(0);
  rows = parse<Row>(assigned.out, { columns: true });
});

describe('a class', () => {
  test('right work is handed in whole, and says nothing of the machine', async () => {
    const [{ code } = { code: '' }] = rows;
    const lesson = await lessonOf(code);
    const lines = [
      'ip netns add mistake',
      'course reset lesson',
      `echo ${hostname()} ${secret} > /root/notes`,
      'cat /root/notes',
      ...solution(lesson),
      'course check',
    ];
    const played = await run(['start', id, '--code', code, '--student', 'ada'], `${lines.join('\n')}\n`);
    expect(played.code, played.err).toBe(0);
    expect(played.err).toContain(words.checkpoint.kept({ id }));
    expect(played.out).toContain(words.checkpoint.allReached);
    const handed = await run(['submit', '--name', 'Ada King', '--force']);
    expect(handed.code, handed.err).toBe(0);
    expect(handed.out).toBe(`${words.checkpoint.submitted({ path: `${id}-ada.json` })}\n`);
    const all = pointsIn(lesson);
    expect(handed.err).toContain(words.checkpoint.contentsPoints({ points: all, of: all }).trim());
    expect(handed.err).toContain('/root/notes');
    expect((await run(['submit'])).err).toContain(words.checkpoint.fileExists({ path: `${id}-ada.json` }));

    const file = join(root, `${id}-ada.json`);
    expect(statSync(file).size).toBeLessThan(1024 * 1024);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const text = readFileSync(file, 'utf8');
    expect(text).not.toContain(hostname());
    expect(text).not.toContain(secret);
    const submission = submissionIn(`${id}-ada.json`);
    expect(submission).toMatchObject({ checkpoint: id, code, student: { id: 'ada', name: 'Ada King' } });
    expect(brokenAt(submission, (part) => createHash('sha256').update(part).digest('hex'))).toBeUndefined();
    expect(points(submission, lesson)).toBe(all);
    // Only what was typed since the reset, without what was asked of the course.
    expect(commandsOf(submission).map(({ line }) => line)).toEqual([
      `echo ${'x'.repeat(hostname().length)} ${'x'.repeat(secret.length)} > /root/notes`,
      'cat /root/notes',
      ...lesson.steps.flatMap(({ commands }) => commands.map((command) => command.text)),
    ]);
    expect(submission.record.map(({ type }) => type).filter((type) => type === 'lab')).toHaveLength(2);
    expect(submission.files.map(({ path }) => path)).toContain('/root/notes');
    expect(submission.recordings.map(({ node }) => node)).toEqual(['controlplane', 'node01']);
    expect(submission.snapshot.nodes.controlplane?.netns.map(({ name }) => name)).toContain(lesson.vars['first']);
  });

  test('the right answer of another variant is wrong here', async () => {
    const [{ code: adas } = { code: '' }, { code } = { code: '' }] = rows;
    const [lesson, other] = await Promise.all([lessonOf(code), lessonOf(adas)]);
    const state = 'alans';
    const played = await run(['start', id, '--code', code], `${solution(other).join('\n')}\n`, state);
    expect(played.code, played.err).toBe(0);
    const anonymous = await run(['submit', id], '', state);
    expect(anonymous).toMatchObject({ code: 2, err: `${words.checkpoint.whoAreYou({ id })}\n` });
    const handed = await run(['submit', id, '--student', 'alan', '--force'], '', state);
    expect(handed.code, handed.err).toBe(0);
    // Also where a name is the same by chance: every point hangs on an address.
    expect(points(submissionIn(`${id}-alan.json`), lesson)).toBe(0);
  });

  test('what was handed in is graded as it was claimed', async () => {
    const files = [`${id}-ada.json`, `${id}-alan.json`];
    const args = ['--key', 'class.key', '--roster', 'class.csv', '--json'];
    const graded = await run(['grade', ...files, ...args]);
    const { results } = gradebookSchema.parse(JSON.parse(graded.out));
    const lesson = await lessonOf(undefined);
    const [ada, alan] = results;
    expect(ada, graded.err).toMatchObject({ learner: { id: 'ada' }, status: 'graded', score: pointsIn(lesson) });
    expect(alan?.learner.id).toBe('alan');
    expect(alan?.score).toBe(0);
  });
});

describe('an exam', () => {
  test('does not begin again once its time is over', async () => {
    began('over', 41 * 60_000);
    const played = await run(['start', id, '--exam'], 'ip link\n', 'over');
    expect(played).toMatchObject({ code: 2, err: `${words.checkpoint.examIsOver({ id })}\n` });
  });

  test('ends by itself, without hints, and keeps what was reached', async () => {
    const played = await lastExam;
    expect(played.code, played.err).toBe(0);
    expect(played.out).toContain(words.checkpoint.examBegins({ minutes: 1 }));
    expect(played.out).toContain(words.checkpoint.hintsOff);
    expect(played.err).toContain(words.checkpoint.timeIsOver);
    const handed = await run(['submit', '--student', 'ada', '--out', 'exam.json', '--force'], '', 'last');
    expect(handed.code, handed.err).toBe(0);
    const { record, exam } = submissionIn('exam.json');
    expect(exam).toEqual({ minutes: 40 });
    expect(record.map(({ type }) => type)).toEqual(['lab', 'command', 'command', 'time']);
    expect(record[2]).toMatchObject({ line: 'sleep 60' });
    expect(record[2]).not.toHaveProperty('exitCode');
  });
});

test('nothing to hand in is said', async () => {
  const none = await run(['submit'], '', 'none');
  expect(none).toMatchObject({ code: 2, err: `${words.checkpoint.nothingDone({ id: undefined })}\n` });
});
