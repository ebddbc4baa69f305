import type { Course, Lesson } from '../lesson/types.ts';
import type { Words } from '../words/index.ts';

export type Target = { readonly lesson: Lesson; readonly position: number | undefined } | { readonly problem: string };

/** Finds `LESSON` or `LESSON/STEP`; both may be named by their id or their number (1-based). */
export function findTarget(course: Course, target: string, words: Words): Target {
  const [lessonName = '', stepName] = target.split('/', 2);
  const lesson = course.lessons.find(({ id }, index) => id === lessonName || String(index + 1) === lessonName);
  if (lesson === undefined) {
    const known = words.signs.list({ names: course.lessons.map(({ id }) => id) });
    return { problem: words.commands.noSuchLesson({ name: lessonName, known }) };
  }
  if (stepName === undefined || stepName === '') return { lesson, position: undefined };
  const position = lesson.steps.findIndex(({ id }, index) => id === stepName || String(index + 1) === stepName);
  if (position === -1) {
    const known = words.signs.list({ names: lesson.steps.map(({ id }) => id) });
    return { problem: words.commands.noSuchStep({ lesson: lesson.id, name: stepName, known }) };
  }
  return { lesson, position };
}
