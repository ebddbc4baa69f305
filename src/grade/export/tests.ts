import { printable } from '../../verify/printable.ts';
import type { CheckResult, Result } from '../result.ts';

/** A check as other tools' reports have it: one test with a name, points, and what to say of it. */
export interface TestRow {
  readonly name: string;
  readonly passed: boolean;
  readonly score: number;
  readonly maxScore: number;
  readonly hidden: boolean;
  /** Expected, observed and message, a line each; `''` for a check that passes with nothing to say. */
  readonly output: string;
  readonly check: CheckResult;
}

/** The checks of a result, in the checkpoint's order; texts have nothing in them that acts on a terminal. */
export function testRows(result: Result): readonly TestRow[] {
  return result.checks.map((check) => ({
    name: printable(`${check.stepTitle}: ${check.title}`).replaceAll('\n', ' '),
    passed: check.state === 'pass',
    score: check.points,
    maxScore: check.maxPoints,
    hidden: check.hidden,
    output: check.state === 'pass' ? '' : detail(check),
    check,
  }));
}

function detail({ expected, observed, message }: CheckResult): string {
  const lines = [
    ...(expected === undefined ? [] : [`expected: ${expected}`]),
    ...(observed === undefined ? [] : [`found: ${observed}`]),
    ...(message === undefined ? [] : [message]),
  ];
  return printable(lines.join('\n'));
}

/** What a teacher or a learner should know beside the points, a line each. */
export function findingLines({ findings }: Result): string {
  return printable(findings.map(({ text }) => text).join('\n'));
}
