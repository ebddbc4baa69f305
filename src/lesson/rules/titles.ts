import { placeOf } from '../tree.ts';
import type { Rule } from './rule.ts';

/** A lesson reads well without any tool: it has a heading of its own (`# `), and only one. */
export const missingTitle: Rule = {
  id: 'missing-title',
  check: ({ titles }, report) => {
    // A section that was too long to be read may hold it.
    if (titles.length === 0 && !report.has('too-long')) {
      report.add({ line: 1, column: 1 }, 'missing-title', report.words.lesson.missingTitle());
    }
  },
};

export const secondTitle: Rule = {
  id: 'second-title',
  check: ({ titles }, report) => {
    for (const heading of titles.slice(1)) {
      report.add(placeOf(heading), 'second-title', report.words.lesson.secondTitle());
    }
  },
};
