import type { Result } from '../../src/grade/result.ts';
import type { Submission } from '../../src/grade/submission.ts';

/** A file that is no honest submission, and the row that must come of it. */
export interface HostileFile {
  /** As in the list of attacks that grading was designed against. */
  readonly number: number;
  readonly name: string;
  /** Makes it at `path` of a right submission, or changes that. `others`: where right submissions of others lie. */
  readonly write?: (path: string, right: Submission, others: string) => void;
  readonly change?: (right: Submission) => unknown;
  /** Only what is written: JSON that JSON.stringify does not write. */
  readonly text?: (right: Submission) => string;
  readonly status: Result['status'];
  readonly findings: readonly Result['findings'][number]['kind'][];
}

export const graded = { status: 'graded', findings: [] } as const;
export const refused = (kind: Result['findings'][number]['kind']) => ({ status: 'refused', findings: [kind] }) as const;
export const review = (...findings: Result['findings'][number]['kind'][]) => ({ status: 'review', findings }) as const;
