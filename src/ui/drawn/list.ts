import type { Course, Lesson } from '../../lesson/types.ts';
import type { Words } from '../../words/index.ts';

/** A place one can go to from the list. */
export interface ListEntry {
  readonly lesson: Lesson;
  readonly position: number;
  readonly text: string;
}

/** Every step of every lesson whose title or id holds all the words of the query, in order. */
export function listEntries(
  course: Course,
  query: string,
  stateOf: (lesson: string, step: string) => 'passed' | 'skipped' | 'open',
  { course: names }: Words,
): readonly ListEntry[] {
  const wanted = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return course.lessons.flatMap((lesson) =>
    lesson.steps.flatMap((step, position) => {
      const state = stateOf(lesson.id, step.id);
      const text = `${state === 'passed' ? '✓' : state === 'skipped' ? '»' : '·'} ${lesson.id}/${String(position + 1)} ${step.title}${state === 'open' ? '' : ` (${names.state[state]})`}`;
      const searched = `${lesson.title} ${lesson.id} ${step.id} ${text}`.toLowerCase();
      return wanted.every((word) => searched.includes(word)) ? [{ lesson, position, text }] : [];
    }),
  );
}

/** The list's lines around the chosen one, which a sign marks. */
export function listLines(entries: readonly ListEntry[], selected: number, nothing: string): readonly string[] {
  if (entries.length === 0) return [nothing];
  return entries.map(({ text }, index) => `${index === selected ? '▸' : ' '} ${text}`);
}
