import type { Check } from '../../check/types.ts';
import { similar } from '../similar.ts';
import type { Rule } from './rule.ts';

/** `needs` names checks of the same step. */
export const unknownNeed: Rule = {
  id: 'unknown-need',
  check: ({ steps }, report) => {
    for (const { checks, checksBroken } of steps) {
      if (checksBroken) continue;
      const ids = checks.map((check) => check.id);
      for (const check of checks) {
        for (const id of check.needs) {
          if (ids.includes(id)) continue;
          report.add(check.place, 'unknown-need', report.words.lesson.unknownNeed({ id, similar: similar(id, ids) }));
        }
      }
    }
  },
};

/** Checks that wait for one another would be `skipped` for ever. */
export const needCycle: Rule = {
  id: 'need-cycle',
  check: ({ steps }, report) => {
    for (const { checks } of steps) {
      for (const check of checks) {
        const cycle = cycleFrom(check, checks);
        // Said once, at the check that comes first in the file.
        if (cycle === undefined || cycle.some((other) => checks.indexOf(other) < checks.indexOf(check))) continue;
        const ids = [...cycle, check].map(({ id }) => id);
        report.add(check.place, 'need-cycle', report.words.lesson.needCycle({ ids }));
      }
    }
  },
};

/** The shortest way along `needs` from a check back to itself; breadth first, each check once. */
function cycleFrom(start: Check, checks: readonly Check[]): readonly Check[] | undefined {
  const ways: Check[][] = [[start]];
  const visited = new Set<Check>();
  for (let way = ways.shift(); way !== undefined; way = ways.shift()) {
    const last = way.at(-1);
    for (const id of last?.needs ?? []) {
      const next = checks.find((check) => check.id === id);
      if (next === start) return way;
      if (next === undefined || visited.has(next)) continue;
      visited.add(next);
      ways.push([...way, next]);
    }
  }
  return undefined;
}
