import type { LessonDraft } from '../drafts.ts';
import type { Report } from '../report.ts';

/** One thing that a lesson as a whole must keep to. What it reports bears its own id, unless it says otherwise. */
export interface Rule {
  readonly id: string;
  readonly check: (lesson: LessonDraft, report: Report) => void;
}
