import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { updateSamples } from '../../src/verify/update-samples.ts';

const block = ['# Title', '', '```console', '$ ip netns list', 'old', 'older', '```', '', 'Text.', ''];

describe('updateSamples', () => {
  test('replaces the lines of a sample and nothing else', () => {
    const { text, refused } = updateSamples(
      block.join('\n'),
      [{ from: 5, to: 6, output: ['', 'red  ', 'blue', ''] }],
      {},
    );
    expect(refused).toEqual([]);
    expect(text.split('\n')).toEqual([...block.slice(0, 4), 'red', 'blue', ...block.slice(6)]);
  });

  test('keeps the line ends of the file, and its end', () => {
    const { text } = updateSamples(block.join('\r\n'), [{ from: 5, to: 6, output: ['red', 'blue', 'green'] }], {});
    expect(text).toBe([...block.slice(0, 4), 'red', 'blue', 'green', ...block.slice(6)].join('\r\n'));
  });

  test('several edits at once, in whatever order', () => {
    const source = ['$ one', 'a', '$ two', 'b', 'b', '$ three', 'c'].join('\n');
    const edits = [
      { from: 2, to: 2, output: ['A', 'A'] },
      { from: 7, to: 7, output: ['C'] },
      { from: 4, to: 5, output: ['B'] },
    ];
    expect(updateSamples(source, edits, {}).text).toBe(['$ one', 'A', 'A', '$ two', 'B', '$ three', 'C'].join('\n'));
  });

  test('keeps the margin of a block in a quote or a list', () => {
    const quoted = ['> ```console', '> $ ls', '> old', '> ```'].join('\n');
    expect(updateSamples(quoted, [{ from: 3, to: 3, output: ['new', '  more'] }], {}).text).toBe(
      ['> ```console', '> $ ls', '> new', '>   more', '> ```'].join('\n'),
    );
    const listed = ['- item', '', '  ```console', '  $ ls', '  old', '  ```'].join('\n');
    expect(updateSamples(listed, [{ from: 5, to: 5, output: ['new', '  more'] }], {}).text).toBe(
      ['- item', '', '  ```console', '  $ ls', '  new', '    more', '  ```'].join('\n'),
    );
  });

  test('an output that is itself indented gets no margin of its own twice', () => {
    const source = ['```console', '$ ip address', '1: lo: <LOOPBACK>', '    inet 127.0.0.1/8', '```'].join('\n');
    const output = ['1: lo: <LOOPBACK,UP>', '    inet 127.0.0.1/8', '       valid_lft forever'];
    expect(updateSamples(source, [{ from: 3, to: 4, output }], {}).text).toBe(
      ['```console', '$ ip address', ...output, '```'].join('\n'),
    );
  });

  test('values that the old sample wrote as variables stay variables, whole ones only', () => {
    const source = ['$ ip route', 'default via ${router} dev ${dev}'].join('\n');
    const output = ['default via 10.0.0.1 dev v0', '10.0.0.12 dev v0x', '10.0.0.1.5', '10.0.0.1/24'];
    const { text } = updateSamples(source, [{ from: 2, to: 2, output }], {
      router: '10.0.0.1',
      dev: 'v0',
      other: 'default',
    });
    expect(text.split('\n').slice(1)).toEqual([
      'default via ${router} dev ${dev}',
      '10.0.0.12 dev v0x',
      '10.0.0.1.5',
      '${router}/24',
    ]);
  });

  test('an output that would be read as something else is refused, and the rest is done', () => {
    const source = ['$ cat a', 'old', '$ cat b', 'old'].join('\n');
    for (const line of ['$ rm -rf /', 'node01 $ x', '> more', '```', '~~~~', '$']) {
      const bad = { from: 2, to: 2, output: ['fine', line] };
      const { text, refused } = updateSamples(source, [bad, { from: 4, to: 4, output: ['new'] }], {});
      expect(refused).toEqual([bad]);
      expect(text).toBe(['$ cat a', 'old', '$ cat b', 'new'].join('\n'));
    }
    expect(updateSamples(source, [{ from: 2, to: 2, output: ['', ''] }], {}).refused).toHaveLength(1);
  });

  test('the ^C key stays where the lesson has it', () => {
    const output = ['PING', '64 bytes', '^C', '--- statistics ---', '1 received'];
    const inside = ['$ ping', 'old', '^C', 'old', '```'].join('\n');
    expect(updateSamples(inside, [{ from: 2, to: 4, output }], {}).text).toBe(['$ ping', ...output, '```'].join('\n'));
    const below = ['$ ping', 'old', '^C', '```'].join('\n');
    expect(updateSamples(below, [{ from: 2, to: 2, output }], {}).text).toBe(
      ['$ ping', 'PING', '64 bytes', '^C', '```'].join('\n'),
    );
    const above = ['$ ping', '^C', 'old', '```'].join('\n');
    expect(updateSamples(above, [{ from: 3, to: 3, output }], {}).text).toBe(
      ['$ ping', '^C', 'PING', '64 bytes', '--- statistics ---', '1 received', '```'].join('\n'),
    );
    expect(updateSamples(inside, [{ from: 2, to: 4, output: ['PING', '^C64 bytes'] }], {}).text).toBe(
      ['$ ping', 'PING', '^C', '64 bytes', '```'].join('\n'),
    );
  });

  test('whatever came, the other lines are byte for byte what they were', () => {
    const line = fc.stringMatching(/^[ -~]{0,20}$/u);
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 3, maxLength: 20 }),
        fc.nat(),
        fc.nat(),
        fc.array(line, { maxLength: 5 }),
        fc.constantFrom('\n', '\r\n'),
        (lines, one, other, output, end) => {
          const [from = 1, to = 1] = [1 + (one % lines.length), 1 + (other % lines.length)].sort((a, b) => a - b);
          const { text, refused } = updateSamples(lines.join(end), [{ from, to, output }], {});
          const now = text.split(end);
          expect(now.slice(0, from - 1)).toEqual(lines.slice(0, from - 1));
          expect(now.slice(now.length - (lines.length - to))).toEqual(lines.slice(to));
          if (refused.length > 0) expect(text).toBe(lines.join(end));
        },
      ),
    );
  });
});
