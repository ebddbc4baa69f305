import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, vi } from 'vitest';
import { run } from '../../src/process/run.ts';
import { killGroup, start } from '../../src/process/start.ts';
import type { RunResult, SpawnSpec } from '../../src/process/types.ts';
import { openPty } from '../../src/terminal/pty.ts';
import { labTest } from './labs.ts';
import { bundle, removeBundles } from './runners.ts';

const packages = fileURLToPath(new URL('../../node_modules', import.meta.url));
let program = '';
beforeAll(async () => {
  program = await bundle('lab-command');
});
afterAll(removeBundles);

const spec = (...args: string[]): SpawnSpec => ({
  file: process.execPath,
  args: [program, ...args],
  env: { PATH: process.env['PATH'] ?? '', TERM: 'xterm', NODE_PATH: packages, SECRET_TOKEN: 'canary' },
  cwd: '/',
});
const lab = (argv: readonly string[], input = ''): Promise<RunResult> =>
  run(spec('host', 'controlplane', ...argv), { timeoutMs: 20_000, input });

describe('a command through pipes', () => {
  labTest('has its input, both outputs and its exit code passed on, byte for byte', async () => {
    const result = await lab(['bash', '-c', 'cat; printf "\\033]0;title\\a\\200"; echo err >&2; exit 7'], 'in\n');
    expect(result).toMatchObject({ exitCode: 7, stdout: 'in\n\x1b]0;title\x07\ufffd', stderr: 'err\n' });
  });

  labTest('can open its streams by name, as pipes are', async () => {
    const script = 'cat /dev/stdin; echo out > /dev/stdout; echo err > /dev/stderr; echo tee | tee /dev/stderr';
    expect(await lab(['bash', '-c', script], 'in\n')).toMatchObject({
      exitCode: 0,
      stdout: 'in\nout\ntee\n',
      stderr: 'err\ntee\n',
    });
  });

  labTest('gives all it wrote before its end, and is not waited for by what it leaves behind', async () => {
    const result = await lab(['bash', '-c', 'sleep 60 & seq 400000; seq 1000 >&2']);
    expect(result.stdout.length + Number(result.truncated)).toBe(1024 * 1024 + 1);
    expect(result.stderr).toHaveLength(3893);
    expect(result.durationMs).toBeLessThan(15_000);
  });

  labTest('is a shell that reads a script, where none is named', async () => {
    expect(await lab([], 'hostname; exit 3\n')).toMatchObject({ exitCode: 3, stdout: 'controlplane\n', stderr: '' });
  });

  labTest('tells of a signal as shells do, and of a program that is not there', async () => {
    expect(await lab(['bash', '-c', 'kill -9 $$'])).toMatchObject({ exitCode: 137 });
    expect(await lab(['no-such-program'])).toMatchObject({ exitCode: 127 });
  });

  labTest('sees nothing of the caller', async () => {
    const { stdout } = await lab(['env']);
    expect(
      stdout
        .trim()
        .split('\n')
        .sort()
        .map((line) => line.split('=')[0]),
    ).toEqual(['HOME', 'LANG', 'PATH', 'SHELL', 'TERM']);
  });

  labTest('runs on node01, where the world has one', async () => {
    expect((await run(spec('lan', 'node01', 'hostname'), { timeoutMs: 20_000 })).stdout).toBe('node01\n');
    const none = await run(spec('host', 'node01', 'hostname'), { timeoutMs: 20_000 });
    expect(none).toMatchObject({ exitCode: 2, stderr: 'The world host has no node01. Try --world lan.\n' });
  });

  labTest('ends with its lab, and by a signal', async () => {
    const reboot = `perl -e 'syscall(${process.arch === 'arm64' ? 142 : 169}, 0xfee1dead, 672274793, 0x4321fedc, 0)'; sleep 9`;
    expect((await lab(['bash', '-c', reboot])).exitCode).toSatisfy((code) => code === 2 || code === 137);
    const child = start(spec('host', 'controlplane', 'bash', '-c', 'echo up; sleep 30'));
    const ended = new Promise((resolve) => child.on('exit', (code) => resolve(code)));
    child.stdout.once('data', () => killGroup(child.pid, 'SIGTERM'));
    expect(await ended).toBe(143);
  });

  labTest('whose reader goes away does not linger', async () => {
    const shell: SpawnSpec = {
      ...spec(),
      file: '/bin/bash',
      args: [
        '--norc',
        '-c',
        `"$@" < /dev/null | head -1`,
        'bash',
        process.execPath,
        program,
        'host',
        'controlplane',
        'yes',
      ],
    };
    expect(await run(shell, { timeoutMs: 10_000 })).toMatchObject({ stdout: 'y\n', timedOut: false });
  });
});

describe('on a terminal', () => {
  labTest('a shell on a pty of ours, never the user’s own', async () => {
    let shown = '';
    let code: number | undefined;
    const pty = openPty(
      spec('host', 'controlplane'),
      { columns: 90, rows: 20 },
      {
        data: (bytes) => (shown += Buffer.from(bytes).toString('utf8')),
        exit: (exitCode) => (code = exitCode),
      },
    );
    const until = (text: string): Promise<void> =>
      vi.waitFor(() => expect(shown).toContain(text), { timeout: 10_000, interval: 20 });
    await until('controlplane $ ');
    expect(shown).not.toContain('133;');
    pty.write('stty size; ls -l /proc/[0-9]*/fd | grep -c "dev/pts"\r');
    await until('20 90');
    pty.resize(70, 15);
    await new Promise((resolve) => setTimeout(resolve, 300));
    pty.write('stty size\r');
    await until('15 70');
    pty.write("printf '\\033]52;c;aGk=\\a\\033]0;title\\a'; echo $((40 + 2))\r");
    await until('42');
    // What the lab printed; the line as typed shows its escapes as text.
    expect(shown).not.toContain('\x1b]52');
    expect(shown).not.toContain('\x1b]0;');
    pty.write('exit 7\r');
    await vi.waitFor(() => expect(code).toBe(7), { timeout: 10_000 });
  });
});
