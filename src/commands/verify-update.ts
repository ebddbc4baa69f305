import { randomBytes } from 'node:crypto';
import { readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Lesson, Step } from '../lesson/types.ts';
import type { LessonReport, VerifyReport } from '../verify/types.ts';
import { updateSamples, type SampleEdit } from '../verify/update-samples.ts';
import type { CommandIo } from './io.ts';

/** Writes what really came into the lessons, in place of the samples that differ; says what it did on standard error. */
export async function rewriteSamples(report: VerifyReport, lessons: readonly Lesson[], io: CommandIo): Promise<void> {
  for (const lesson of lessons) {
    const found = report.lessons.find(({ id }) => id === lesson.id);
    const edits = found === undefined ? [] : editsOf(found, lesson);
    if (edits.length > 0) await rewriteLesson(lesson, edits, io);
  }
}

function editsOf(report: LessonReport, lesson: Lesson): readonly SampleEdit[] {
  const samples = lesson.steps.flatMap(samplesOf);
  return report.cases.flatMap(({ sample, state, place }) => {
    if (sample === undefined || state !== 'fail') return [];
    const lines = samples.find(({ line }) => line === place.line)?.lines;
    return lines === undefined ? [] : [{ ...lines, output: sample.output }];
  });
}

/** Where a step's samples stand, by the line of their command, or of the fence of a picture. */
function samplesOf({ commands, blocks }: Step) {
  return [
    ...commands.map(({ place, sampleLines }) => ({ line: place.line, lines: sampleLines })),
    ...blocks.flatMap((block) => {
      const { start, end } = (block.type === 'topology' ? block.node.position : undefined) ?? {};
      if (start === undefined || end === undefined) return [];
      return [{ line: start.line, lines: { from: start.line + 1, to: end.line - 1 } }];
    }),
  ];
}

async function rewriteLesson(lesson: Lesson, edits: readonly SampleEdit[], io: CommandIo): Promise<void> {
  const words = io.words.verify;
  const { file } = lesson;
  try {
    const path = await realpath(resolve(io.cwd, file));
    const { text, refused } = updateSamples(await readFile(path, 'utf8'), edits, lesson.vars);
    for (const { from } of refused) io.err(`${words.notUpdated({ file, line: from })}\n`);
    const count = edits.length - refused.length;
    if (count === 0) return;
    await replaceFile(path, text);
    io.err(`${words.updated({ file, count })}\n`);
  } catch (error) {
    io.err(`${words.cannotWrite({ file, detail: error instanceof Error ? error.message : String(error) })}\n`);
  }
}

/** The old text or the new one, never a part: written beside it and renamed over it, with its permissions. */
async function replaceFile(path: string, text: string): Promise<void> {
  const beside = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    await writeFile(beside, text, { mode: (await stat(path)).mode & 0o777, flag: 'wx' });
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
