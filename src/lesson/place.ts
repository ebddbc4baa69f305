import type { Course, Lesson } from './types.ts';

/** Where a lesson stands in its course, by id: the same one in another language, or read again, is at the same place. */
export function indexOf({ lessons }: Pick<Course, 'lessons'>, { id }: Pick<Lesson, 'id'>): number {
  return lessons.findIndex((lesson) => lesson.id === id);
}

/** The lesson after it; undefined behind the last. */
export function lessonAfter(course: Pick<Course, 'lessons'>, lesson: Pick<Lesson, 'id'>): Lesson | undefined {
  return course.lessons[indexOf(course, lesson) + 1];
}
