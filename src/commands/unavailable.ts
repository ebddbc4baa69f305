import type { Course } from '../lesson/types.ts';
import { lackingFor, type Lacking } from '../machine/requirements.ts';
import type { Words } from '../words/index.ts';

/** What each lesson that cannot be taught on this machine lacks, as a sentence, by lesson id. */
export type Unavailable = ReadonlyMap<string, string>;

/**
 * Tries what the lessons require. One that starts after a lesson which cannot be taught here cannot be taught either.
 * Features that could not be tried are given the benefit of the doubt: a lab says it better.
 */
export async function unavailableLessons(course: Course, words: Words): Promise<Unavailable> {
  const lacking = await lackingFor(course.lessons.map(({ requires }) => requires));
  const found = new Map<string, string>();
  course.lessons.forEach((lesson, index) => {
    const text = lackingText(lacking[index], words);
    if (text !== '') found.set(lesson.id, text);
  });
  for (const lesson of course.lessons) {
    const before = lesson.startsAfter;
    if (before !== undefined && found.has(before) && !found.has(lesson.id)) {
      found.set(lesson.id, words.course.needsLesson({ lesson: before }));
    }
  }
  return found;
}

function lackingText(lacking: Lacking | undefined, words: Words): string {
  const { progress } = words;
  const { tools = [], features = [] } = lacking ?? {};
  return [
    ...(tools.length === 0 ? [] : [progress.lacksTools({ tools: words.signs.list({ names: tools }) })]),
    ...(features.length === 0 ? [] : [progress.lacksFeatures({ features: words.signs.list({ names: features }) })]),
  ].join('; ');
}
