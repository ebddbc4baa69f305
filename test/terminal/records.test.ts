import { describe, expect, it } from 'vitest';
import type { CommandRecord } from '../../src/check/types.ts';
import type { Mark } from '../../src/terminal/marks.ts';
import { createRecords, maxRecordedLength, maxRecords } from '../../src/terminal/records.ts';
import { createShells } from '../../src/terminal/shells.ts';

const A = (shell: number, depth = 1): Mark => ({ type: 'prompt-start', shell, depth });
const B = (shell: number): Mark => ({ type: 'prompt-end', shell });
const C = (shell: number, line: string, netns = ''): Mark => ({ type: 'command', shell, netns, line });
const D = (shell: number, exitCode = 0): Mark => ({ type: 'done', shell, exitCode });
const out = (text: string): Mark => ({ type: 'output', bytes: new TextEncoder().encode(text) });

function play(marks: readonly Mark[], end = true): { list: readonly CommandRecord[]; events: string[] } {
  const shells = createShells();
  const records = createRecords('controlplane');
  const events: string[] = [];
  let now = 0;
  const take = (all: ReturnType<typeof shells.push>): void => {
    for (const event of all) {
      const record = records.push(event, now++);
      if (event.type === 'prompt') events.push(`prompt ${event.depth}${event.ready ? '' : ' soon'}`);
      else if (event.type !== 'output') events.push(`${event.type} ${record?.line} ${record?.exitCode ?? ''}`.trim());
    }
  };
  marks.forEach((mark) => take(shells.push(mark)));
  if (end) take(shells.end());
  return { list: records.list(), events };
}

const brief = (list: readonly CommandRecord[]): unknown[] =>
  list.map(({ line, output, exitCode, netns }) => [line, output, exitCode, netns]);

describe('records', () => {
  it('has a command, its output and its exit code; never what was typed', () => {
    const { list, events } = play([
      A(5),
      out('$ '),
      B(5),
      out('echo 64 bytes from 10.0.0.12\r\n'),
      C(5, 'echo x', 'client'),
      out('x\r\n'),
      D(5, 0),
      A(5),
      out('$ '),
      B(5),
    ]);
    expect(brief(list)).toEqual([['echo x', 'x', 0, 'client']]);
    expect(events).toEqual(['prompt 1 soon', 'prompt 1', 'start echo x', 'end echo x 0', 'prompt 1 soon', 'prompt 1']);
    expect(list[0]).toMatchObject({ index: 0, node: 'controlplane', startedMs: 2, endedMs: 4 });
  });

  it('shows a running command with what it has said so far', () => {
    const { list } = play([A(5), B(5), C(5, 'ping 10.0.0.12'), out('64 bytes from 10.0.0.12\r\n')], false);
    expect(brief(list)).toEqual([['ping 10.0.0.12', '64 bytes from 10.0.0.12', undefined, '']]);
  });

  it('follows a shell inside a command, and gives its output to the inner commands alone', () => {
    const { list, events } = play([
      A(5),
      B(5),
      C(5, 'ip netns exec client bash'),
      out('before\r\n'),
      A(9, 2),
      out('# '),
      B(9),
      out('typed\r\n'),
      C(9, 'ip link', 'client'),
      out('lo\r\n'),
      D(9, 0),
      A(9, 2),
      B(9),
      C(9, 'exit', 'client'),
      out('exit\r\n'),
      D(5, 0),
      A(5),
    ]);
    expect(brief(list)).toEqual([
      ['ip netns exec client bash', 'before', 0, ''],
      ['ip link', 'lo', 0, 'client'],
      ['exit', 'exit', undefined, 'client'],
    ]);
    expect(events.slice(-3)).toEqual(['end exit', 'end ip netns exec client bash 0', 'prompt 1 soon']);
  });

  it('tells shells of the same number in different PID namespaces apart by their depth', () => {
    const { list } = play([
      A(1),
      C(1, 'unshare --pid --fork bash'),
      A(1, 2),
      C(1, 'echo in'),
      out('in\r\n'),
      D(1, 4),
      A(1, 2),
      out('exit\r\n'),
      A(1, 1),
      C(1, 'echo out'),
      out('out\r\n'),
      D(1, 0),
    ]);
    expect(brief(list)).toEqual([
      ['unshare --pid --fork bash', '', undefined, ''],
      ['echo in', 'in', 4, ''],
      ['echo out', 'out', 0, ''],
    ]);
  });

  it('ends a command at the next prompt when its end was never told', () => {
    const { list } = play([A(5), C(5, 'a'), out('1\r\n'), A(5), B(5), C(5, 'b'), C(5, 'c')]);
    expect(brief(list)).toEqual([
      ['a', '1', undefined, ''],
      ['b', '', undefined, ''],
      ['c', '', undefined, ''],
    ]);
  });

  it('ends shells that went without a word when another comes in their place', () => {
    const { events } = play([A(5), C(5, 'loop'), A(6, 2), C(6, 'kill -9 $$'), A(7, 2), B(7)], false);
    expect(events.slice(-4)).toEqual(['start kill -9 $$', 'end kill -9 $$', 'prompt 2 soon', 'prompt 2']);
  });

  it('takes ends without a beginning for nothing', () => {
    expect(play([D(5, 1), D(7, 2), A(5), D(5, 0), A(5), B(5)]).list).toEqual([]);
  });

  it('tells of a prompt once, however often it is drawn', () => {
    expect(play([A(5), B(5), out('$ '), B(5), A(5), B(5), C(5, 'x'), D(5), A(5), B(5)], false).events).toEqual([
      'prompt 1 soon',
      'prompt 1',
      'prompt 1 soon',
      'prompt 1',
      'start x',
      'end x 0',
      'prompt 1 soon',
      'prompt 1',
    ]);
  });

  it('begins every command with a clean slate of escapes', () => {
    const { list } = play([A(5), C(5, 'printf'), out('\u001b]0;open'), A(5), C(5, 'echo'), out('seen\r\n'), D(5)]);
    expect(list.map(({ output }) => output)).toEqual(['', 'seen']);
  });

  it('forgets the oldest of more than a thousand', () => {
    const marks = Array.from({ length: maxRecords + 10 }, (_, i) => [C(5, `c${i}`), D(5)]).flat();
    const { list } = play(marks);
    expect(list.length).toBe(maxRecords);
    expect(list.at(-1)).toMatchObject({ index: maxRecords + 9 });
  });

  it('keeps all outputs together within bounds, the newest whole', () => {
    const mebibyte = out(`${'x'.repeat(1023)}\n`.repeat(1024));
    const { list } = play(Array.from({ length: 40 }, (_, i) => [C(5, `c${i}`), mebibyte, D(5)]).flat());
    expect(list.reduce((sum, { output }) => sum + output.length, 0)).toBeLessThanOrEqual(maxRecordedLength);
    expect(list[0]?.output).toContain('\n…\n');
    expect(list.at(-1)?.output.length).toBeGreaterThan(1024 * 1023);
  });

  it('can be written as JSON while a command runs', () => {
    const { list } = play([C(5, 'a'), out('1')], false);
    expect(JSON.parse(JSON.stringify(list[0]))).toMatchObject({ line: 'a', output: '1' });
  });
});
