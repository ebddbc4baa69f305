import { readFileSync } from 'node:fs';
import { judgeChecks } from '../../../src/check/judge.ts';
import type { Snapshot } from '../../../src/check/snapshot.ts';
import { parseLesson } from '../../../src/lesson/parse-lesson.ts';
import type { Course, Lesson } from '../../../src/lesson/types.ts';
import type { ViewSource } from '../../../src/ui/drawn/view.ts';
import { wordsFor } from '../../../src/words/index.ts';

export const words = wordsFor();

export function lessonOf(id: string, path: string): Lesson {
  const { lesson, messages } = parseLesson({ id, file: path, text: readFileSync(path, 'utf8') }, words);
  if (lesson === undefined) throw new Error(messages.join('\n'));
  return lesson;
}

export const veth = lessonOf('veth', 'lessons/02-veth/lesson.md');
export const nat = lessonOf('nat', 'lessons/04-nat/lesson.md');
export const course: Course = { title: 'A course', directory: '/nowhere', lessons: [veth, nat] };

/** What a lab says in which nothing was done yet. */
const nothing: Snapshot = {
  schema: 'netns-course/snapshot/v1',
  nodes: {},
  reach: [],
  http: [],
  scripts: [],
};

/** A step as it stands before anything was typed: real verdicts, of an empty lab. */
export function sourceOf(lesson: Lesson, position: number, changes: Partial<ViewSource> = {}): ViewSource {
  const checks = lesson.steps[position]?.checks ?? [];
  return {
    lesson,
    position,
    verdicts: judgeChecks(checks, { snapshot: nothing, commands: [], answers: {} }, words),
    stuck: false,
    after: undefined,
    isAgain: false,
    nodes: ['controlplane'],
    shellBack: 0,
    list: [],
    picture: { draw: () => ({ lines: ['a picture'], news: [], changes: [] }), first: 0 },
    ...changes,
  };
}
