import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Terminal } from '@xterm/headless';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { openPty, type Pty } from '../../src/terminal/pty.ts';

const directory = mkdtempSync(join(tmpdir(), 'terminal-'));
const program = join(directory, 'host.mjs');
const ptys: Pty[] = [];

beforeAll(async () => {
  chmodSync(directory, 0o755);
  const entry = fileURLToPath(new URL('../../fixtures/programs/terminal-host.ts', import.meta.url));
  await build({ entryPoints: [entry], outfile: program, bundle: true, platform: 'node', format: 'esm' });
});
afterEach(async () => void (await Promise.all(ptys.splice(0).map((pty) => pty.close()))));
afterAll(() => rmSync(directory, { recursive: true }));

interface Run {
  readonly pty: Pty;
  readonly seen: (text: string) => Promise<void>;
  readonly shown: () => string;
  readonly exit: Promise<number>;
}

function open(argv: readonly string[]): Run {
  let text = '';
  let wake = (): void => {};
  let resolve: ((exitCode: number) => void) | undefined;
  const exit = new Promise<number>((done) => (resolve = done));
  const [file = '', ...args] = argv;
  const spawn = {
    file,
    args,
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', TERM: 'xterm-256color', PS1: 'outer> ' },
    cwd: '/',
  };
  const pty = openPty(
    spawn,
    { columns: 80, rows: 24 },
    {
      data: (bytes) => {
        text += Buffer.from(bytes).toString();
        wake();
      },
      exit: (exitCode) => resolve?.(exitCode),
    },
  );
  ptys.push(pty);
  let from = 0;
  const seen = (what: string): Promise<void> =>
    new Promise((done, fail) => {
      const timer = setTimeout(() => fail(new Error(`no ${what} in ${JSON.stringify(text.slice(-2000))}`)), 5000);
      wake = () => {
        const at = text.indexOf(what, from);
        if (at === -1) return;
        from = at + what.length;
        clearTimeout(timer);
        wake = () => {};
        done();
      };
      wake();
    });
  return { pty, seen, shown: () => text, exit };
}

const start = (what: string): Run => open([process.execPath, program, what]);
/** The program under a shell with job control, which the terminal belongs to. */
const startInShell = async (): Promise<Run> => {
  const run = open(['/bin/bash', '--norc', '--noediting', '-i']);
  await run.seen('outer> ');
  return run;
};
/** Of the program that a shell said the number of before it became it. */
const pidOf = (run: Run): number => Number(/<pid (\d+) >/.exec(run.shown())?.[1]);
const termios = (pty: Pty): string => execFileSync('stty', ['-F', pty.path, '-a'], { encoding: 'utf8' });

/** The outer screen has all its modes back. */
async function expectRestored(run: Run): Promise<void> {
  const terminal = new Terminal({ cols: 80, rows: 24, allowProposedApi: true });
  await new Promise<void>((done) => terminal.write(run.shown(), done));
  expect(terminal.buffer.active.type).toBe('normal');
  expect(terminal.modes).toMatchObject({
    bracketedPasteMode: false,
    mouseTrackingMode: 'none',
    applicationCursorKeysMode: false,
  });
  expect(run.shown().lastIndexOf('\u001b[?25h')).toBeGreaterThan(run.shown().lastIndexOf('\u001b[?25l'));
  terminal.dispose();
}

it.each([
  ['by a key', 'q', 0],
  ['by process.exit', 'e', 5],
  ['by an error nobody caught', 't', 70],
  ['by a rejection nobody caught', 'r', 70],
])('gives the terminal back %s', async (_, key, exitCode) => {
  // A shell holds the terminal, so that its mode can be looked at afterwards.
  const run = await startInShell();
  const before = termios(run.pty);
  run.pty.write(`${process.execPath} ${program} x; echo "<code $?>"\r`);
  await run.seen('<ready x>');
  expect(termios(run.pty)).not.toBe(before);
  run.pty.write(key);
  await run.seen(`<code ${exitCode}>`);
  await run.seen('outer> ');
  expect(termios(run.pty)).toBe(before);
  expect(run.shown().split('\u001b[?1049l').length).toBe(2);
  await expectRestored(run);
});

it.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
  ['SIGQUIT', 131],
  ['SIGHUP', 129],
] as const)('gives the terminal back at %s', async (signal, exitCode) => {
  const run = await startInShell();
  const before = termios(run.pty);
  run.pty.write(`bash -c 'echo "<pid $$ >"; exec ${process.execPath} ${program} y'; echo "<code $?>"\r`);
  await run.seen('<ready y>');
  process.kill(pidOf(run), signal);
  await run.seen(`<code ${exitCode}>`);
  await run.seen('outer> ');
  expect(termios(run.pty)).toBe(before);
  await expectRestored(run);
});

it('is suspended and resumed, by key and by signal', async () => {
  const run = await startInShell();
  const before = termios(run.pty);
  run.pty.write(`bash -c 'echo "<pid $$ >"; exec ${process.execPath} ${program} z'\r`);
  await run.seen('<ready z>');
  const pid = pidOf(run);
  const inside = termios(run.pty);
  for (const stop of [
    () => run.pty.write('z'),
    () => void process.kill(pid, 'SIGTSTP'),
    () => void process.kill(pid, 'SIGSTOP'),
  ]) {
    const isStop = stop.toString().includes('SIGSTOP');
    stop();
    await run.seen('Stopped');
    await run.seen('outer> ');
    if (!isStop) await expectRestored(run);
    expect(termios(run.pty)).toBe(before);
    run.pty.write('fg\r');
    await run.seen('<resumed>');
    expect(termios(run.pty)).toBe(inside);
    run.pty.write('k');
    await run.seen('<key "k">');
  }
  run.pty.write('q');
  await run.seen('outer> ');
  expect(termios(run.pty)).toBe(before);
});

it('is not stopped where nobody could continue it', async () => {
  const run = start('alone');
  await run.seen('<ready alone>');
  run.pty.write('z');
  await run.seen('<resumed>');
  run.pty.write('q');
  expect(await run.exit).toBe(0);
});

it('tells every size', async () => {
  const run = start('size');
  await run.seen('<ready size>');
  run.pty.resize(133, 44);
  await run.seen('<size 133x44>');
});

it('goes quietly when the terminal is closed', async () => {
  const log = join(directory, 'log');
  const run = open([
    '/bin/bash',
    '-c',
    `bash -c 'echo "<pid $$ >"; exec ${process.execPath} ${program} closed' 2>${log}`,
  ]);
  await run.seen('<ready closed>');
  const pid = pidOf(run);
  const from = performance.now();
  await run.pty.close(2000);
  while (alive(pid) && performance.now() - from < 20_000) await new Promise((done) => setTimeout(done, 10));
  expect(alive(pid)).toBe(false);
  expect(readFileSync(log, 'utf8')).toBe('');
});

it('does not block on a terminal that takes nothing, and goes all the same', async () => {
  const run = start('blocked');
  await run.seen('<ready blocked>');
  run.pty.pause();
  run.pty.write('f');
  await new Promise((done) => setTimeout(done, 200));
  const from = performance.now();
  run.pty.write('q');
  while (alive(run.pty.pid) && performance.now() - from < 20_000) await new Promise((done) => setTimeout(done, 10));
  expect(performance.now() - from).toBeLessThan(20_000);
  run.pty.resume();
  expect(await run.exit).toBe(0);
});

/** Runs; one that has ended and only waits for its parent does not. */
function alive(pid: number): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
