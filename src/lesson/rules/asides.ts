import { limits } from '../limits.ts';
import type { Rule } from './rule.ts';

export const tooManyHints: Rule = {
  id: 'too-many-hints',
  check: ({ steps }, report) => {
    for (const { hints } of steps) {
      const extra = hints[limits.hints];
      if (extra === undefined) continue;
      report.add(extra.place, 'too-many-hints', report.words.lesson.tooManyHints({ limit: limits.hints }));
    }
  },
};

/** The debrief is shown when the step passes: there is one, and nothing stands below it. */
export const debriefCloses: Rule = {
  id: 'second-debrief',
  check: ({ steps }, report) => {
    for (const { debriefs, afterDebrief } of steps) {
      const second = debriefs[1];
      if (second !== undefined) report.add(second.place, 'second-debrief', report.words.lesson.secondDebrief());
      else if (afterDebrief !== undefined) report.add(afterDebrief, 'misplaced', report.words.lesson.afterDebrief());
    }
  },
};
