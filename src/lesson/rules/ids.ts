import type { Report } from '../report.ts';
import type { RuleId } from '../rule-ids.ts';
import type { Place } from '../types.ts';
import type { Rule } from './rule.ts';

export const noSteps: Rule = {
  id: 'no-steps',
  check: ({ steps }, report) => {
    if (steps.length === 0 && !report.has('too-long'))
      report.add({ line: 1, column: 1 }, 'no-steps', report.words.lesson.noSteps());
  },
};

/** A heading of punctuation only has no slug: progress would have no key. */
export const missingId: Rule = {
  id: 'missing-id',
  check: ({ steps }, report) => {
    for (const step of steps) {
      if (step.id === '') report.add(step.place, 'missing-id', report.words.lesson.missingId());
    }
  },
};

/** Two steps, or two checks of a step, with one id would share their progress. GitHub's `-1` suffix depends on the order. */
export const duplicateId: Rule = {
  id: 'duplicate-id',
  check: ({ steps }, report) => {
    reportDuplicates(
      steps.filter(({ id }) => id !== ''),
      'duplicate-id',
      report,
    );
    for (const step of steps) reportDuplicates(step.checks, 'duplicate-id', report);
  },
};

function reportDuplicates(items: readonly { id: string; place: Place }[], rule: RuleId, report: Report): void {
  const first = new Map<string, Place>();
  for (const { id, place } of items) {
    const before = first.get(id);
    if (before === undefined) first.set(id, place);
    else report.add(place, rule, report.words.lesson.duplicateId({ id, line: before.line }));
  }
}
