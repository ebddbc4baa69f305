import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { readCourse } from '../../src/storage/course-files.ts';
import type { Lesson } from '../../src/lesson/types.ts';
import { wordsFor } from '../../src/words/index.ts';
import { builtCli } from '../support/built-cli.ts';
import { openOuter, type Outer, type OuterOptions } from '../support/outer-terminal.ts';

/** The whole program on a real terminal of its own, its screen read back through an emulator. */

const state = mkdtempSync(join(tmpdir(), 'netns-course-drawn-'));
const outers: Outer[] = [];
let cli = '';
let lessons: readonly Lesson[] = [];

beforeAll(async () => {
  cli = builtCli();
  const { course } = await readCourse(new URL('../../lessons', import.meta.url).pathname, wordsFor());
  lessons = course?.lessons ?? [];
});
afterEach(async () => void (await Promise.all(outers.splice(0).map((outer) => outer.close()))));
afterAll(() => rmSync(state, { recursive: true, force: true }));

let count = 0;
function start(args: readonly string[], options: OuterOptions = {}): Outer {
  const env = { XDG_STATE_HOME: join(state, String((count += 1))), HOME: '/nonexistent', ...options.env };
  const outer = openOuter([process.execPath, cli, ...args], { ...options, env });
  outers.push(outer);
  return outer;
}

const leader = '\u001d';
const prompt = /controlplane \$/;

/** The line that the cursor stands in, up to it. */
const cursorLine = ({ buffer }: Outer): string => {
  const { active } = buffer();
  return active.getLine(active.baseY + active.cursorY)?.translateToString(false, 0, active.cursorX) ?? '';
};
const ready = (outer: Outer): Promise<void> => outer.until(() => /controlplane \$ $/.test(cursorLine(outer)));

/** Types as a person does: sees the prompt, the echo, and only then the next thing. */
async function typeLine(outer: Outer, line: string): Promise<void> {
  await ready(outer);
  for (const key of line) outer.type(key);
  await outer.until(() => cursorLine(outer).endsWith(line.slice(-12)));
  outer.type('\r');
}

async function leave(outer: Outer): Promise<void> {
  outer.type(leader);
  await outer.until('quit');
  outer.type('q');
  await outer.until('Leave the course?');
  outer.type('y');
  expect(await outer.exit).toBe(0);
}

const clears = /\u001b\[[0-3]?J|\u001bc/;

describe('a lesson, typed by keystrokes', () => {
  test('veth: every step notices that it is done, the last one that the lesson is finished', async () => {
    const lesson = lessons.find(({ id }) => id === 'veth');
    if (lesson === undefined) throw new Error('no veth');
    const { steps } = lesson;
    const outer = start(['start', 'veth'], { columns: 160, rows: 50 });
    await outer.until(prompt);
    for (const [position, step] of steps.entries()) {
      await outer.until(`step ${String(position + 1)} of ${String(steps.length)}`);
      for (const { text, interrupt } of step.commands) {
        await typeLine(outer, text);
        if (!interrupt) continue;
        await outer.until(/│64 bytes .*icmp_seq=2/);
        outer.type('\u0003');
      }
      if (step.checks.some(({ kind }) => kind === 'ask')) {
        await ready(outer);
        const number = /(\d+): veth-server@if/.exec(outer.text().split('│').join('\n'))?.[1] ?? '';
        outer.type(`${leader}a`);
        await outer.until('Enter sends');
        outer.type(`${number}\r`);
        await outer.until('Right.');
        outer.type(leader);
      }
      const last = position + 1 === steps.length;
      await outer.until(last ? `Lesson finished: ${lesson.title}` : `step ${String(position + 2)} of`);
      expect(outer.text()).toContain(`Step passed: ${step.title}`.slice(0, 40));
    }
    // Nothing was ever erased as a whole: each change is drawn over what stands there.
    expect(outer.raw()).not.toMatch(clears);
    await leave(outer);
  });
});
