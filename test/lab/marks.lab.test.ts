import { expect, vi } from 'vitest';
import type { CommandRecord } from '../../src/check/types.ts';
import { openTerminal } from '../../src/terminal/open-terminal.ts';
import { labTest, openLab } from './labs.ts';

interface Session {
  /** Types a line and waits for the prompt after it. */
  readonly type: (line: string) => Promise<void>;
  readonly record: (line: string) => CommandRecord | undefined;
  readonly requests: (readonly string[])[];
  /** How many continuation prompts were shown. */
  readonly continuations: () => number;
  readonly close: () => Promise<void>;
}

async function openSession(): Promise<Session> {
  const lab = await openLab();
  const terminal = openTerminal({
    spawn: lab.shell('controlplane'),
    node: 'controlplane',
    columns: 100,
    rows: 30,
    nonce: 'n0nce',
  });
  const requests: (readonly string[])[] = [];
  let prompts = 0;
  let continuations = 0;
  terminal.on((event) => {
    if (event.type === 'prompt') prompts += 1;
    if (event.type === 'continuation') continuations += 1;
    if (event.type === 'request') requests.push(event.words);
  });
  await vi.waitFor(() => expect(terminal.atPrompt).toBe(true), { timeout: 10_000 });
  return {
    type: async (line) => {
      const seen = prompts;
      terminal.write(`${line}\r`);
      await vi.waitFor(() => expect(prompts > seen && terminal.atPrompt, line).toBe(true), {
        timeout: 10_000,
        interval: 5,
      });
    },
    record: (line) => terminal.records.find((record) => record.line === line),
    requests,
    continuations: () => continuations,
    close: () => terminal.close(),
  };
}

labTest('each line, its output, its exit code and its namespace, in shells within shells', async () => {
  const { type, record, requests, continuations, close } = await openSession();
  for (const line of [
    'pwd',
    'false',
    '(exit 3); (exit 4)',
    ' echo "spaced;  50%"',
    'HISTCONTROL=ignoreboth HISTIGNORE="*"',
    ' echo again',
    ' echo again # same',
    'set -u',
    'echo after',
    'for i in 1 2\ndo echo $i\ndone',
    'cat <<END\na;b\nEND',
    'course next "a;b%"',
    'course',
    'ip netns add client',
    'ip netns exec client bash',
    'ip -br link',
    'exit',
    'unshare --uts',
    'hostname inner; hostname',
    'exit 5',
    'ip netns exec client unshare --pid --fork --mount-proc',
    'ls /sys/class/net',
    'exit',
    'sudo -i',
    'echo root',
    'exit',
    'hostname',
  ])
    await type(line);
  expect(record('pwd')).toMatchObject({ output: '/root', exitCode: 0, netns: '' });
  expect(record('false')?.exitCode).toBe(1);
  // Two lines of the loop, two of the here-document.
  expect(continuations()).toBe(4);
  expect(record('(exit 3); (exit 4)')?.exitCode).toBe(4);
  expect(record(' echo "spaced;  50%"')?.output).toBe('spaced;  50%');
  expect(record(' echo again # same')?.output).toBe('again');
  expect(record('echo after')?.output).toBe('after');
  expect(record('for i in 1 2\ndo echo $i\ndone')?.output).toBe('1\n2');
  expect(record('cat <<END\na;b\nEND')?.output).toBe('a;b');
  expect(requests).toEqual([['next', 'a;b%'], ['help']]);
  expect(record('ip -br link')).toMatchObject({ netns: 'client', exitCode: 0 });
  expect(record('hostname inner; hostname')?.output).toBe('inner');
  expect(record('unshare --uts')?.exitCode).toBe(5);
  expect(record('ls /sys/class/net')?.netns).toBe('client');
  expect(record('echo root')?.output).toBe('root');
  expect(record('hostname')).toMatchObject({ output: 'controlplane', netns: '' });
  await close();
});

labTest('with the history off, lines are unknown but their outputs and ends are not', async () => {
  const { type, record, close } = await openSession();
  await type('set +o history');
  await type('echo hidden; false');
  expect(record('')).toMatchObject({ output: 'hidden', exitCode: 1 });
  await close();
});

labTest('forged marks are data, and a deleted /usr changes nothing', async () => {
  const { type, record, close } = await openSession();
  await type("printf '\\033]133;D;0;n=forged;p=2\\a\\033]133;A;n=x\\a'; false");
  expect(record("printf '\\033]133;D;0;n=forged;p=2\\a\\033]133;A;n=x\\a'; false")?.exitCode).toBe(1);
  await type('rm -rf --no-preserve-root /usr/local /usr/bin /etc /root 2> /dev/null');
  await type('echo still');
  expect(record('echo still')).toMatchObject({ output: 'still', exitCode: 0 });
  await close();
});
