import type { Check, Verdict } from '../check/types.ts';

/** A step may converge this long after its commands, whatever its checks' `within` say: carriers come up, pings answer. */
const patienceMs = 1_500;
/** What a mutant is given at least: links change their state within some tens of milliseconds. */
const leastMs = 250;
/** A mutant may take so much longer than the whole solution did to converge. */
const slack = 3;

/** How long after its commands a step's solution may take to pass. */
export function patienceOf(checks: readonly Check[]): number {
  return Math.max(patienceMs, ...checks.map(({ withinMs }) => withinMs));
}

/**
 * How long after its last command a mutant must be watched until it is certain that it fails: as long as the check that
 * fails soonest for good may still come true, by its own `within` or by what the whole solution took to converge. One
 * failing check is enough, so the shortest of their times decides. Checks that are `skipped` wait for another.
 *
 * @param convergedMs what the whole solution took, from its last command to its pass.
 * @returns `undefined` when no check says `fail`: errors decide nothing.
 */
export function settleOf(
  checks: readonly Check[],
  verdicts: ReadonlyMap<string, Verdict>,
  convergedMs: number,
): number | undefined {
  const times = checks
    .filter(({ id }) => verdicts.get(id)?.state === 'fail')
    .map(({ withinMs }) => Math.max(withinMs, leastMs, slack * convergedMs));
  return times.length === 0 ? undefined : Math.min(...times);
}
