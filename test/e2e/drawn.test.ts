import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { parseLesson } from '../../src/lesson/parse-lesson.ts';
import { wordsFor } from '../../src/words/index.ts';
import { builtCli } from '../support/built-cli.ts';
import { openOuter, type Outer, type OuterOptions } from '../support/outer-terminal.ts';

/** The whole program on a real terminal of its own, its screen read back through an emulator. */

const state = mkdtempSync(join(tmpdir(), 'netns-course-drawn-'));
const outers: Outer[] = [];
let cli = '';
const file = new URL('../../lessons/02-veth/lesson.md', import.meta.url).pathname;
const { lesson: veth } = parseLesson({ id: 'veth', file, text: readFileSync(file, 'utf8') }, wordsFor());

beforeAll(() => void (cli = builtCli()));
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
const ready = (outer: Outer): Promise<void> => outer.until(() => cursorLine(outer).endsWith('controlplane $ '));

/** What the shell's pane shows up to the cursor, rows joined: a long line goes on in the next one. */
const paneToCursor = ({ buffer }: Outer): string => {
  const { active } = buffer();
  return Array.from({ length: active.cursorY + 1 }, (_, y) => {
    const line = active
      .getLine(active.baseY + y)
      ?.translateToString(false, 0, y < active.cursorY ? undefined : active.cursorX);
    return line?.split('│').at(-1) ?? '';
  }).join('');
};

/** Types as a person does: sees the prompt, the echo, and only then the next thing. */
async function typeLine(outer: Outer, line: string): Promise<void> {
  await ready(outer);
  for (const key of line) outer.type(key);
  await outer.until(() => paneToCursor(outer).endsWith(line.slice(-12)));
  outer.type('\r');
}

async function leave(outer: Outer): Promise<void> {
  outer.type(`${leader}q`);
  await outer.until('Leave the course?');
  outer.type('y');
  expect(await outer.exit).toBe(0);
}

const clears = /\u001b\[\d*J|\u001bc/;

/** What the learner reads off the shell's pane: the neighbour's MAC address, or else the interface's number. */
function answerOff(outer: Outer): string {
  const pane = outer
    .lines()
    .map((line) => line.split('│').at(-1) ?? '')
    .join('\n');
  return /lladdr (\S+)/.exec(pane)?.[1] ?? /(\d+): veth-server@if/.exec(pane)?.[1] ?? '';
}

describe('a lesson, typed by keystrokes', () => {
  test('veth: every step notices that it is done, the last one that the lesson is finished', async () => {
    if (veth === undefined) throw new Error('no veth');
    const { steps, title } = veth;
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
        outer.type(`${leader}a`);
        await outer.until('Enter sends');
        outer.type(`${answerOff(outer)}\r`);
        await outer.until('Right.');
      }
      const last = position + 1 === steps.length;
      await outer.until(last ? `Lesson finished: ${title}` : `step ${String(position + 2)} of`);
      expect(outer.text()).toContain(`Step passed: ${step.title}`.slice(0, 40));
    }
    // Nothing was ever erased as a whole: each change is drawn over what stands there.
    expect(outer.raw()).not.toMatch(clears);
    await leave(outer);
  });
});

/** All that may ever be written to the user's terminal: places, looks, links, rests of rows, the modes of the stage. */
const allowed = new RegExp(
  [
    String.raw`\u001b\[\d+;\d+H`,
    String.raw`\u001b\[\d+G`,
    String.raw`\u001b\[K`,
    String.raw`\u001b\[[\d;]*m`,
    String.raw`\u001b\[\?(?:2026|25|1049|2004|1000|1002|1006)[hl]`,
    String.raw`\u001b\]8;;[^\u0000-\u001f\u007f-\u009f]*\u001b\\`,
  ].join('|'),
  'g',
);
const leaks = (raw: string): readonly string[] =>
  raw.replaceAll(allowed, '').match(/[\u0000-\u001f\u007f-\u009f].{0,20}/gs) ?? [];

const settled = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('the shell is a real terminal', () => {
  test('vim, less, watch, htop and tcpdump draw in their pane, and leave it as it was', async () => {
    const outer = start(['start', 'veth'], { columns: 180, rows: 50 });
    await typeLine(outer, 'seq 1 500 > n; echo 旧文件 > text');
    await ready(outer);
    await typeLine(outer, 'vim -u NONE -N text');
    await outer.until(/│旧文件/);
    await outer.until(/│~/);
    outer.type('o网络命名空间\u001b');
    await outer.until(/│网络命名空间/);
    outer.type(':wq\r');
    await outer.until(() => cursorLine(outer).endsWith('controlplane $ '));
    expect(outer.text()).not.toMatch(/│~/);
    await typeLine(outer, 'cat text');
    await outer.until(/│旧文件 *\n.*│网络命名空间 *\n.*│controlplane/);
    await typeLine(outer, 'less n');
    await outer.until(/│1 *$/m);
    outer.type('G');
    await outer.until(/│500 *$/m);
    outer.type('q');
    await typeLine(outer, 'watch -n 0.2 date +%N');
    await outer.until('Every 0.2s');
    outer.type('\u0003');
    await ready(outer);
    await typeLine(outer, 'htop');
    await outer.until(/PID.*USER/);
    await outer.until(/F10Quit/);
    // The program asks for the mouse and gets it, at places of its own pane.
    const row = outer.lines().findIndex((line) => line.includes('F10Quit'));
    const place = `${String((outer.lines()[row]?.indexOf('Quit') ?? 0) + 1)};${String(row + 1)}`;
    outer.type(`\u001b[<0;${place}M\u001b[<0;${place}m`);
    await typeLine(
      outer,
      'ip link set lo up; (sleep 0.5; ping -c 1 127.0.0.1 > /dev/null) & tcpdump -c 2 -n -i lo icmp',
    );
    await outer.until(/ICMP echo reply/);
    await ready(outer);
    expect(leaks(outer.raw())).toEqual([]);
    expect(outer.raw()).not.toMatch(clears);
    await leave(outer);
  });

  test('wide characters keep their columns, also where they are cut', async () => {
    const outer = start(['start', 'veth'], { columns: 130, rows: 40 });
    await typeLine(outer, "printf '网%.0s' {1..60}; echo; echo 端");
    await outer.until(/│端 *$/m);
    // The line between the panes stands in one column, whatever is beside it.
    const { active } = outer.buffer();
    for (let y = 1; y < 38; y += 1) {
      const line = active.getLine(active.baseY + y);
      expect(line?.getCell(64)?.getChars()).toBe('│');
    }
    await leave(outer);
  });

  test('while output floods: sizes change a hundred times, ^C gives the prompt, and the screen is whole', async () => {
    const outer = start(['start', 'veth'], { columns: 120, rows: 40 });
    await typeLine(outer, 'yes "$(seq -s. 1 40)"');
    await outer.until(/1\.2\.3\.4/);
    let seed = 7;
    const next = (most: number): number => (seed = (seed * 1103515245 + 12345) % 2147483648) % most;
    for (let turn = 0; turn < 100; turn += 1) {
      outer.resize(20 + next(280), 6 + next(80));
      await settled(5);
    }
    for (const [columns, rows] of [
      [1, 1],
      [19, 5],
      [500, 200],
      [150, 45],
    ] as const) {
      outer.resize(columns, rows);
      await settled(60);
    }
    outer.type('\u0003');
    await ready(outer);
    await typeLine(outer, 'clear; tput cols; tput lines');
    await outer.until(/│75 *\n.*│42 *\n.*│controlplane/);
    expect(outer.lines()[0]).toContain('[controlplane]');
    expect(outer.lines()[44]).toContain('Ctrl-]');
    expect(leaks(outer.raw())).toEqual([]);
    expect(outer.raw()).not.toMatch(clears);
    await leave(outer);
  });

  test('random bytes and hostile sequences in the pane leak nothing, and change nothing beside it', async () => {
    const outer = start(['start', 'veth'], { columns: 140, rows: 42 });
    // What the terminal answers to some of it is read by the line itself: else it would stand before the next command.
    await typeLine(
      outer,
      'head -c 300000 /dev/urandom; printf "\\ec"; read -rsN 100000 -t 1; printf "\\ec"; echo over',
    );
    await outer.until(/│over *$/m);
    await ready(outer);
    const hostile = String.raw`printf 'a\e[2147483647b\e]52;c;aGk=\a\e]0;title\a\e[?1049h\e[8;1;1t\e[6n\e[?1000h\e[3J\e[r\e[?25l\eP$qm\e\\\x9b31m\e[?2026h'`;
    await typeLine(outer, hostile);
    await settled(500);
    outer.type('\u0003\r');
    outer.type("printf '\\e[?1049l\\ec\\e[?25h'; clear\r");
    await ready(outer);
    await typeLine(outer, 'echo alive $((6 * 7))');
    await outer.until('alive 42');
    expect(leaks(outer.raw())).toEqual([]);
    expect(outer.lines()[0]).toContain('step 1 of 10');
    expect(outer.lines()[41]).toContain('Ctrl-]');
    await leave(outer);
  });

  test('scrolls back by the wheel and by keys, and forth by typing', async () => {
    const outer = start(['start', 'veth'], { columns: 140, rows: 42 });
    await typeLine(outer, 'seq 1 300');
    await outer.until(/│300 *$/m);
    outer.type('\u001b[<64;100;10M'.repeat(20));
    await outer.until(/60 lines back/);
    await outer.until(/│230 *$/m);
    outer.type('x');
    await outer.until(/│controlplane \$ x/);
    outer.type('\u0015');
    outer.type('\u001b[<65;10;10M');
    await outer.until(/↑|↓ [0-9]/);
    await leave(outer);
  });
});

describe('the lesson’s keys', () => {
  test('type the next command, once however often it is asked; hint, solution, list, reset', async () => {
    const outer = start(['start', 'veth'], { columns: 160, rows: 50 });
    await ready(outer);
    for (let time = 0; time < 2; time += 1) {
      outer.type(`${leader}t`);
      await outer.until(() => cursorLine(outer).endsWith('controlplane $ ip netns add client'));
    }
    outer.type('\r');
    await ready(outer);
    outer.type(`${leader}r`);
    await outer.until(/controlplane \$ ip netns add server/);
    await outer.until(/✓ a namespace server/);
    outer.type(`${leader}h`);
    await outer.until('Hint 1 of');
    outer.type(`${leader}s`);
    await outer.until('The commands of this step');
    outer.type(`${leader}l`);
    outer.type('ping both');
    await outer.until(/> ping both/);
    await outer.until(/▸ · veth\/9/);
    outer.type('\u001b');
    await outer.until('h hint');
    outer.type(`${leader}?`);
    await outer.until('suspend the course');
    outer.type('q');
    outer.type(`${leader}x`);
    await outer.until('Begin this step again');
    outer.type('y');
    await outer.until(/○ a namespace server/);
    await ready(outer);
    await typeLine(outer, 'ip netns list | wc -l');
    await outer.until(/│0 *$/m);
    await leave(outer);
  });

  test('back and forth forgets nothing of the open step', async () => {
    const outer = start(['start', 'veth'], { columns: 160, rows: 50 });
    for (const { text } of veth?.steps[0]?.commands ?? []) await typeLine(outer, text);
    await outer.until('step 2 of 10');
    await typeLine(outer, 'ip netns exec client ip link');
    await outer.until(/✓○/);
    outer.type(`${leader}b`);
    await outer.until('step 1 of 10');
    outer.type(`${leader}n`);
    await outer.until('step 2 of 10');
    await outer.until(/✓○/);
    await ready(outer);
    await leave(outer);
  });

  test('node01 has a shell of its own', async () => {
    const outer = start(['start', 'nat'], { columns: 160, rows: 50 });
    await ready(outer);
    await outer.until('[controlplane]  node01');
    outer.type(`${leader}\t`);
    await outer.until('[node01]');
    await outer.until(() => cursorLine(outer).endsWith('node01 $ '));
    outer.type('hostname\r');
    await outer.until(/│node01 *$/m);
    outer.type(`${leader}\t`);
    await ready(outer);
    await leave(outer);
  });

  test('course WORD at the shell does what the key does', async () => {
    const outer = start(['start', 'veth'], { columns: 160, rows: 50 });
    await typeLine(outer, 'course hint');
    await outer.until('Hint 1 of');
    await typeLine(outer, 'course dance');
    await outer.until('there is no "dance"');
    await typeLine(outer, 'course quit');
    await outer.until('Leave the course?');
    outer.type('y');
    expect(await outer.exit).toBe(0);
  });

  test('a shell that ends is opened again in the same lab', async () => {
    const outer = start(['start', 'veth'], { columns: 160, rows: 50 });
    await typeLine(outer, 'ip netns add client; exit');
    await outer.until('here is a new one');
    await typeLine(outer, 'ip netns list');
    await outer.until(/│client *$/m);
    await leave(outer);
  });
});

describe('starting', () => {
  test('the first start offers the lessons; the next goes straight on', async () => {
    const home = { XDG_STATE_HOME: join(state, 'picked') };
    const first = start([], { columns: 120, rows: 40, env: home });
    await first.until('Choose a lesson');
    await first.until(/▸ · namespaces +\d+ min +0\/\d+ steps/);
    first.type('\u001b[B');
    await first.until(/▸ · veth/);
    first.type('\r');
    await first.until(/step 1 of 10 · Two namespaces/);
    await ready(first);
    await leave(first);
    const second = start([], { columns: 120, rows: 40, env: home });
    await second.until(/step 1 of 10 · Two namespaces/);
    await ready(second);
    expect(second.raw()).not.toContain('Choose a lesson');
    await leave(second);
  });

  test('a lab that takes longer than its shell, for its Engine, shows the prompt all the same', async () => {
    const outer = start(['start', 'docker'], { columns: 120, rows: 40 });
    await outer.until(() => cursorLine(outer).endsWith('controlplane $ '), 60_000);
    await typeLine(outer, 'docker ps -aq | wc -l');
    await outer.until(/│0 *$/m);
    await leave(outer);
  });

  test('an Engine that has no images is told beside the lesson, which waits; the shell works', async () => {
    // A cache that cannot be written, nor made.
    const outer = start(['start', 'docker'], { columns: 120, rows: 40, env: { XDG_CACHE_HOME: '/dev/null' } });
    await outer.until('cannot be had: ENOTDIR', 60_000);
    await outer.until('The lesson waits');
    await typeLine(outer, 'echo still $((6 * 7))');
    await outer.until('still 42');
    await outer.until('The lesson waits');
    await leave(outer);
  });

  test('a replay has a progress bar, and ends in the step that was asked for', async () => {
    const outer = start(['start', 'nat/4'], { columns: 120, rows: 40 });
    await outer.until(/Preparing the lab \d+\/\d+ █/, 30_000);
    await outer.until('step 4 of', 60_000);
    await ready(outer);
    await leave(outer);
  });

  test('at every size, the screen changed from one to the next, every line fits; NO_COLOR is honoured', async () => {
    const outer = start(['start', 'veth'], { columns: 80, rows: 24, env: { NO_COLOR: '1' } });
    await ready(outer);
    for (const [columns, rows] of [
      [60, 20],
      [59, 19],
      [20, 6],
      [400, 120],
      [120, 40],
    ] as const) {
      outer.resize(columns, rows);
      const [isNarrow, isWide] = [columns < 60, columns >= 120];
      // Wide: the line between the panes is whole, no row is wrapped over it and none is missing. Narrow: only the shell.
      await outer.until((screen) => {
        const [head = '', ...rest] = outer.lines();
        return (
          head.includes(columns < 30 ? '[controlplane]' : 'step 1 of 10') &&
          /Ctrl-\]/.test(rest.at(-1) ?? '') &&
          rest.filter((line) => line.includes('│')).length === (isWide ? rows - 3 : 0) &&
          screen.includes('Two namespaces and a cable (about 15 minutes)') === !isNarrow
        );
      });
      await ready(outer);
    }
    // The looks of the chrome are gone; the shell's own stay its own.
    expect(outer.raw()).not.toMatch(/\u001b\[(?:3\d|9\d|1)m/);
    expect(outer.raw()).not.toMatch(clears);
    await leave(outer);
  });

  test('with --ascii there is no sign beyond ASCII', async () => {
    const outer = start(['start', 'veth', '--ascii'], { columns: 200, rows: 60 });
    await ready(outer);
    await outer.until('h hint');
    expect(outer.text()).toMatch(/^[\u0020-\u007e\n]*$/);
    await leave(outer);
  });
});

describe('a recording', () => {
  test.each([
    ['3', 3],
    ['2', 2],
  ] as const)('version %s: the shell with a marker for the step, nobody’s name in it', async (format, version) => {
    const file = join(state, `recording-${format}.cast`);
    const outer = start(['start', 'veth', '--record', file, '--record-format', format], { columns: 140, rows: 42 });
    for (const { text } of veth?.steps[0]?.commands ?? []) await typeLine(outer, text);
    await outer.until('step 2 of 10');
    await typeLine(outer, `echo ${hostname()} and ${userInfo().homedir}`);
    await ready(outer);
    // It is right at every moment, also when nobody ends it.
    const sofar = readFileSync(file, 'utf8');
    for (const line of sofar.trimEnd().split('\n')) JSON.parse(line);
    await leave(outer);
    const [header, ...events] = readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(header).toMatchObject(
      version === 3 ? { version: 3, term: { cols: 70, rows: 39 } } : { version: 2, width: 70, height: 39 },
    );
    const ofCode = (code: string): unknown[] =>
      events
        .filter((event): event is unknown[] => Array.isArray(event))
        .flatMap(([, kind, data]) => (kind === code ? [data] : []));
    expect(ofCode('m')).toEqual([`veth/${veth?.steps[0]?.id ?? ''}`]);
    expect(ofCode('x')).toEqual(version === 3 ? ['0'] : []);
    const shown = ofCode('o').join('');
    expect(shown).toContain('ip netns add client');
    expect(readFileSync(file, 'utf8')).not.toContain(hostname());
    const again = start(['start', 'veth', '--record', file], { columns: 140, rows: 42 });
    expect(await again.exit).toBe(2);
    expect(again.raw()).toContain('--force');
  });
});

describe('an author', () => {
  test('sees the changed lesson at once, in the same lab; mistakes with their place beside the old text', async () => {
    const folder = join(state, 'course');
    const copy = join(folder, '02-veth', 'lesson.md');
    const source = readFileSync(file, 'utf8');
    mkdirSync(join(folder, '02-veth'), { recursive: true });
    writeFileSync(copy, source);
    const env = { FORCE_HYPERLINK: '1' };
    const outer = start(['start', 'veth', '--course', folder], { columns: 140, rows: 42, env });
    await typeLine(outer, 'ip netns add client');
    await outer.until(/✓○/);
    writeFileSync(copy, source.replace('In the last lesson', 'In the [LATEST](https://example.org/) lesson'));
    await outer.until('In the LATEST lesson');
    await outer.until('The lesson file changed');
    expect(outer.raw()).toContain('\u001b]8;;https://example.org/\u001b\\');
    await outer.until(/✓○/);
    writeFileSync(copy, source.replace('```yaml check', '```yaml chekc'));
    await outer.until(/has mistakes: \d+:\d+ /);
    expect(outer.text()).toContain('In the LATEST lesson');
    await typeLine(outer, 'ip netns list');
    await outer.until(/│client *$/m);
    await leave(outer);
  });
});
