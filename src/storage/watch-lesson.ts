import { watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { ParsedLesson } from '../lesson/parse-lesson.ts';
import type { Lesson } from '../lesson/types.ts';
import type { Words } from '../words/index.ts';

/** Editors write a file in several movements (truncate and write; a new file renamed over it). */
const settleMs = 120;

/**
 * Reads a lesson again whenever its file changes, and tells of every reading: the lesson, or its mistakes. Only the
 * original's own file is watched. Where the machine has no watch left (inotify(7), EMFILE), nothing is told.
 */
export function watchLesson(
  lesson: Lesson,
  words: Words,
  onRead: (read: ParsedLesson) => void,
): { readonly close: () => void } {
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;
  const name = basename(lesson.file);

  const read = async (): Promise<void> => {
    // Markdown and its rules are half of the program, and a learner never needs them here.
    const [{ parseLesson }, { readLessonFile }] = await Promise.all([
      import('../lesson/parse-lesson.ts'),
      import('./lesson-file.ts'),
    ]);
    const source = await readLessonFile(lesson.file, lesson.file, words, true);
    if (isClosed) return;
    if (!('text' in source)) return onRead(source);
    // A translation's steps go by the original's ids.
    const stepIds = name === 'lesson.md' ? {} : { stepIds: lesson.steps.map(({ id }) => id) };
    const seed = lesson.seed === undefined ? {} : { seed: lesson.seed };
    onRead(parseLesson({ id: lesson.id, file: lesson.file, text: source.text, ...stepIds, ...seed }, words));
  };

  try {
    const watcher = watch(dirname(lesson.file), { persistent: false }, (_, changed) => {
      if (changed !== name) return;
      clearTimeout(timer);
      timer = setTimeout(() => void read(), settleMs);
    });
    watcher.on('error', () => undefined);
    return {
      close: () => {
        isClosed = true;
        clearTimeout(timer);
        watcher.close();
      },
    };
  } catch {
    return { close: () => undefined };
  }
}
