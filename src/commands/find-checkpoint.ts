import type { Checkpoint, Course, Lesson } from '../lesson/types.ts';
import type { CommandIo } from './io.ts';

/** A lesson that is graded. */
export type CheckpointLesson = Lesson & { readonly checkpoint: Checkpoint };

export function isCheckpoint(lesson: Lesson): lesson is CheckpointLesson {
  return lesson.checkpoint !== undefined;
}

/** The checkpoint of that id; undefined, and said on standard error with those there are, where it is none. */
export function findCheckpoint(course: Course, name: string, { err, words }: CommandIo): CheckpointLesson | undefined {
  const checkpoints = course.lessons.filter(isCheckpoint);
  const found = checkpoints.find(({ id }) => id === name);
  if (found === undefined) {
    err(`${words.checkpoint.noSuchCheckpoint({ name, known: checkpoints.map(({ id }) => id) })}\n`);
  }
  return found;
}
