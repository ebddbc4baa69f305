import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCheck } from '../../src/commands/check.ts';
import type { CommandIo } from '../../src/commands/io.ts';
import { en } from '../../src/words/en/index.ts';
import { fixture } from './support.ts';

const lesson = `---
title: A cable
minutes: 5
mode: guided
world: host
requires: [ip, ping]
---
# A cable

Prose.

## Ping it

Prose.

\`\`\`console look
$ ip netns exec client ping -c 1 10.0.0.12
\`\`\`
\`\`\`yaml check
- netns: client
  id: there
- output: { ping: 10.0.0.12, from: client }
  needs: [there]
\`\`\`

## Only state

Prose.

\`\`\`console
$ ip netns add server
\`\`\`
\`\`\`yaml check
- netns: server
\`\`\`
`;

let course = '';
beforeAll(async () => {
  course = await mkdtemp(join(tmpdir(), 'check-'));
  await mkdir(join(course, '01-veth'));
  await writeFile(join(course, '01-veth', 'lesson.md'), lesson);
  await writeFile(join(course, 'good.txt'), fixture('iputils-20221126/replies.txt'));
});
afterAll(() => rm(course, { recursive: true, force: true }));

async function run(
  target: string,
  transcript: string,
  input = '',
  json = false,
): Promise<{ code: number; out: string; err: string }> {
  const stdin = Object.assign(new PassThrough(), { isTTY: false });
  stdin.end(input);
  let out = '';
  let err = '';
  const change: Partial<CommandIo> = { out: (text) => void (out += text), err: (text) => void (err += text) };
  // A stream that is no terminal has all that the command reads of its standard input.
  const io = {
    words: en,
    env: {},
    cwd: course,
    stdin,
    stdout: process.stdout,
    isTerminal: false,
    ...change,
  } as CommandIo;
  const code = await runCheck({ transcript, course, json }, target, io);
  return { code, out, err };
}

describe('check LESSON/STEP --transcript', () => {
  test('0: the text shows it, from a file and from standard input', async () => {
    expect(await run('veth/ping-it', 'good.txt')).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringContaining('1 of 1 output checks pass'),
    });
    expect(await run('veth/1', '-', fixture('iputils-zh_CN/ping.txt'))).toMatchObject({ code: 0 });
  });

  test('1: it does not, and says what it found', async () => {
    expect(await run('veth/ping-it', '-', fixture('iputils-20221126/lost.txt'))).toMatchObject({ code: 1 });
    const typed = await run(
      'veth/ping-it',
      '-',
      '$ echo "64 bytes from 10.0.0.12: icmp_seq=1 ttl=64 time=1 ms"\n64 bytes from 10.0.0.12: icmp_seq=1 ttl=64 time=1 ms\n',
    );
    expect(typed).toMatchObject({ code: 1, out: expect.stringContaining('typed or printed by another program') });
    expect(await run('veth/ping-it', '-', '')).toMatchObject({
      code: 1,
      err: expect.stringContaining('No command was found'),
    });
  });

  test('2: no such step or file, or nothing in it that a text can show', async () => {
    expect(await run('veth/nope', 'good.txt')).toMatchObject({ code: 2 });
    expect(await run('veth', 'good.txt')).toMatchObject({ code: 2, err: expect.stringContaining('LESSON/STEP') });
    expect(await run('veth/only-state', 'good.txt')).toMatchObject({
      code: 2,
      err: expect.stringContaining('no check that reads'),
    });
    expect(await run('veth/ping-it', 'missing.txt')).toMatchObject({ code: 2 });
    expect(await run('veth/ping-it', '-', 'x'.repeat(9 * 1024 * 1024))).toMatchObject({
      code: 2,
      err: expect.stringContaining('larger than 8 MiB'),
    });
  });

  test('as data', async () => {
    const { out } = await run('veth/ping-it', 'good.txt', '', true);
    expect(JSON.parse(out)).toMatchObject({
      schema: 'netns-course/check/v1',
      step: 'veth/ping-it',
      checks: [{ kind: 'output', state: 'pass' }],
    });
  });
});
