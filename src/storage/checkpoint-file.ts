import { access } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { applyOverlay } from '../lesson/overlay.ts';
import { parseLesson } from '../lesson/parse-lesson.ts';
import type { LessonMessage } from '../lesson/report.ts';
import type { Lesson } from '../lesson/types.ts';
import type { Words } from '../words/index.ts';
import { readLessonFile } from './lesson-file.ts';

export interface CheckpointOptions {
  /** A student's, from their code; absent: the values of `vars`. */
  readonly seed?: string;
  /** A teacher's directory of hidden checks, `ID.md` for each checkpoint that has some. */
  readonly overlay?: string;
}

type Messages = { readonly messages: readonly LessonMessage[] };

/** Reads a lesson of a course anew, from its file, with other values for its variables and a teacher's checks. */
export async function readCheckpoint(
  lesson: Lesson,
  { seed, overlay }: CheckpointOptions,
  words: Words,
): Promise<{ readonly lesson: Lesson } | Messages> {
  const { id, file, steps } = lesson;
  const source = await readLessonFile(file, file, words, true);
  if (!('text' in source)) return source;
  // A translation's steps go by the original's ids.
  const stepIds = basename(file) === 'lesson.md' ? {} : { stepIds: steps.map((step) => step.id) };
  const parsed = parseLesson(
    { id, file, text: source.text, ...stepIds, ...(seed === undefined ? {} : { seed }) },
    words,
  );
  if (parsed.lesson === undefined) return { messages: parsed.messages };
  const hidden = overlay === undefined ? undefined : join(overlay, `${id}.md`);
  if (hidden === undefined || !(await isThere(hidden))) return { lesson: parsed.lesson };
  const added = await readLessonFile(hidden, hidden, words, true);
  if (!('text' in added)) return added;
  const whole = applyOverlay(parsed.lesson, { file: hidden, text: added.text }, words);
  return whole.lesson === undefined ? { messages: whole.messages } : { lesson: whole.lesson };
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
