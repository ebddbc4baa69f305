import type { Course, Lesson } from '../../lesson/types.ts';
import type { Words } from '../../words/index.ts';

/** A place one can go to from the list. */
export interface ListEntry {
  readonly lesson: Lesson;
  readonly position: number;
  readonly text: string;
  readonly state: 'passed' | 'skipped' | 'open';
}

/** Every step of every lesson whose title or id holds all the words of the query, in order. */
export function listEntries(
  course: Course,
  query: string,
  stateOf: (lesson: string, step: string) => 'passed' | 'skipped' | 'open',
  { course: names, signs: { aside } }: Words,
): readonly ListEntry[] {
  const wanted = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return course.lessons.flatMap((lesson) =>
    lesson.steps.flatMap((step, position) => {
      const state = stateOf(lesson.id, step.id);
      const text = `${lesson.id}/${String(position + 1)} ${step.title}${state === 'open' ? '' : aside({ text: names.state[state] })}`;
      const searched = `${lesson.title} ${lesson.id} ${step.id} ${text}`.toLowerCase();
      return wanted.every((word) => searched.includes(word)) ? [{ lesson, position, text, state }] : [];
    }),
  );
}

const signs = { passed: '✓', skipped: '»', open: '·' };
const asciiSigns = { passed: '+', skipped: '>', open: '.' };

/** The list's lines; signs mark the chosen one, and how each step stands. */
export function listLines(
  entries: readonly ListEntry[],
  selected: number,
  ascii: boolean,
  { drawn }: Words,
): readonly string[] {
  if (entries.length === 0) return [drawn.listNothing];
  const pointer = ascii ? '>' : '▸';
  return entries.map(
    ({ text, state }, index) => `${index === selected ? pointer : ' '} ${(ascii ? asciiSigns : signs)[state]} ${text}`,
  );
}
