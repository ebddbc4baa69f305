import { printable } from '../../verify/printable.ts';
import type { Result } from '../result.ts';
import { testRows } from './tests.ts';

/** What `check50 --output json` writes: `passed` is null for a check that could not be judged or waits for another. */
export function exportCheck50(result: Result): object {
  return {
    slug: `netns-course/${result.checkpoint}`,
    results: testRows(result)
      .filter(({ hidden }) => !hidden)
      .map(({ name, passed, check }) => ({
        name: `${check.step}/${check.id}`,
        description: name,
        passed: check.state === 'error' || check.state === 'skipped' ? null : passed,
        log: [],
        cause:
          passed || check.state === 'skipped'
            ? null
            : {
                rationale: printable(check.message ?? check.observed ?? ''),
                help: null,
                expected: printable(check.expected ?? ''),
                actual: printable(check.observed ?? ''),
              },
        data: { points: check.points, max_points: check.maxPoints },
        dependency: check.needs[0] === undefined ? null : `${check.step}/${check.needs[0]}`,
      })),
    version: result.course.version,
  };
}
