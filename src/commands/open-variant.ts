import { readCode } from '../grade/code.ts';
import type { Course } from '../lesson/types.ts';
import { readCheckpoint } from '../storage/checkpoint-file.ts';
import { type CheckpointLesson, findCheckpoint, isCheckpoint } from './find-checkpoint.ts';
import type { CommandIo } from './io.ts';

/** The course with one checkpoint in a student's variant. */
export interface VariantCourse {
  readonly course: Course;
  readonly lesson: CheckpointLesson;
  /** As codes are written. */
  readonly code: string;
}

/** Puts the variant of a code in the place of its checkpoint; undefined, and said on standard error, where it is none. */
export async function openVariant(
  course: Course,
  target: string | undefined,
  typed: string,
  io: CommandIo,
): Promise<VariantCourse | undefined> {
  const words = io.words.checkpoint;
  const complain = (text: string): undefined => {
    io.err(`${text}\n`);
  };
  if (target === undefined) return complain(words.codeNeedsCheckpoint);
  const checkpoint = findCheckpoint(course, target.split('/', 1)[0] ?? '', io);
  if (checkpoint === undefined) return undefined;
  const read = readCode(typed, checkpoint.id);
  if ('problem' in read) {
    const { codeShape, codeTypo, codeOther } = words;
    const code = typed;
    return complain(
      { shape: codeShape({ code }), typo: codeTypo({ code }), other: codeOther({ code, id: checkpoint.id }) }[
        read.problem
      ],
    );
  }
  const found = await readCheckpoint(checkpoint, { seed: read.seed }, io.words);
  if ('messages' in found) return complain(found.messages.map(String).join('\n'));
  const { lesson } = found;
  if (!isCheckpoint(lesson)) return undefined;
  const lessons = course.lessons.map((each) => (each === checkpoint ? lesson : each));
  return { course: { ...course, lessons }, lesson, code: read.code };
}
