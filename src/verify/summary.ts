import type { CaseState, LessonReport, ProofCase, VerifyReport } from './types.ts';

export type Counts = Readonly<Record<CaseState, number>>;

export function countCases(cases: readonly ProofCase[]): Counts {
  const counts = { pass: 0, fail: 0, error: 0, skipped: 0 };
  for (const { state } of cases) counts[state] += 1;
  return counts;
}

export function countReport({ lessons }: VerifyReport): Counts {
  return countCases(lessons.flatMap(({ cases }) => cases));
}

/** The worst that happened to a lesson: one wrong case makes it wrong, one that could not be judged leaves it unproved. */
export function lessonState({ cases }: LessonReport): CaseState {
  const counts = countCases(cases);
  if (counts.fail > 0) return 'fail';
  if (counts.error > 0) return 'error';
  return counts.skipped > 0 ? 'skipped' : 'pass';
}

/**
 * 0 only when all that was asked is proved; 1 when a lesson is wrong; 2 when nothing is wrong, but something could not
 * be judged or was not tried (a tool that is missing).
 */
export function exitCodeOf(report: VerifyReport): 0 | 1 | 2 {
  const counts = countReport(report);
  if (counts.fail > 0) return 1;
  return counts.error > 0 || counts.skipped > 0 || counts.pass === 0 ? 2 : 0;
}
