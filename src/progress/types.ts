/** How one step was left behind. */
export interface StepProgress {
  readonly state: 'passed' | 'skipped';
  /** When, as ISO 8601 in UTC. Shown, never computed with: clocks go back. */
  readonly when: string;
  /** Hints that were open when it passed. */
  readonly hints: number;
}

export interface LessonProgress {
  /** By step id. Ids of steps that the course no longer has are kept: a newer course may have them again. */
  readonly steps: Readonly<Record<string, StepProgress>>;
}

/** Where the learner is. */
export interface ProgressPlace {
  readonly lesson: string;
  readonly step: string;
}

export interface CourseProgress {
  /** By lesson id. */
  readonly lessons: Readonly<Record<string, LessonProgress>>;
  readonly at?: ProgressPlace;
}

/** Everything there is to know about a learner: plain JSON, the state file's content. */
export interface Progress {
  readonly schema: 'netns-course/progress/v1';
  /** By course key, see `courseKey`. */
  readonly courses: Readonly<Record<string, CourseProgress>>;
}

/** What a step looks like in a list. */
export type StepState = 'open' | 'passed' | 'skipped';

/** One lesson's line in a list. */
export interface LessonSummary {
  readonly lesson: string;
  readonly state: 'new' | 'begun' | 'done';
  readonly passed: number;
  readonly skipped: number;
  readonly total: number;
}
