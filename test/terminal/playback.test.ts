import { expect, test } from 'vitest';
import { playbackOf } from '../../src/terminal/playback.ts';

const castOf = (...events: readonly unknown[]): string =>
  [{ version: 3, term: { cols: 40, rows: 6 } }, ...events].map((line) => JSON.stringify(line)).join('\n');

test('keeps what changed, by the line, and takes output that comes together for one picture', async () => {
  const { frames, rows, cut } = await playbackOf(
    'node01',
    castOf(
      [0, 'o', '$ '],
      [0.05, 'o', 'ip'],
      [0.05, 'o', ' link\r\n'],
      [1, 'r', '80x24'],
      [2, 'o', '\u001b[31mred\u001b[0m'],
      [0, 'x', '0'],
    ),
  );
  expect({ rows, cut }).toEqual({ rows: 6, cut: false });
  expect(frames).toEqual([
    [0, [0, '$ ip link']],
    [3100, [1, 'red']],
  ]);
});

test('knows where a step begins, in recordings of both versions', async () => {
  const later = (time: number): unknown[] => [
    [0, 'o', '$ '],
    [1, 'm', 'veth/one'],
    [time, 'o', 'ip link'],
  ];
  const seen = {
    frames: [
      [0, [0, '$']],
      [2000, [0, '$ ip link']],
    ],
    marks: [[1, 'veth/one']],
  };
  expect(await playbackOf('n', castOf(...later(1)))).toMatchObject({ rows: 6, ...seen });
  const old = [{ version: 2, width: 30, height: 9 }, ...later(2)].map((line) => JSON.stringify(line)).join('\n');
  expect(await playbackOf('n', old)).toMatchObject({ rows: 9, ...seen });
});

test('is bounded, and ends, whatever it is given', async () => {
  expect(await playbackOf('n', 'no cast\n[1]\n[0,"o"]\n["a","o","x"]\n[-1,"o","x"]\n{}')).toMatchObject({
    frames: [],
    cut: false,
  });
  const freezes = await playbackOf(
    'n',
    castOf([0, 'o', 'a\u001b[2147483647b'], [1, 'o', '\u001b[9999L\u001b[2147483647S!']),
  );
  expect(freezes.frames.at(-1)).toBeDefined();
  const screen = Array.from({ length: 6 }, (_, row) => `\u001b[${String(row + 1)};1H${'x'.repeat(40)}`).join('');
  const flips = Array.from({ length: 9000 }, (_, at) => [1, 'o', at % 2 === 0 ? screen : '\u001b[2J']);
  const long = await playbackOf('n', castOf(...flips));
  expect(long.cut).toBe(true);
  expect(JSON.stringify(long.frames).length).toBeLessThan(2 * 1024 * 1024);
});
