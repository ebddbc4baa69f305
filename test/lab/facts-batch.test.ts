import { describe, expect, it } from 'vitest';
import { batchArgv, splitBatch } from '../../src/lab/facts/batch.ts';
import { run } from '../../src/process/run.ts';

const nonce = 'f00d';

async function batch(timeoutMs: number, ...commands: string[][]) {
  const [, ...args] = batchArgv(nonce, commands);
  const whole = await run(
    { file: '/bin/bash', args, env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' }, cwd: '/' },
    { timeoutMs },
  );
  return splitBatch(nonce, commands.length, whole);
}

describe('a batch', () => {
  it('gives each program its own output and exit code', async () => {
    const results = await batch(
      5000,
      ['/bin/printf', 'one'],
      ['/bin/sh', '-c', 'echo two; echo "of two" >&2; exit 3'],
      ['/bin/true'],
      ['/bin/sh', '-c', 'kill -9 $$'],
      ['/no/such/program'],
      ['/bin/printf', '%s|', '-a', '', "it's", '$(id)', '\n'],
      ['/bin/cat'],
    );
    expect(results.map(({ exitCode, stdout }) => [exitCode, stdout])).toEqual([
      [0, 'one'],
      [3, 'two\n'],
      [0, ''],
      [137, ''],
      [127, ''],
      [0, "-a||it's|$(id)|\n|"],
      [0, ''],
    ]);
    expect(results[1]?.stderr).toBe('of two\n');
    expect(results[4]?.stderr).toContain('No such file');
    expect(results[5]?.stderr).toBe('');
  });

  it('cannot be told from outside that a program has ended', async () => {
    const [first, second] = await batch(5000, ['/bin/printf', '\\nbeef 0\\n'], ['/bin/printf', 'x']);
    expect([first?.stdout, second?.stdout]).toEqual(['\nbeef 0\n', 'x']);
  });

  it('keeps what ended before its time was over, and no more', async () => {
    const [first, second, third] = await batch(300, ['/bin/echo', 'one'], ['/bin/sleep', '60'], ['/bin/echo', 'three']);
    expect(first).toMatchObject({ exitCode: 0, stdout: 'one\n', timedOut: false });
    expect(second).toMatchObject({ exitCode: null, timedOut: true, stdout: '' });
    expect(third).toMatchObject({ exitCode: null, timedOut: true, stdout: '' });
  });

  it('that could not be begun fails as a whole', () => {
    const failed = {
      ...{ exitCode: 1, signal: null, stdout: '', stderr: 'nsenter: no such process' },
      ...{ truncated: false, timedOut: false, durationMs: 1 },
    };
    expect(splitBatch(nonce, 2, failed).map(({ exitCode }) => exitCode)).toEqual([1, 1]);
    expect(splitBatch(nonce, 1, failed)[0]?.stderr).toContain('nsenter');
    expect(splitBatch(nonce, 1, { ...failed, exitCode: 0 })[0]?.exitCode).toBeNull();
  });
});
