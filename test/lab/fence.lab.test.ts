import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { makeFence } from '../../src/lab/fence/fence.ts';
import { findInterpreter } from '../../src/lab/interpreter.ts';
import { run } from '../../src/process/run.ts';
import type { RunResult } from '../../src/process/types.ts';
import { labTest, openLab, rootLabTest } from './labs.ts';

const calls = readFileSync(new URL('../../fixtures/programs/forbidden-calls.pl', import.meta.url), 'utf8');
const owner = { uid: 1_987_654_321, gid: 1_987_654_321 };

function fenced(language: 'perl' | 'python3', argv: readonly string[]): Promise<RunResult> {
  const interpreter = findInterpreter(language);
  const fence = interpreter && makeFence(interpreter, process.arch);
  if (fence === undefined) throw new Error(`no ${language}`);
  const isRoot = process.geteuid?.() === 0;
  return run(fence({ argv, env: { PATH: '/usr/bin:/bin' }, owner: isRoot ? owner : undefined }), { timeoutMs: 10_000 });
}

const answers = [
  ...['add_key', 'bpf', 'finit_module', 'init_module', 'io_uring_setup', 'kexec_load', 'keyctl', 'open_by_handle_at'],
  ...['perf_event_open', 'request_key', 'swapon', 'userfaultfd'],
].map((name) => `${name} 38`);
const expected = [...answers, 'vsock 97', 'tiocsti 1', 'tioclinux 1', 'tiocsti64 1', 'setgroups 0 0', ''].join('\n');

labTest.each(['perl', 'python3'] as const)('%s: closes calls that namespaces do not divide', async (language) => {
  expect((await fenced(language, ['/usr/bin/perl', '-e', calls])).stdout).toBe(expected);
});

labTest('a lab is behind it', async () => {
  const lab = await openLab();
  expect((await lab.run('controlplane', ['/usr/bin/perl', '-e', calls], { timeoutMs: 10_000 })).stdout).toBe(expected);
});

labTest.each(['perl', 'python3'] as const)('%s: nothing inherited goes through', async (language) => {
  const script = 'ls /proc/self/fd; pwd; umask; ulimit -c; cat /proc/self/oom_score_adj; env; :';
  const { stdout } = await fenced(language, ['/bin/bash', '--norc', '-c', script]);
  // 3 is the directory that ls reads.
  expect(stdout).toBe('0\n1\n2\n3\n/\n0022\n0\n1000\nPWD=/\nSHLVL=1\nPATH=/usr/bin:/bin\n_=/usr/bin/env\n');
});

rootLabTest.each(['perl', 'python3'] as const)('%s: drops root for good (needs root)', async (language) => {
  const { stdout } = await fenced(language, [
    '/bin/bash',
    '--norc',
    '-c',
    'grep -E "^(Uid|Gid|Groups|CapPrm|CapEff)" /proc/self/status',
  ]);
  const four = (id: number): string => [id, id, id, id].join('\t');
  expect(stdout).toMatch(
    new RegExp(`^Uid:\t${four(owner.uid)}\nGid:\t${four(owner.gid)}\nGroups:\t ?\nCapPrm:\t0{16}\nCapEff:\t0{16}\n$`),
  );
});

labTest.each(['perl', 'python3'] as const)('%s: says what it could not become', async (language) => {
  expect(await fenced(language, ['/nonexistent/program'])).toMatchObject({
    exitCode: 127,
    stderr: 'fence: /nonexistent/program: No such file or directory\n',
  });
});
