import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { formatCode, readCode } from '../grade/code.ts';
import type { Due } from '../grade/late.ts';
import type { PartHead } from '../grade/part.ts';
import { maxScore } from '../grade/score.ts';
import type { Lesson } from '../lesson/types.ts';
import type { Checkpoint, GradeContext } from '../session/grade-context.ts';
import { readCheckpoint } from '../storage/checkpoint-file.ts';
import { lessonVersion } from '../storage/lesson-version.ts';
import { readCourse } from '../storage/course-files.ts';
import { variantSeed } from '../storage/teacher-key.ts';
import { openKey, openRoster } from './class-files.ts';
import type { CommandIo } from './io.ts';
import { courseDirectory, packageVersion } from './package-root.ts';

export interface ClassFlags {
  readonly course?: string;
  readonly key?: string;
  readonly roster?: string;
  readonly overlay?: string;
  readonly due?: string;
  readonly penalty?: number;
}

/** Whom and by what is graded. */
export interface Class {
  readonly context: Omit<GradeContext, 'replay' | 'hash'>;
  readonly head: Omit<PartHead, 'shard' | 'files'>;
}

/** Reads all that grading goes by; says what is wrong with it, and is undefined then. */
export async function readClass(flags: ClassFlags, io: CommandIo): Promise<Class | undefined> {
  const words = io.words.gradeCommand;
  const due = dueOf(flags);
  if (due === 'wrong') return wrong(words.badDue, io);
  const penalty = flags.penalty ?? 0;
  if (!(penalty >= 0 && penalty <= 100)) return wrong(words.badPenalty, io);
  const roster = flags.roster === undefined ? undefined : await openRoster(flags.roster, io);
  const key = flags.key === undefined ? undefined : await openKey(flags.key, false, io);
  if ((flags.roster !== undefined && roster === undefined) || (flags.key !== undefined && key === undefined))
    return undefined;
  const directory = courseDirectory(flags.course, io.cwd);
  const { course, messages } = await readCourse(directory, io.words);
  if (course === undefined || messages.length > 0)
    return wrong(io.words.commands.courseWrong({ directory: flags.course ?? directory }), io);
  const lessons = course.lessons.filter(({ checkpoint }) => checkpoint !== undefined);
  if (lessons.length === 0) return wrong(words.noCheckpoints({ course: course.title }), io);
  const overlay = flags.overlay === undefined ? undefined : resolve(io.cwd, flags.overlay);
  const found = await Promise.all(lessons.map((lesson) => checkpointOf(lesson, { overlay, key }, io)));
  const checkpoints = found.filter((each) => each !== undefined);
  if (checkpoints.length < found.length) return undefined;
  const version = packageVersion();
  const about = {
    course: { title: course.title, version },
    checkpoints: checkpoints.map(({ id, title, maxScore: most }) => ({ id, title, maxScore: most })),
    ...(roster === undefined ? {} : { roster: roster.map((student) => ({ ...student })) }),
    ...(due === undefined ? {} : { due }),
  };
  const decides = [about, checkpoints.map(({ version: edition, digest }) => [edition, digest]), key ?? null];
  return {
    context: {
      course,
      version,
      checkpoints: new Map(checkpoints.map((checkpoint) => [checkpoint.id, checkpoint])),
      ...(roster === undefined ? {} : { roster: new Map(roster.map((student) => [student.id, student])) }),
      words: io.words,
    },
    head: {
      schema: 'netns-course/grade-part/v1',
      settings: createHash('sha256').update(JSON.stringify(decides)).digest('hex'),
      ...about,
    },
  };
}

function wrong(text: string, io: CommandIo): undefined {
  io.err(`${text}\n`);
}

function dueOf({ due, penalty = 0 }: ClassFlags): Due | undefined | 'wrong' {
  if (due === undefined) return undefined;
  // With its offset: a time without one is another instant on another machine.
  const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/u.test(due);
  return isTime && Number.isFinite(Date.parse(due)) ? { at: due, percentPerDay: penalty } : 'wrong';
}

type ReadCheckpoint = Checkpoint & { readonly digest: string };

async function checkpointOf(
  lesson: Lesson,
  { overlay, key }: { readonly overlay: string | undefined; readonly key: string | undefined },
  io: CommandIo,
): Promise<ReadCheckpoint | undefined> {
  const read = (seed?: string) =>
    readCheckpoint(
      lesson,
      { ...(seed === undefined ? {} : { seed }), ...(overlay === undefined ? {} : { overlay }) },
      io.words,
    );
  const asItStands = await read();
  if (!('lesson' in asItStands)) {
    for (const message of asItStands.messages.slice(0, 10)) io.err(`${String(message)}\n`);
    return wrong(io.words.gradeCommand.checkpointWrong({ id: lesson.id }), io);
  }
  const { steps, checkpoint } = asItStands.lesson;
  const { id } = lesson;
  return {
    id,
    title: lesson.title,
    version: await lessonVersion(lesson),
    digest: createHash('sha256')
      .update(JSON.stringify(steps.map(({ checks }) => checks)))
      .digest('hex'),
    maxScore: maxScore(steps),
    hintCost: typeof checkpoint?.hints === 'number' ? checkpoint.hints : 0,
    lessonFor: async (code) => {
      if (code === undefined) return asItStands.lesson;
      const known = readCode(code, id);
      const found = 'seed' in known ? await read(known.seed) : undefined;
      return found !== undefined && 'lesson' in found ? found.lesson : undefined;
    },
    ...(key === undefined ? {} : { codeFor: (student) => formatCode(variantSeed(key, student, id), id) }),
  };
}
