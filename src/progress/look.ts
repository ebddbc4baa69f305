import { own } from './change.ts';
import type { LessonSummary, Progress, ProgressPlace, StepState } from './types.ts';

/** What progress needs to know of a course: its lessons and steps by id, in order. `Course` satisfies it. */
export interface CourseOutline {
  readonly lessons: readonly { readonly id: string; readonly steps: readonly { readonly id: string }[] }[];
}

/** How a step stands. */
export function stepState(progress: Progress, course: string, place: ProgressPlace): StepState {
  const lesson = own(own(progress.courses, course)?.lessons ?? {}, place.lesson);
  return own(lesson?.steps ?? {}, place.step)?.state ?? 'open';
}

/**
 * Where the next start goes on: the place where the learner was, as long as the course still has it and it is open;
 * else the first open step from there on, then from the beginning. Undefined: everything is done, or there is no step.
 */
export function resumePoint(progress: Progress, course: string, outline: CourseOutline): ProgressPlace | undefined {
  const places = outline.lessons.flatMap(({ id, steps }) => steps.map((step) => ({ lesson: id, step: step.id })));
  const at = own(progress.courses, course)?.at;
  const exact = places.findIndex(({ lesson, step }) => lesson === at?.lesson && step === at.step);
  // A step that was renamed away: its lesson is still the right place.
  const from =
    exact >= 0
      ? exact
      : Math.max(
          0,
          places.findIndex(({ lesson }) => lesson === at?.lesson),
        );
  const inOrder = [...places.slice(from), ...places.slice(0, from)];
  return inOrder.find((place) => stepState(progress, course, place) === 'open');
}

/** One line a lesson, in the course's order. A lesson whose every step is passed or skipped is done. */
export function summarize(progress: Progress, course: string, outline: CourseOutline): readonly LessonSummary[] {
  return outline.lessons.map(({ id, steps }) => {
    const states = steps.map((step) => stepState(progress, course, { lesson: id, step: step.id }));
    const passed = states.filter((state) => state === 'passed').length;
    const skipped = states.filter((state) => state === 'skipped').length;
    const left = states.length - passed - skipped;
    return {
      lesson: id,
      state: left === 0 && states.length > 0 ? 'done' : passed + skipped > 0 ? 'begun' : 'new',
      passed,
      skipped,
      total: states.length,
    };
  });
}
