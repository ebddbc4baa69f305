import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { askYes } from '../../src/commands/ask.ts';
import type { CommandIo } from '../../src/commands/io.ts';
import { runList } from '../../src/commands/list.ts';
import { runReset } from '../../src/commands/reset.ts';
import { pass, skip } from '../../src/progress/change.ts';
import type { Progress } from '../../src/progress/types.ts';
import { openProgress } from '../../src/storage/progress-file.ts';
import { wordsFor } from '../../src/words/index.ts';

const root = mkdtempSync(join(tmpdir(), 'netns-course-list-'));
const course = join(root, 'course');
let count = 0;
let home: string;
let out: string;
let err: string;
afterAll(() => rmSync(root, { recursive: true, force: true }));

const lesson = (title: string, requires: string, steps: readonly string[]) => `---
title: ${title}
minutes: 7
mode: guided
world: host
requires: [${requires}]
---
# ${title}

Hello.
${steps.map((step) => `\n## ${step}\n\nDo it.\n\n\`\`\`console look\n$ hostname\n\`\`\`\n\`\`\`yaml check\n- output: { command: hostname, contains: control }\n\`\`\`\n`).join('')}`;

function write(folder: string, text: string): void {
  mkdirSync(join(course, folder), { recursive: true });
  writeFileSync(join(course, folder, 'lesson.md'), text);
}
write('01-first', lesson('The first', 'bash', ['One', 'Two']));
write('02-second', lesson('第二课', 'no-such-tool, "kernel:no-such-feature"', ['Alone']));

beforeEach(() => {
  count += 1;
  home = join(root, `home-${String(count)}`);
  out = '';
  err = '';
});

function io(change: Partial<CommandIo> = {}, typed = ''): CommandIo {
  const stdin = Object.assign(new PassThrough(), { isTTY: false });
  stdin.end(typed);
  return {
    words: wordsFor(),
    env: { XDG_STATE_HOME: home },
    cwd: root,
    stdin,
    stdout: process.stdout,
    out: (text) => (out += text),
    err: (text) => (err += text),
    isTerminal: false,
    ...change,
  } as CommandIo;
}

const at = (lessonId: string, step: string) => ({ lesson: lessonId, step });
const how = { when: '2026-11-21T10:00:00.000Z', hints: 0 };
async function begun(): Promise<void> {
  const store = await openProgress({ XDG_STATE_HOME: home });
  await store.update((p) => skip(pass(p, course, at('first', 'one'), how), course, at('second', 'alone'), how));
}
const saved = () => JSON.parse(readFileSync(join(home, 'netns-course', 'progress.json'), 'utf8')) as Progress;

describe('list', () => {
  it('shows each lesson with its steps, what it lacks, and where to go on', async () => {
    await begun();
    expect(await runList({ course }, io())).toBe(0);
    const lines = out.split('\n');
    expect(lines[0]).toMatch(/^› {2}first +7 min {2}1\/2 steps +The first$/);
    expect(lines[1]).toMatch(/^✓ {2}second +7 min {2}0\/1 steps, 1 skipped {2}第二课$/);
    expect(lines[2]).toContain('no-such-tool');
    expect(lines[3]).toContain('no-such-feature');
    expect(out).toContain('netns-course start first/two');
    expect(err).toBe('');
  });

  it('says the same as JSON', async () => {
    await begun();
    expect(await runList({ course, json: true }, io())).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      schema: 'netns-course/list/v1',
      lessons: [
        {
          id: 'first',
          state: 'begun',
          steps: [
            { id: 'one', state: 'passed' },
            { id: 'two', state: 'open' },
          ],
          lacking: { tools: [] },
        },
        { id: 'second', state: 'done', lacking: { tools: ['no-such-tool'], untried: ['no-such-feature'] } },
      ],
      next: { lesson: 'first', step: 'two' },
    });
  });

  it('says that a progress file was set aside', async () => {
    mkdirSync(join(home, 'netns-course'), { recursive: true });
    writeFileSync(join(home, 'netns-course', 'progress.json'), '{');
    expect(await runList({ course }, io())).toBe(0);
    expect(err).toContain('.bad-');
    expect(err).toContain('nothing was deleted');
  });

  it('cannot list a course that is not there', async () => {
    expect(await runList({ course: 'nowhere' }, io())).toBe(2);
    expect(err).toContain('nowhere');
  });
});

describe('reset', () => {
  it('forgets one step, and nothing else', async () => {
    await begun();
    expect(await runReset({ course, yes: true }, 'first/one', io())).toBe(0);
    expect(saved().courses[course]?.lessons['first']?.steps).toEqual({});
    expect(saved().courses[course]?.lessons['second']?.steps).toHaveProperty('alone');
  });

  it('forgets a lesson, and a course', async () => {
    await begun();
    expect(await runReset({ course, yes: true }, 'second', io())).toBe(0);
    expect(Object.keys(saved().courses[course]?.lessons ?? {})).toEqual(['first']);
    expect(await runReset({ course, all: true, yes: true }, undefined, io())).toBe(0);
    expect(saved().courses).toEqual({});
  });

  it('asks first, and takes only yes for yes', async () => {
    await begun();
    expect(await runReset({ course }, 'first', io({ isTerminal: true }, 'no\n'))).toBe(1);
    expect(err).toMatch(/first.*1 step/);
    expect(await runReset({ course }, 'first', io({ isTerminal: true }, ''))).toBe(1);
    expect(saved().courses[course]?.lessons['first']?.steps).toHaveProperty('one');
    expect(await runReset({ course }, 'first', io({ isTerminal: true }, 'y\n'))).toBe(0);
    expect(saved().courses[course]?.lessons['first']).toBeUndefined();
  });

  it('does nothing where nobody can be asked, nor without a target or with two', async () => {
    await begun();
    expect(await runReset({ course }, 'first', io())).toBe(2);
    expect(await runReset({ course, yes: true }, undefined, io())).toBe(2);
    expect(await runReset({ course, all: true, yes: true }, 'first', io())).toBe(2);
    expect(await runReset({ course, yes: true }, 'third', io())).toBe(2);
    expect(await runReset({ course, yes: true }, 'first/nine', io())).toBe(2);
    expect(saved().courses[course]?.lessons['first']?.steps).toHaveProperty('one');
  });
});

describe('a question', () => {
  it.each([
    ['y\n', true],
    ['YES\n', true],
    ['\n', false],
    ['yikes\n', false],
    ['', false],
  ])('%j is %s', async (typed, answer) => {
    expect(await askYes('?', io({}, typed))).toBe(answer);
  });
});
