import type { Gradebook, Result } from '../result.ts';
import { testRows } from './tests.ts';

/**
 * Classroom 50's `result.json` (classroom50/result/v1; its keys are hyphenated). Its runner stamps classroom, assignment type, release
 * and review by itself. Its scores are whole numbers: points are rounded. Hidden checks count and are not listed.
 */
export function exportClassroom50(result: Result, { course }: Pick<Gradebook, 'course'>): object {
  return {
    schema: 'classroom50/result/v1',
    classroom: course.title,
    assignment: result.checkpoint,
    assignment_type: 'individual',
    owner: result.learner.id,
    submission: result.file ?? '',
    commit: result.sha256 ?? '',
    release: '',
    review: '',
    datetime: result.submittedAt ?? '',
    score: Math.round(result.score),
    'max-score': Math.round(result.maxScore),
    tests: testRows(result)
      .filter(({ hidden }) => !hidden)
      .map(({ name, passed, score, maxScore, output }) => ({
        'test-name': name,
        passed,
        score: Math.round(score),
        'max-score': Math.round(maxScore),
        message: output,
      })),
  };
}
