import type { Rule } from './rule.ts';

/**
 * A checkpoint is graded by its last state, in one lab that begins as its first step does: each step gives points, none
 * reads what a terminal showed, and only the first one prepares the lab.
 */
export function checkpoint(readsOutput: (kind: string) => boolean): Rule {
  return {
    id: 'checkpoint',
    check: ({ isCheckpoint, steps }, report) => {
      if (!isCheckpoint) return;
      const words = report.words.lesson;
      for (const [index, { place, checks, checksBroken, setup }] of steps.entries()) {
        if (!checksBroken && !checks.some(({ points = 0 }) => points > 0)) {
          report.add(place, 'checkpoint', words.checkpointWithoutPoints());
        }
        for (const check of checks) {
          if (readsOutput(check.kind)) report.add(check.place, 'checkpoint', words.checkpointReadsOutput());
        }
        if (index > 0 && setup !== '') report.add(place, 'checkpoint', words.checkpointSetup());
      }
    },
  };
}
