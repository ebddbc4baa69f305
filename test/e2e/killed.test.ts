import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { runSubmit } from '../../src/commands/submit.ts';
import { brokenAt } from '../../src/grade/chain.ts';
import { commandsOf, type Submission, submissionSchema } from '../../src/grade/submission.ts';
import type { Lesson } from '../../src/lesson/types.ts';
import { makeClass, courseDirectory, type TestClass } from '../grade/class.ts';
import { solutionOf, submissionOf } from '../grade/submit.ts';
import { builtCli } from '../support/built-cli.ts';
import { courseCache } from '../support/course-cache.ts';
import { runCommand } from '../support/run-command.ts';

/** SIGKILL at random moments, while a checkpoint is played, handed in and graded: nothing is half-written, lost or left. */

const root = mkdtempSync(join(tmpdir(), 'netns-course-killed-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let cli = '';
let klass: TestClass;
let lesson: Lesson;
beforeAll(async () => {
  cli = builtCli();
  klass = await makeClass(join(root, 'class'), ['ada', 'ben', 'cho', 'dan']);
  const [only] = klass.course.lessons;
  if (only === undefined) throw new Error('no lesson');
  lesson = only;
});

interface Ended {
  readonly code: number | null;
  readonly out: string;
  /** Its processes that outlived it: none. */
  readonly left: string;
  readonly ms: number;
}

/** Runs the program under a subreaper, which tells what it leaves behind; SIGKILL once `until` resolves. */
async function run(args: readonly string[], home: string, input = '', until?: () => Promise<unknown>): Promise<Ended> {
  const began = performance.now();
  const child = spawn('/usr/bin/perl', ['fixtures/programs/subreaper.pl', process.execPath, cli, ...args], {
    env: { ...process.env, HOME: home, XDG_STATE_HOME: home, XDG_CACHE_HOME: courseCache },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (bytes: Buffer) => (out += bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => (err += bytes.toString()));
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const ended = new Promise<number | null>((resolve) => void child.on('close', resolve));
  if (until !== undefined) {
    await Promise.race([until(), ended]);
    const pid = childOf(child.pid ?? 0);
    // What has ended by then is not killed.
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
  }
  const code = await ended;
  return { code, out, left: /^left: .*$/ms.exec(err)?.[0].trim() ?? err, ms: performance.now() - began };
}

/** The first child of a process that still runs. */
function childOf(pid: number): number | undefined {
  try {
    const found = Number(readFileSync(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8').split(' ')[0]);
    return found > 0 ? found : undefined;
  } catch {
    return undefined;
  }
}

const randomly = (most: number): number => Math.floor(Math.random() * most);
const lines = (path: string): readonly string[] => (existsSync(path) ? readFileSync(path, 'utf8').split('\n') : []);

/** Until a file has so many lines, and shortly after. */
async function untilLines(count: number, pathOf: () => string): Promise<void> {
  await vi.waitFor(() => expect(lines(pathOf()).length).toBeGreaterThan(count), { timeout: 60_000, interval: 2 });
  await sleep(randomly(40));
}

/** All files below. */
const filesIn = (directory: string): readonly string[] =>
  readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));

/** Every file is whole, but for the last line of one to which lines are added. */
function expectWhole(directory: string): void {
  for (const path of filesIn(directory)) {
    const text = readFileSync(path, 'utf8');
    if (path.endsWith('.json')) expect(() => void JSON.parse(text), path).not.toThrow();
    if (!/\.(?:jsonl|cast)$/u.test(path)) continue;
    for (const line of text.split('\n').slice(0, -1)) expect(() => void JSON.parse(line), path).not.toThrow();
  }
}

const read = (path: string): Submission => submissionSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const typedLines = (): string[] => solutionOf(lesson).map((each) => (typeof each === 'string' ? each : each.line));
const course = ['--course', courseDirectory];

/** Hands in what is kept of a learner's attempts, and looks whether it is what was typed so far. */
async function handIn(home: string): Promise<Submission | undefined> {
  const flags = { course: courseDirectory, student: 'ada', out: join(home, 'out.json'), force: true };
  const { code, err } = await runCommand(home, (io) => runSubmit(flags, lesson.id, io));
  // Nothing was typed yet.
  if (code === 2 && !filesIn(home).some((path) => path.endsWith('record.jsonl') && lines(path).length > 3))
    return undefined;
  expect(code, err).toBe(0);
  const submission = read(join(home, 'out.json'));
  expect(brokenAt(submission, hash)).toBeUndefined();
  const commands = commandsOf(submission).map(({ line }) => line);
  expect(commands).toEqual(typedLines().slice(0, commands.length));
  for (const { cast } of submission.recordings) {
    for (const line of cast.trimEnd().split('\n')) expect(() => void JSON.parse(line)).not.toThrow();
  }
  return submission;
}

describe('killed', () => {
  const played = join(root, 'played');
  const play = (home: string, until?: () => Promise<unknown>): Promise<Ended> =>
    run(
      ['start', lesson.id, '--plain', ...course],
      home,
      `${typedLines().join('\n')}\n${until === undefined ? '' : 'sleep 100\n'}`,
      until,
    );

  test('while a checkpoint is played: what was done is kept and can be handed in, and it can be played again', async () => {
    const records = (): string[] => filesIn(played).filter((path) => path.endsWith('record.jsonl'));
    const moments = [
      () => sleep(randomly(1_500)),
      ...Array.from({ length: 3 }, () => {
        const count = 2 + randomly(typedLines().length - 4);
        return () => untilLines(count, () => records()[0] ?? '');
      }),
    ];
    for (const until of moments) {
      rmSync(played, { recursive: true, force: true });
      mkdirSync(played);
      const { code, left } = await play(played, until);
      expect({ code, left }).toEqual({ code: 128 + 9, left: 'left: 0' });
      expectWhole(played);
      const submission = await handIn(played);
      if (until !== moments[0]) expect(submission && commandsOf(submission).length).toBeGreaterThan(0);
    }
    const { code, left } = await play(played);
    expect({ code, left }).toEqual({ code: 0, left: 'left: 0' });
    const submission = await handIn(played);
    expect(submission?.verdicts.map(({ state }) => state)).toEqual(
      lesson.steps.flatMap(({ checks }) => checks.map(() => 'pass')),
    );
  });

  test('while it is handed in: the file is the old one or the new one, and the next one leaves nothing beside it', async () => {
    const handedIn = mkdtempSync(join(root, 'handed-in-'));
    const out = join(handedIn, 'ada.json');
    const submit = (name: string, until?: () => Promise<unknown>): Promise<Ended> =>
      run(
        ['submit', lesson.id, '--student', 'ada', '--name', name, '--out', out, '--force', ...course],
        played,
        '',
        until,
      );
    const { ms, code } = await submit('0');
    expect(code).toBe(0);
    let was = '0';
    for (let count = 1; count <= 6; count += 1) {
      // The file is written at the end.
      const { left } = await submit(String(count), () => sleep(ms * (1 - Math.random() ** 2 / 2)));
      expect(left).toBe('left: 0');
      const { student } = read(out);
      expect([was, String(count)]).toContain(student.name);
      was = student.name ?? '';
      for (const name of readdirSync(handedIn)) expect(name).toMatch(/^ada\.json(?:\.[\w-]{36}\.part)?$/u);
    }
    writeFileSync(join(handedIn, 'ada.json.0b7f3a52-3c1d-4f0e-9d5a-0123456789ab.part'), '{"schema": "netns-co');
    expect((await submit('last')).code).toBe(0);
    expect(readdirSync(handedIn)).toEqual(['ada.json']);
    expect(read(out).student.name).toBe('last');
  });

  test('while a class is graded: what was graded stays, and in the end there is what one run gives', async () => {
    for (const student of ['ada', 'ben', 'cho']) {
      const { lesson: variant, version, code } = await klass.variantOf(student);
      const submission = submissionOf({ student, code, lesson: variant, version, typed: solutionOf(variant) });
      writeFileSync(join(klass.submissions, `${student}.json`), JSON.stringify(submission));
    }
    const directory = mkdtempSync(join(root, 'graded-'));
    const [whole, out] = [join(directory, 'whole.json'), join(directory, 'grades.json')];
    const grade = (path: string, until?: () => Promise<unknown>): Promise<Ended> => {
      const flags = Object.entries(klass.flags).flatMap(([name, value]) => [`--${name}`, value]);
      return run(['grade', klass.submissions, ...flags, '--out', path, '--jobs', '2'], directory, '', until);
    };
    const undisturbed = grade(whole);
    for (const until of [() => sleep(randomly(2_500)), () => untilLines(2, () => `${out}.part`)]) {
      const before = lines(`${out}.part`);
      const { left } = await grade(out, until);
      expect(left).toBe('left: 0');
      if (existsSync(out)) continue;
      const after = lines(`${out}.part`);
      const kept = before.slice(0, -1);
      expect(after.slice(0, kept.length)).toEqual(kept);
      for (const line of after.slice(0, -1)) expect(() => void JSON.parse(line)).not.toThrow();
    }
    expect((await undisturbed).code).toBe(1);
    const last = await grade(out);
    expect(last).toMatchObject({ code: 1, left: 'left: 0' });
    expect(readFileSync(out, 'utf8')).toBe(readFileSync(whole, 'utf8'));
    expect(readdirSync(directory).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});
