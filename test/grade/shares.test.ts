import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { predictMs } from '../../src/grade/predict.ts';
import { shareOut, type Piece } from '../../src/grade/shares.ts';
import { parseLesson } from '../../src/lesson/parse-lesson.ts';
import { wordsFor } from '../../src/words/index.ts';
import { submissionOf, type Typed } from './submit.ts';

const piecesOf = fc.uniqueArray(
  fc.record({
    name: fc.string({ minLength: 1, maxLength: 8 }),
    checkpoint: fc.constantFrom('nat', 'cni'),
    costMs: fc.integer({ min: 20, max: 30_000 }),
  }),
  { selector: ({ name }) => name, minLength: 1, maxLength: 60 },
);
const shards = fc.integer({ min: 1, max: 9 });

function loads(pieces: readonly Piece[], of: number): readonly number[] {
  const shares = shareOut(pieces, of);
  return Array.from({ length: of }, (_, at) =>
    pieces.filter(({ name }) => shares.get(name) === at + 1).reduce((sum, { costMs }) => sum + costMs, 0),
  );
}

describe('shareOut', () => {
  test('gives every piece to one shard, the same in whatever order they come', () => {
    fc.assert(
      fc.property(piecesOf, shards, (pieces, of) => {
        const shares = shareOut(pieces, of);
        expect([...shares.keys()].toSorted()).toEqual(pieces.map(({ name }) => name).toSorted());
        for (const index of shares.values()) expect(index).toBeGreaterThanOrEqual(1);
        for (const index of shares.values()) expect(index).toBeLessThanOrEqual(of);
        expect(shareOut(pieces.toReversed(), of)).toEqual(shares);
      }),
    );
  });

  test('no shard has more than another by more than the longest piece', () => {
    fc.assert(
      fc.property(piecesOf, shards, (pieces, of) => {
        const all = loads(pieces, of);
        const longest = Math.max(...pieces.map(({ costMs }) => costMs));
        expect(Math.max(...all) - Math.min(...all)).toBeLessThanOrEqual(longest);
      }),
    );
  });

  test('a class in which every fourth waits is shared out evenly among four', () => {
    const pieces = Array.from({ length: 200 }, (_, at) => ({
      name: `s${String(at).padStart(3, '0')}`,
      checkpoint: 'nat',
      costMs: at % 4 === 0 ? 4_800 : 800,
    }));
    const whole = pieces.reduce((sum, { costMs }) => sum + costMs, 0);
    for (const load of loads(pieces, 4)) expect(Math.abs(load - whole / 4)).toBeLessThan(0.02 * whole);
  });

  test('each checkpoint is everybody’s, also where every learner’s files lie side by side', () => {
    const pieces = Array.from({ length: 200 }, (_, at) => ({
      name: `s${String(at).padStart(3, '0')}`,
      checkpoint: at % 2 === 0 ? 'nat' : 'cni',
      costMs: 800,
    }));
    const shares = shareOut(pieces, 4);
    for (const checkpoint of ['nat', 'cni']) {
      const own = pieces.filter((piece) => piece.checkpoint === checkpoint);
      expect([1, 2, 3, 4].map((index) => own.filter(({ name }) => shares.get(name) === index).length)).toEqual([
        25, 25, 25, 25,
      ]);
    }
  });
});

describe('predictMs', () => {
  const { lesson } = parseLesson(
    {
      id: 'a',
      file: 'a.md',
      text: '---\ntitle: T\nminutes: 1\n---\n# T\n\n## S\n\n```console\n$ ip netns add a\n```\n\n```yaml check\n- netns: a\n```\n',
    },
    wordsFor(),
  );
  if (lesson === undefined) throw new Error('no lesson');
  const costOf = (...typed: readonly Typed[]): number =>
    predictMs(submissionOf({ student: 's', lesson, version: '', typed }));
  const base = costOf('true');

  test('what was waited for counts, as long as a replay waits for it', () => {
    const ping = { line: 'ping -c 3 10.0.0.1', startedMs: 0, endedMs: 2_000 };
    expect(costOf(ping) - base).toBeGreaterThan(1_900);
    expect(costOf({ ...ping, endedMs: 3_600_000 })).toBeLessThan(31_000);
    const stopped = { line: 'ping 10.0.0.1', exitCode: 130, startedMs: 0, endedMs: 60_000 };
    expect(costOf(stopped) - base).toBeLessThanOrEqual(2_000);
  });

  test('a shell counts by what was typed in it, an editor not at all', () => {
    const shell = { line: 'ip netns exec a bash', startedMs: 0, endedMs: 60_000 };
    const inside = { line: 'ip addr', startedMs: 30_000, endedMs: 30_010 };
    expect(costOf(shell, inside)).toBeLessThan(1_000);
    expect(costOf({ line: 'sudo vim /root/x', startedMs: 0, endedMs: 60_000 })).toBeLessThan(1_000);
  });

  test('what does not pass is looked at for longer', () => {
    const verdicts = [{ step: 's', check: 'netns-1', state: 'fail' as const }];
    const failed = predictMs(submissionOf({ student: 's', lesson, version: '', typed: ['true'], verdicts }));
    expect(failed - base).toBe(1_500);
  });
});
