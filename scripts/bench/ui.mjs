// The drawn course on a terminal of 120×40, beside tmux in the same run: what a learner waits for. Alone: `node scripts/bench/ui.mjs`.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import headless from '@xterm/headless';
import { root } from '../lib/tree.mjs';
import { processorMs } from './labs.mjs';
import { figure, median } from './measure.mjs';
import { table } from './table.mjs';

const size = { cols: 120, rows: 40 };
const stepMs = 60_000;
const keys = 200;
const ticks = 20;
/** Once, some half a minute after the last work, V8 collects its garbage (its memory reducer): a fifth of a second, on all cores. */
const restMs = 45_000;
const idleMs = 60_000;

/** A program on a terminal, and the screen it draws. */
async function open(file, args, env) {
  const { spawn } = await import('node-pty');
  const pty = spawn(file, args, { env, cwd: '/', ...size });
  const terminal = new headless.Terminal({ ...size, allowProposedApi: true });
  const listeners = new Set();
  const shown = { bytes: 0 };
  pty.onData((data) => {
    shown.bytes += Buffer.byteLength(data);
    terminal.write(data, () => listeners.forEach((listener) => listener()));
  });
  const exited = new Promise((resolve) => pty.onExit(resolve));
  const line = (y) => terminal.buffer.active.getLine(terminal.buffer.active.baseY + y)?.translateToString(true) ?? '';
  const cursorLine = () => {
    const { active } = terminal.buffer;
    return active.getLine(active.baseY + active.cursorY)?.translateToString(false, 0, active.cursorX) ?? '';
  };
  const until = (what, holds) =>
    new Promise((resolve, reject) => {
      const look = () => {
        if (!holds()) return;
        clearTimeout(timer);
        listeners.delete(look);
        resolve(performance.now());
      };
      const timer = setTimeout(() => {
        listeners.delete(look);
        const screen = Array.from({ length: size.rows }, (_, y) => line(y)).join('\n');
        reject(new Error(`${what} was not seen:\n${screen}`));
      }, stepMs);
      listeners.add(look);
      look();
    });
  return {
    pid: pty.pid,
    write: (text) => pty.write(text),
    line,
    rows: size.rows,
    cursorLine,
    shown,
    until,
    atPrompt: () => until('the prompt', () => cursorLine().endsWith('$ ')),
    close: async () => {
      pty.kill('SIGTERM');
      await Promise.race([exited, sleep(3000)]);
      pty.kill('SIGKILL');
    },
  };
}

const environment = (home) => ({
  HOME: home,
  PATH: process.env.PATH,
  TERM: 'xterm-256color',
  LANG: 'C.UTF-8',
  PS1: '$ ',
});

export const openCourse = (home) =>
  open(process.execPath, [join(root, 'dist', 'cli.js'), 'start', 'veth'], environment(home));

const openTmux = (home) =>
  open(
    'tmux',
    ['-L', `bench-${process.pid}`, '-f', '/dev/null', 'new-session', "exec env PS1='$ ' bash --norc --noprofile"],
    environment(home),
  );

function hasTmux() {
  try {
    execFileSync('tmux', ['-V'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** The longest echo of the keys that are typed while the lesson is still being loaded: the first half second. */
async function earlyEchoMs(course) {
  const began = performance.now();
  const times = [];
  while (performance.now() - began < 500) times.push(await oneEchoMs(course, times.length));
  course.write('\u0015');
  await course.atPrompt();
  return Math.max(...times);
}

async function oneEchoMs(shell, key) {
  const letter = String.fromCharCode(97 + (key % 26));
  const began = performance.now();
  shell.write(letter);
  const ms = (await shell.until('the echo', () => shell.cursorLine().endsWith(letter))) - began;
  await sleep(20);
  return ms;
}

/** Each figure of a shell in both; only the course's has targets. */
async function measureShell(shell) {
  await shell.atPrompt();
  const echo = await echoTimes(shell);
  const seqMs = await commandMs(shell, 'seq 1 200000');
  const interrupts = [];
  for (let turn = 0; turn < 5; turn += 1) interrupts.push(await interruptMs(shell));
  return { ...echo, seqMs, interruptMs: Math.max(...interrupts) };
}

/** From each key to its echo on the screen, and the bytes that this took. */
async function echoTimes(shell) {
  const times = [];
  const bytes = [];
  for (let key = 0; key < keys; key += 1) {
    if (key % 20 === 0) {
      shell.write('\u0015');
      await shell.atPrompt();
    }
    await sleep(25 + (key % 7));
    const before = shell.shown.bytes;
    times.push(await oneEchoMs(shell, key));
    bytes.push(shell.shown.bytes - before);
  }
  shell.write('\u0015');
  await shell.atPrompt();
  return { echoMs: times, keyBytes: median(bytes) };
}

async function commandMs(shell, command) {
  await shell.atPrompt();
  shell.write(command);
  await shell.until('the command', () => shell.cursorLine().endsWith(command.slice(-10)));
  const began = performance.now();
  shell.write('\r');
  await shell.until('its output', () => !shell.cursorLine().endsWith(command.slice(-10)));
  return (await shell.atPrompt()) - began;
}

async function interruptMs(shell) {
  await shell.atPrompt();
  shell.write('yes\r');
  await sleep(1000);
  const began = performance.now();
  shell.write('\u0003');
  return (await shell.atPrompt()) - began;
}

/** From a command's end, by its own clock, to the tick on the screen. */
async function tickTimes(course) {
  const times = [];
  for (let turn = 0; turn < ticks; turn += 1) {
    const add = turn % 2 === 0;
    await course.atPrompt();
    await sleep(300);
    // Alone in its line, so that nothing else can be read for it.
    course.write(`clear; ip netns ${add ? 'add' : 'del'} client; echo; date +%s%N\r`);
    await course.until('the tick', () => /^ [✓○✗·]/.test(course.line(38)) && course.line(38)[1] === (add ? '✓' : '○'));
    const at = performance.timeOrigin + performance.now();
    const ended = () => /│(\d{19})$/m.exec(Array.from({ length: 12 }, (_, y) => course.line(y)).join('\n'))?.[1];
    await course.until('the time', () => ended() !== undefined);
    times.push(Math.max(0, at - Number(ended()) / 1e6));
  }
  return times;
}

/** Processor time of the runner and what it started, in percent of a core, while nobody types. */
export async function idlePercent(course) {
  await sleep(restMs);
  const before = processorMs(course.pid);
  await sleep(idleMs);
  return ((processorMs(course.pid) - before) * 100) / idleMs;
}

export const idleHow = { how: `over ${idleMs / 1000} s, from ${restMs / 1000} s after the last command` };

function residentMiB(pid) {
  return Number(/^VmRSS:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

export const quantile = (numbers, part) =>
  numbers.toSorted((one, other) => one - other)[Math.ceil(numbers.length * part) - 1];

/** The figures of the drawn interface. Some two minutes; needs a machine on which labs run. */
export async function benchUi() {
  const home = mkdtempSync(join(tmpdir(), 'netns-course-ui-'));
  try {
    const starts = [];
    for (let turn = 0; turn < 6; turn += 1) {
      const began = performance.now();
      const course = await openCourse(home);
      starts.push((await course.until('the prompt', () => course.cursorLine().endsWith('controlplane $ '))) - began);
      await course.close();
    }
    const tmux = hasTmux() ? await openTmux(home) : undefined;
    let beside;
    try {
      if (tmux !== undefined) beside = await measureShell(tmux);
    } finally {
      await tmux?.close();
      // Its server outlives the client.
      if (tmux !== undefined) execFileSync('tmux', ['-L', `bench-${process.pid}`, 'kill-server'], { stdio: 'ignore' });
    }
    const course = await openCourse(home);
    try {
      await course.atPrompt();
      const earlyMs = await earlyEchoMs(course);
      await course.until('the lesson', () => /^ [✓○✗·]/.test(course.line(size.rows - 2)));
      await sleep(1000);
      return figures(median(starts.slice(1)), earlyMs, await measureShell(course), beside, await measureRest(course));
    } finally {
      await course.close();
    }
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

async function measureRest(course) {
  const tickMs = await tickTimes(course);
  await course.atPrompt();
  const idle = await idlePercent(course);
  await commandMs(course, 'seq 1 1000000');
  await sleep(1000);
  const million = residentMiB(course.pid);
  await commandMs(course, 'seq 1 1000000');
  await sleep(1000);
  return { tickMs, idle, million, twoMillion: residentMiB(course.pid) };
}

function figures(startMs, earlyMs, shell, tmux, { tickMs, idle, million, twoMillion }) {
  const side = (value, unit) => (tmux === undefined ? {} : { beside: { name: 'tmux', value, unit } });
  const how = (text) => ({ how: text });
  return [
    figure('start to the prompt of the lab’s shell, warm', startMs, 'ms', { target: 250, ...how('median of 5') }),
    figure('key to its echo, p50', median(shell.echoMs), 'ms', {
      target: 2.5,
      ...side(tmux && median(tmux.echoMs), 'ms'),
      ...how(`${keys} keys`),
    }),
    figure('key to its echo, p99', quantile(shell.echoMs, 0.99), 'ms', {
      target: 6,
      ...side(tmux && quantile(tmux.echoMs, 0.99), 'ms'),
    }),
    figure('the same, while the lesson is being loaded, longest', earlyMs, 'ms', how('the first 500 ms at the prompt')),
    figure('bytes written for one key', shell.keyBytes, 'bytes', { target: 200, ...side(tmux?.keyBytes, 'bytes') }),
    figure('seq 1 200000', shell.seqMs, 'ms', {
      ...(tmux === undefined ? {} : { target: 1.3 * tmux.seqMs }),
      ...side(tmux?.seqMs, 'ms'),
    }),
    figure('yes, then ^C to the prompt', shell.interruptMs, 'ms', {
      target: 50,
      ...side(tmux?.interruptMs, 'ms'),
      ...how('longest of 5'),
    }),
    figure('resident after 1,000,000 lines', million, 'MiB', { target: 120 }),
    figure('resident after 2,000,000 lines', twoMillion, 'MiB', { target: 1.1 * million, ...how('flat') }),
    figure('waiting at the prompt with a step open', idle, '% of a core', {
      target: 0.3,
      ...idleHow,
    }),
    figure('command’s end to the tick, p95', quantile(tickMs, 0.95), 'ms', {
      target: 100,
      ...how(`${ticks} commands`),
    }),
  ];
}

export function sleep(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { build } = await import('../build.mjs');
  await build({ ifNeeded: true });
  console.log(table(await benchUi()));
  process.exit();
}
