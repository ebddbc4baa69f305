import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { builtCli } from '../support/built-cli.ts';
import { openOuter, type Outer } from '../support/outer-terminal.ts';

/** However the course ends, the terminal is as it was: its modes, its screen, its driver's settings. */

const state = mkdtempSync(join(tmpdir(), 'netns-course-exits-'));
const outers: Outer[] = [];
let cli = '';

beforeAll(() => {
  cli = builtCli();
});
afterEach(async () => void (await Promise.all(outers.splice(0).map((outer) => outer.close()))));
afterAll(() => rmSync(state, { recursive: true, force: true }));

const leader = '\u001d';
let count = 0;

/** A shell with job control, as a learner has it, that starts the course and says how it came out. */
async function startInShell(command = `${process.execPath} ${cli} start namespaces`): Promise<Outer> {
  const env = { XDG_STATE_HOME: join(state, String((count += 1))), HOME: state, PS1: 'outer> ' };
  const outer = openOuter(['/bin/bash', '--norc', '--noediting', '-i'], { columns: 120, rows: 36, env });
  outers.push(outer);
  await outer.until('outer> ');
  outer.type('echo "before the course"\r');
  await outer.until(/^before the course$/m);
  outer.type(`${command}; echo "came out: $?"\r`);
  return outer;
}

async function inLesson(outer: Outer): Promise<void> {
  await outer.until(/│controlplane \$/);
}

const settings = ({ path }: Outer): string => execFileSync('stty', ['-F', path, '-a'], { encoding: 'utf8' });

/** The course's own process: the shell's child. */
function courseOf(outer: Outer): number {
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const parent = Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1]);
      if (parent === outer.pid && readlinkSync(`/proc/${name}/exe`) === readlinkSync('/proc/self/exe'))
        return Number(name);
    } catch {
      // Gone meanwhile.
    }
  }
  throw new Error('the course does not run');
}

/** What a terminal is in when nobody has asked it for anything. */
function expectAsItWas(outer: Outer): void {
  expect(outer.buffer().active.type).toBe('normal');
  expect(outer.modes()).toMatchObject({
    applicationCursorKeysMode: false,
    bracketedPasteMode: false,
    mouseTrackingMode: 'none',
    sendFocusMode: false,
    originMode: false,
    wraparoundMode: true,
    synchronizedOutputMode: false,
  });
  const raw = outer.raw();
  expect(raw.lastIndexOf('\u001b[?25h')).toBeGreaterThan(raw.lastIndexOf('\u001b[?25l'));
  // What stood there before the course stands there still, and nothing of the course does.
  expect(outer.text()).toContain('before the course');
  expect(outer.text()).not.toContain('[controlplane]');
}

async function cameOut(outer: Outer, code: number): Promise<void> {
  await outer.until(`came out: ${String(code)}`);
  await outer.until(/outer> ?\n*$/);
}

describe('every way out gives the terminal back', () => {
  test('q, y', async () => {
    const outer = await startInShell();
    const before = settings(outer);
    await inLesson(outer);
    expect(settings(outer)).not.toBe(before);
    outer.type(`${leader}q`);
    await outer.until('Leave the course?');
    outer.type('y');
    await cameOut(outer, 0);
    expectAsItWas(outer);
    expect(settings(outer)).toBe(before);
    expect(outer.text()).toContain('Your progress is kept.');
  });

  test('^C in the lesson, and once more', async () => {
    const outer = await startInShell();
    const before = settings(outer);
    await inLesson(outer);
    outer.type(`${leader}\u0003`);
    await outer.until('Leave the course?');
    outer.type('\u0003');
    await cameOut(outer, 130);
    expectAsItWas(outer);
    expect(settings(outer)).toBe(before);
  });

  test('^C while the lab is still prepared', async () => {
    const outer = await startInShell(`${process.execPath} ${cli} start nat/6`);
    const before = settings(outer);
    await outer.until(/Preparing the lab \d+\/\d+ .*[█░]/);
    outer.type('\u0003');
    await cameOut(outer, 130);
    expectAsItWas(outer);
    expect(settings(outer)).toBe(before);
  });

  test.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGINT', 130],
    ['SIGQUIT', 131],
  ] as const)('%s', async (signal, code) => {
    const outer = await startInShell();
    const before = settings(outer);
    await inLesson(outer);
    process.kill(courseOf(outer), signal);
    await cameOut(outer, code);
    expectAsItWas(outer);
    expect(settings(outer)).toBe(before);
  });

  test('a crash: the stack trace stands on the normal screen, with where to report it', async () => {
    // An error nobody caught, from outside of all our code: a module that Node is told to load first.
    const crash = `data:text/javascript,process.on('SIGUSR2',()=>{throw new Error('planted')})`;
    const outer = await startInShell(`${process.execPath} --import "${crash}" ${cli} start namespaces`);
    const before = settings(outer);
    await inLesson(outer);
    process.kill(courseOf(outer), 'SIGUSR2');
    await cameOut(outer, 70);
    expectAsItWas(outer);
    expect(settings(outer)).toBe(before);
    expect(outer.text()).toMatch(/our fault, not yours\): planted/);
    expect(outer.text()).toContain('Please report it');
    expect(outer.text()).toMatch(/Error: planted\n +at /);
  });

  test('^Z and fg: the shell has its terminal meanwhile, the course its screen afterwards', async () => {
    const outer = await startInShell();
    const before = settings(outer);
    await inLesson(outer);
    outer.type(`${leader}\u001a`);
    await outer.until(/Stopped/);
    expectAsItWas(outer);
    expect(settings(outer)).toBe(before);
    outer.resize(100, 30);
    outer.type('fg\r');
    await outer.until('[controlplane]');
    await outer.until(/Ctrl-\]|h hint/);
    outer.type('echo still $((40 + 2))\r');
    await outer.until(/still 42/);
    outer.type(`${leader}q`);
    await outer.until('Leave the course?');
    outer.type('y');
    await outer.until(/outer> ?\n*$/);
    expect(outer.buffer().active.type).toBe('normal');
    expect(settings(outer).replace(/rows \d+; columns \d+/, '')).toBe(before.replace(/rows \d+; columns \d+/, ''));
  });

  test('the terminal closed: the course and its lab are gone', async () => {
    const outer = await startInShell();
    await inLesson(outer);
    const course = courseOf(outer);
    const family =
      execFileSync('ps', ['-o', 'pid=', '--ppid', String(course)], { encoding: 'utf8' }).match(/\d+/g) ?? [];
    expect(family.length).toBeGreaterThan(0);
    await outer.close();
    const lives = (pid: number): boolean => {
      try {
        return !/^State:\s*Z/m.test(readFileSync(`/proc/${String(pid)}/status`, 'utf8'));
      } catch {
        return false;
      }
    };
    const until = performance.now() + 20_000;
    while ([course, ...family.map(Number)].some(lives) && performance.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect([course, ...family.map(Number)].filter(lives)).toEqual([]);
  });
});
