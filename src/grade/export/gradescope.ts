import type { Result } from '../result.ts';
import { findingLines, testRows } from './tests.ts';

/**
 * Gradescope's `/autograder/results/results.json`: the score as graded, each check as a test. Hidden checks are shown to
 * nobody but the teacher; where there is one, Gradescope keeps the sum from students as well.
 */
export function exportGradescope(result: Result): object {
  return {
    score: result.score,
    output: findingLines(result),
    output_format: 'text',
    test_output_format: 'text',
    test_name_format: 'text',
    visibility: 'visible',
    stdout_visibility: 'hidden',
    tests: testRows(result).map(({ name, passed, score, maxScore, hidden, output }, index) => ({
      score,
      max_score: maxScore,
      status: passed ? 'passed' : 'failed',
      name,
      number: String(index + 1),
      output,
      visibility: hidden ? 'hidden' : 'visible',
    })),
    extra_data: { schema: result.schema, status: result.status, sha256: result.sha256 ?? '' },
  };
}
