import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Check, Verdict } from '../../src/check/types.ts';
import { mutantsOfStep } from '../../src/verify/mutants.ts';
import { createPool } from '../../src/verify/pool.ts';
import { patienceOf, settleOf } from '../../src/verify/settle.ts';
import { exitCodeOf, lessonState } from '../../src/verify/summary.ts';
import { aCase, aCheck, aCommand, aReport, aStep } from './make.ts';

describe('mutants', () => {
  test('every command but those that only look is left out once, the rest stays in order', () => {
    const commands = [aCommand('a'), aCommand('b', { look: true }), aCommand('a'), aCommand('c', { interrupt: true })];
    const mutants = mutantsOfStep(aStep({ commands }), 3);
    expect(mutants.map(({ leftOut }) => leftOut)).toEqual([commands[0], commands[2], commands[3]]);
    expect(mutants.map((mutant) => mutant.commands)).toEqual([
      [commands[1], commands[2], commands[3]],
      [commands[0], commands[1], commands[3]],
      [commands[0], commands[1], commands[2]],
    ]);
    expect(mutants.map(({ isLast }) => isLast)).toEqual([false, false, true]);
    expect(mutants.every(({ position }) => position === 3)).toBe(true);
  });
});

describe('settling', () => {
  const checks: Check[] = [aCheck('now'), aCheck('soon', { withinMs: 2_000 }), aCheck('late', { withinMs: 5_000 })];
  const say = (now: Verdict['state'], soon: Verdict['state'], late: Verdict['state']): ReadonlyMap<string, Verdict> =>
    new Map([
      ['now', { state: now }],
      ['soon', { state: soon }],
      ['late', { state: late }],
    ]);

  test('the check that fails soonest for good decides', () => {
    expect(settleOf(checks, say('fail', 'fail', 'fail'), 20)).toBe(250);
    expect(settleOf(checks, say('pass', 'fail', 'fail'), 20)).toBe(2_000);
    expect(settleOf(checks, say('pass', 'pass', 'fail'), 20)).toBe(5_000);
  });

  test('a solution that converges slowly gives its mutants more time', () => {
    expect(settleOf(checks, say('fail', 'pass', 'pass'), 400)).toBe(1_200);
  });

  test('errors and checks that wait decide nothing', () => {
    expect(settleOf(checks, say('pass', 'error', 'skipped'), 20)).toBeUndefined();
    expect(settleOf(checks, say('error', 'skipped', 'fail'), 20)).toBe(5_000);
  });

  test('a solution has its longest within, and a second and a half at least', () => {
    expect(patienceOf(checks)).toBe(5_000);
    expect(patienceOf([aCheck('now')])).toBe(1_500);
  });
});

describe('pool', () => {
  const tick = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));

  test('never more at once than allowed, everything runs, failures are the callers', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.boolean(), { maxLength: 20 }),
        async (limit, fails) => {
          const pool = createPool(limit);
          let running = 0;
          let most = 0;
          const results = await Promise.allSettled(
            fails.map((fail, index) =>
              pool.run(index % 3, async () => {
                running += 1;
                most = Math.max(most, running);
                await tick();
                running -= 1;
                if (fail) throw new Error(String(index));
                return index;
              }),
            ),
          );
          expect(most).toBeLessThanOrEqual(limit);
          expect(results.map(({ status }) => status === 'rejected')).toEqual(fails);
        },
      ),
      { numRuns: 30 },
    );
  });

  test('what waits begins by priority, then by age', async () => {
    const pool = createPool(1);
    const begun: string[] = [];
    const task = (name: string) => async (): Promise<void> => {
      begun.push(name);
      await tick();
    };
    await Promise.all([
      pool.run(0, task('first')),
      pool.run(1, task('low')),
      pool.run(5, task('high')),
      pool.run(1, task('low too')),
      pool.run(5, task('high too')),
    ]);
    expect(begun).toEqual(['first', 'high', 'high too', 'low', 'low too']);
  });
});

describe('exit code', () => {
  test.each([
    [['pass', 'pass'], 0, 'pass'],
    [['pass', 'skipped'], 2, 'skipped'],
    [['pass', 'error', 'skipped'], 2, 'error'],
    [['error', 'fail', 'skipped', 'pass'], 1, 'fail'],
    [[], 2, 'pass'],
  ] as const)('%j: %i', (states, code, state) => {
    const report = aReport([states.map((each) => aCase({ state: each }))]);
    expect(exitCodeOf(report)).toBe(code);
    expect(report.lessons.map(lessonState)).toEqual([state]);
  });
});
