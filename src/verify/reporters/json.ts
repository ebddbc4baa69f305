import { countReport, exitCodeOf, lessonState } from '../summary.ts';
import type { VerifyReport } from '../types.ts';

/** What JSON lets through and a terminal acts upon: DEL, the C1 controls, direction marks. */
const unsafe = /[\u{7f}-\u{9f}\u{200e}\u{200f}\u{061c}\u{202a}-\u{202e}\u{2066}-\u{2069}]/gu;

/** The report as it is, with what follows from it: each lesson's state, the counts, the exit code. */
export function reportJson(report: VerifyReport): string {
  const { lessons, ...rest } = report;
  const whole = {
    ...rest,
    counts: countReport(report),
    exitCode: exitCodeOf(report),
    lessons: lessons.map(({ cases, ...lesson }) => ({ ...lesson, state: lessonState({ ...lesson, cases }), cases })),
  };
  return `${JSON.stringify(whole, null, 2).replaceAll(unsafe, escapeUnit)}\n`;
}

function escapeUnit(character: string): string {
  return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
}
