import { printable } from '../../verify/printable.ts';
import { csvLine } from '../csv.ts';
import type { Gradebook } from '../result.ts';

/** The columns of nbgrader's own export (nbgrader.plugins.export.CsvExportPlugin). */
export const nbgraderColumns = [
  'assignment',
  'duedate',
  'timestamp',
  'student_id',
  'last_name',
  'first_name',
  'email',
  'raw_score',
  'late_submission_penalty',
  'score',
  'max_score',
] as const;

/** A class as CSV (RFC 4180), a line for each learner and checkpoint. `score` counts: what hints cost is taken off it. */
export function exportNbgrader(gradebook: Gradebook): string {
  const { due = '', results } = gradebook;
  const lines = results
    .filter(({ status }) => status !== 'superseded')
    .map(({ checkpoint, submittedAt = '', learner, rawScore, latePenalty, score, maxScore }) =>
      csvLine(
        [
          checkpoint,
          due,
          submittedAt,
          learner.id,
          learner.lastName,
          learner.firstName,
          learner.email,
          String(rawScore),
          String(latePenalty),
          String(score),
          String(maxScore),
        ].map((cell) => printable(cell).replaceAll('\n', ' ')),
      ),
    );
  return csvLine(nbgraderColumns) + lines.join('');
}
