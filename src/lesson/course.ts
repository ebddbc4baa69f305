import type { Words } from '../words/index.ts';
import { createReport } from './report.ts';
import type { LessonMessage } from './report.ts';
import { similar } from './similar.ts';
import type { Lesson } from './types.ts';

/** A lesson's folder: `02-veth` is number 2, id `veth`. Numbers give the order and are not part of the id. */
export interface FolderName {
  readonly number: number;
  readonly id: string;
}

/** Reads a folder's name; `undefined` where it is none of a lesson. */
export function readFolderName(name: string): FolderName | undefined {
  const match = /^(\d{1,6})-([a-z0-9]+(?:-[a-z0-9]+)*)$/.exec(name);
  return match?.[1] === undefined || match[2] === undefined
    ? undefined
    : { number: Number.parseInt(match[1], 10), id: match[2] };
}

/**
 * What holds between the lessons of a course: `starts-after` names a lesson, and not in a circle.
 *
 * @param ids every lesson there is, also those that have mistakes of their own and are not among `lessons`
 * @param lineOf the line of a lesson's `starts-after` key (1-based)
 */
export function checkOrder(
  lessons: readonly Lesson[],
  ids: readonly string[],
  lineOf: (lesson: Lesson) => number,
  words: Words,
): readonly LessonMessage[] {
  return lessons.flatMap((lesson) => {
    const { startsAfter } = lesson;
    if (startsAfter === undefined) return [];
    const report = createReport(lesson.file, words);
    const place = { line: lineOf(lesson), column: 1 };
    if (!ids.includes(startsAfter)) {
      const meant = similar(startsAfter, ids);
      report.add(place, 'unknown-lesson', words.lesson.unknownLesson({ id: startsAfter, similar: meant }));
    }
    const circle = circleFrom(lesson, lessons);
    if (circle !== undefined) report.add(place, 'lesson-cycle', words.lesson.lessonCycle({ ids: circle }));
    return report.messages();
  });
}

/** The way along `starts-after` from a lesson back to itself. */
function circleFrom(start: Lesson, lessons: readonly Lesson[]): readonly string[] | undefined {
  const way = [start.id];
  let next = start.startsAfter;
  while (next !== undefined && way.length <= lessons.length) {
    way.push(next);
    if (next === start.id) return way;
    const id = next;
    next = lessons.find((lesson) => lesson.id === id)?.startsAfter;
  }
  return undefined;
}

/** The lessons that can be taught: without mistakes, and what they start after can be taught as well. */
export function soundLessons(lessons: readonly Lesson[], wrongFiles: ReadonlySet<string>): readonly Lesson[] {
  let sound = lessons.filter(({ file }) => !wrongFiles.has(file));
  for (let before = -1; before !== sound.length;) {
    before = sound.length;
    const ids = new Set(sound.map(({ id }) => id));
    sound = sound.filter(({ startsAfter }) => startsAfter === undefined || ids.has(startsAfter));
  }
  return sound;
}
