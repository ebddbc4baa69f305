import { readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { run } from '../../src/process/run.ts';
import type { SpawnSpec } from '../../src/process/types.ts';

const bash = (script: string): SpawnSpec => ({
  file: '/bin/bash',
  // Node's pipes are sockets: bash takes itself for rshd's and would read ~/.bashrc (bash(1), INVOCATION).
  args: ['--norc', '-c', script],
  env: { PATH: '/usr/bin:/bin' },
  cwd: '/',
});

/** Whether a process runs; a zombie that PID 1 has not reaped yet does not. */
function runs(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

test('tells exit code, both streams and the input', async () => {
  const result = await run(bash('cat; echo no >&2; exit 3'), { input: 'hello', timeoutMs: 5000 });
  expect(result).toMatchObject({ exitCode: 3, signal: null, stdout: 'hello', stderr: 'no\n', timedOut: false });
});

test('inherits nothing of the environment', async () => {
  process.env['SECRET_TOKEN'] = 'canary';
  process.env['NODE_V8_COVERAGE'] ??= '';
  const result = await run({ ...bash(''), file: '/usr/bin/env', args: [] }, { timeoutMs: 5000 });
  delete process.env['SECRET_TOKEN'];
  expect(result.stdout).toBe('PATH=/usr/bin:/bin\n');
});

test('kills the whole group when the time is over', async () => {
  const result = await run(bash('sleep 987 & echo $!; wait'), { timeoutMs: 300 });
  expect(result).toMatchObject({ timedOut: true, signal: 'SIGKILL' });
  await vi.waitFor(() => expect(runs(Number(result.stdout))).toBe(false));
});

test('keeps the first bytes of endless output and goes on reading', async () => {
  const result = await run(bash('head -c 3000000 /dev/zero'), { timeoutMs: 5000, maxBytes: 1000 });
  expect(result).toMatchObject({ exitCode: 0, truncated: true });
  expect(result.stdout).toHaveLength(1000);
});

test('does not wait for a daemon that keeps the streams open', async () => {
  const result = await run(bash('setsid sleep 60 & echo $!'), { timeoutMs: 30_000 });
  expect(result.durationMs).toBeLessThan(20_000);
  expect(process.kill(Number(result.stdout), 'SIGKILL')).toBe(true);
});

test('is a group of its own: kill 0 harms nobody else', async () => {
  const result = await run(bash('trap "" TERM; kill 0; echo alive'), { timeoutMs: 5000 });
  expect(result.stdout).toBe('alive\n');
});

test('tells of a program that cannot be started', async () => {
  const missing = await run({ ...bash(''), file: '/nonexistent/tool' }, { timeoutMs: 5000 });
  expect(missing.failed).toContain('ENOENT');
  const nul = await run({ ...bash(''), args: ['a\0b'] }, { timeoutMs: 5000 });
  expect(nul.failed).toContain('null bytes');
});
