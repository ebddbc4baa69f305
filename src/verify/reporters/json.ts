import { countReport, exitCodeOf, lessonState } from '../summary.ts';
import type { VerifyReport } from '../types.ts';

/** The report as it is, with what follows from it: each lesson's state, the counts, the exit code. */
export function reportJson(report: VerifyReport): string {
  const { lessons, ...rest } = report;
  const whole = {
    ...rest,
    counts: countReport(report),
    exitCode: exitCodeOf(report),
    lessons: lessons.map(({ cases, ...lesson }) => ({ ...lesson, state: lessonState({ ...lesson, cases }), cases })),
  };
  return `${JSON.stringify(whole, null, 2)}\n`;
}
