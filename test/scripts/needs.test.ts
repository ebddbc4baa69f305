import { describe, expect, it } from 'vitest';
import { evaluate } from './evaluate.ts';

const unmet = (missing: readonly string[], obstacle: string | undefined, files: readonly string[]) =>
  evaluate(`import { unmetNeeds } from './scripts/lib/needs.mjs';
    console.log(JSON.stringify(unmetNeeds(${JSON.stringify(missing)}, ${JSON.stringify(obstacle) ?? 'undefined'}, ${JSON.stringify(files)})))`);

const files = ['test/check/kinds.test.ts', 'test/lab/marks.lab.test.ts', 'test/e2e/plain.test.ts'];

describe('a test file that the machine cannot run', () => {
  it('is none where all is there', () => {
    expect(unmet([], undefined, files)).toEqual([]);
  });

  it('needs a tool that makes labs', () => {
    expect(unmet(['ip', 'brctl'], undefined, files)).toEqual([
      { file: 'test/lab/marks.lab.test.ts', reason: 'needs ip, not installed here' },
      { file: 'test/e2e/plain.test.ts', reason: 'needs ip, not installed here' },
    ]);
  });

  it('needs what the lessons need', () => {
    expect(unmet(['ifconfig'], undefined, files)).toEqual([
      { file: 'test/e2e/plain.test.ts', reason: 'needs ifconfig, not installed here' },
    ]);
    expect(unmet(['brctl'], undefined, files)).toEqual([]);
  });

  it('needs user namespaces, which are closed', () => {
    const disk = ['test/storage/full-disk.lab.test.ts'];
    expect(unmet([], 'no lab here: closed', disk)).toEqual([{ file: disk[0], reason: 'no lab here: closed' }]);
    expect(unmet(['ip'], 'no lab here: ip is missing', disk)).toEqual([]);
  });

  it('needs a lab, which does not boot', () => {
    expect(unmet([], 'no lab here: closed', files)).toEqual(
      files.slice(1).map((file) => ({ file, reason: 'no lab here: closed' })),
    );
  });
});

describe("the lessons' proof", () => {
  const count = (text: string, code: number, maySkip: boolean) =>
    evaluate(`import { countProof } from './scripts/lib/verify-lessons.mjs';
      console.log(JSON.stringify(countProof(${JSON.stringify(text)}, ${String(code)}, ${String(maySkip)})))`);
  const skipping = (summary: string) =>
    `skipped veth: 0 of 1 proved\n  lessons/02-veth/lesson.md:1:1 skipped can be played\n      This machine lacks ifconfig\n\n${summary}\n`;

  it('counts each case', () => {
    expect(count('7 proved, 0 wrong\n', 0, false)).toMatchObject({ passed: 7, failed: 0, skipped: [] });
    expect(count('7 proved, 2 wrong\n', 1, false)).toMatchObject({ passed: 7, failed: 2, skipped: [] });
  });

  it('names each case that is wrong', () => {
    const text =
      'ok nat: 3 of 3 proved\nWRONG veth: 1 of 3 proved\n  lessons/02-veth/lesson.md:7:1 WRONG up: passes without "ip a"\n      it passes\n' +
      '  lessons/02-veth/lesson.md:9:1 ERROR down: fails before its commands\n      ip broke\n\n4 proved, 1 wrong, 1 could not be judged\n';
    expect(count(text, 1, false)).toMatchObject({
      failed: 2,
      failures: [
        { file: 'veth', name: 'up: passes without "ip a"', message: 'it passes' },
        { file: 'veth', name: 'down: fails before its commands', message: 'ip broke' },
      ],
    });
  });

  it('may leave out a lesson that cannot be played, but not in CI, and nothing else', () => {
    const text = skipping('7 proved, 0 wrong, 1 skipped');
    expect(count(text, 2, true)).toMatchObject({
      passed: 7,
      failed: 0,
      skipped: ['veth: This machine lacks ifconfig'],
    });
    expect(count(text, 2, false)).toMatchObject({ passed: 7, failed: 1 });
    expect(count(skipping('7 proved, 0 wrong, 1 could not be judged, 1 skipped'), 2, true)).toMatchObject({
      failed: 1,
    });
    expect(count('', 2, true)).toMatchObject({ passed: 0, failed: 1, skipped: [] });
  });
});
