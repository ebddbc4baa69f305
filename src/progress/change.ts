import type { CourseProgress, LessonProgress, Progress, ProgressPlace, StepProgress } from './types.ts';

/** A learner who has not begun. */
export const noProgress: Progress = { schema: 'netns-course/progress/v1', courses: {} };

/** The value under a key of a record's own: an id may be `constructor`. */
export function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/**
 * What a course is called in the state file: `netns-course` for the built-in one, so that it survives updates and
 * moves; the directory (absolute, resolved) for somebody else's.
 */
export function courseKey(directory: string, builtIn: string): string {
  return directory === builtIn ? 'netns-course' : directory;
}

/** The step passed. A step passed once stays as it was then: passing it again with more hints takes nothing away. */
export function pass(
  progress: Progress,
  course: string,
  place: ProgressPlace,
  details: { when: string; hints: number },
): Progress {
  return changeStep(progress, course, place, (before) =>
    before?.state === 'passed' ? before : { state: 'passed', ...details },
  );
}

/** The step was skipped; one that has passed stays passed. */
export function skip(
  progress: Progress,
  course: string,
  place: ProgressPlace,
  details: { when: string; hints: number },
): Progress {
  return changeStep(progress, course, place, (before) => before ?? { state: 'skipped', ...details });
}

/** The learner is at this step now. */
export function goTo(progress: Progress, course: string, place: ProgressPlace): Progress {
  return changeCourse(progress, course, (before) => ({ ...before, at: place }));
}

/** Forgets these steps of a lesson. */
export function resetSteps(progress: Progress, course: string, lesson: string, steps: readonly string[]): Progress {
  const gone = new Set(steps);
  return changeLesson(progress, course, lesson, (before) => ({ steps: without(before.steps, (id) => gone.has(id)) }));
}

/** Forgets a lesson, and that the learner was in it. */
export function resetLesson(progress: Progress, course: string, lesson: string): Progress {
  return changeCourse(progress, course, ({ lessons, at }) => ({
    lessons: without(lessons, (id) => id === lesson),
    ...(at === undefined || at.lesson === lesson ? {} : { at }),
  }));
}

/** Forgets a whole course; others keep theirs. */
export function resetCourse(progress: Progress, course: string): Progress {
  return { ...progress, courses: without(progress.courses, (id) => id === course) };
}

/**
 * The union of two learners' progress: for a backup beside what is in memory. Passed beats skipped; of two passes the
 * one with fewer hints. Where only one of them knows the place, that; else the second's.
 */
export function merge(first: Progress, second: Progress): Progress {
  const courses = mergeRecords(first.courses, second.courses, (a, b) => {
    const at = b.at ?? a.at;
    const lessons = mergeRecords(a.lessons, b.lessons, (x, y) => ({ steps: mergeRecords(x.steps, y.steps, better) }));
    return { lessons, ...(at === undefined ? {} : { at }) };
  });
  return { ...first, courses };
}

function better(a: StepProgress, b: StepProgress): StepProgress {
  if (a.state !== b.state) return a.state === 'passed' ? a : b;
  return b.hints < a.hints ? b : a;
}

function mergeRecords<T>(
  a: Readonly<Record<string, T>>,
  b: Readonly<Record<string, T>>,
  both: (a: T, b: T) => T,
): Record<string, T> {
  const entries = new Map(Object.entries(a));
  for (const [key, value] of Object.entries(b)) {
    const before = entries.get(key);
    entries.set(key, before === undefined ? value : both(before, value));
  }
  return Object.fromEntries(entries);
}

function changeCourse(
  progress: Progress,
  course: string,
  change: (before: CourseProgress) => CourseProgress,
): Progress {
  const before = own(progress.courses, course) ?? { lessons: {} };
  return { ...progress, courses: { ...progress.courses, [course]: change(before) } };
}

function changeLesson(
  progress: Progress,
  course: string,
  lesson: string,
  change: (before: LessonProgress) => LessonProgress,
): Progress {
  return changeCourse(progress, course, (before) => ({
    ...before,
    lessons: { ...before.lessons, [lesson]: change(own(before.lessons, lesson) ?? { steps: {} }) },
  }));
}

function changeStep(
  progress: Progress,
  course: string,
  place: ProgressPlace,
  change: (before: StepProgress | undefined) => StepProgress,
): Progress {
  return changeLesson(progress, course, place.lesson, ({ steps }) => ({
    steps: { ...steps, [place.step]: change(own(steps, place.step)) },
  }));
}

function without<T>(record: Readonly<Record<string, T>>, isGone: (key: string) => boolean): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !isGone(key)));
}
