import type { Result } from '../result.ts';
import { testRows } from './tests.ts';

/**
 * The payload of a GitHub Classroom autograding action's output `result`, which its reporter takes in base64 (version 1). Each test
 * has a score of its own: the reporter's table and its notice count differently where one has not.
 */
export function exportGithubClassroom(result: Result): object {
  const tests = testRows(result).filter(({ hidden }) => !hidden);
  const isBroken = tests.some(({ check }) => check.state === 'error');
  return {
    version: 1,
    status: isBroken ? 'error' : tests.every(({ passed }) => passed) ? 'pass' : 'fail',
    max_score: tests.reduce((sum, { maxScore }) => sum + maxScore, 0),
    tests: tests.map(({ name, passed, score, output, check }) => ({
      name,
      status: passed ? 'pass' : check.state === 'error' ? 'error' : 'fail',
      score,
      message: output,
      test_code: check.kind,
      filename: '',
      line_no: 0,
      duration: 0,
    })),
  };
}
