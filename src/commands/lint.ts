import { stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { readFolderName } from '../lesson/course.ts';
import { parseLesson } from '../lesson/parse-lesson.ts';
import { mistake } from '../lesson/report.ts';
import type { LessonMessage } from '../lesson/report.ts';
import { reportLines } from '../lesson/report-lines.ts';
import { readCourse } from '../storage/course-files.ts';
import { readLessonFile } from '../storage/lesson-file.ts';
import type { Words } from '../words/index.ts';
import type { CommandIo, ExitCode } from './io.ts';
import { builtInCourse } from './package-root.ts';

export interface LintFlags {
  readonly course?: string | undefined;
  readonly json?: boolean | undefined;
}

/** What was looked at, and what is wrong. */
interface Linted {
  readonly files: readonly string[];
  readonly messages: readonly LessonMessage[];
}

/**
 * `netns-course lint [FILE…]`: every mistake in the files (lessons, folders of lessons, courses), or in the whole course when
 * none is named. Exit 0: none; 1: mistakes; 2: something could not be read.
 */
export async function runLint(flags: LintFlags, files: readonly string[], io: CommandIo): Promise<ExitCode> {
  const named = files.length > 0 ? files : [flags.course ?? builtInCourse()];
  const results: Linted[] = [];
  for (const name of named) results.push(await lintPath(name, io));
  const messages = results.flatMap((result) => result.messages);
  const lessons = [...new Set(results.flatMap((result) => result.files))];
  const colour = io.isTerminal && (io.env['NO_COLOR'] ?? '') === '';
  if (flags.json === true) io.out(`${JSON.stringify(toJson(lessons, messages), undefined, 2)}\n`);
  else io.out(`${reportLines(lessons.length, messages, { colour, words: io.words }).join('\n')}\n`);
  if (messages.some(({ ruleId }) => ruleId === 'unreadable')) return 2;
  return messages.length > 0 ? 1 : 0;
}

async function lintPath(name: string, { cwd, words }: CommandIo): Promise<Linted> {
  const path = resolve(cwd, name);
  const about = await stat(path).catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
  if (about instanceof Error) {
    const reason = words.lesson.unreadable({ detail: about.message });
    return { files: [name], messages: mistake(name, 'unreadable', reason, words) };
  }
  if (!about.isDirectory()) return lintFile(path, name, words);
  const inside = join(path, 'lesson.md');
  if (
    await stat(inside).then(
      () => true,
      () => false,
    )
  )
    return lintFile(inside, join(name, 'lesson.md'), words);
  const { files, messages } = await readCourse(path, words, { shown: name });
  return { files, messages };
}

/** One file by itself: what it starts after is not looked for, and a translation is not held to its original. */
async function lintFile(path: string, file: string, words: Words): Promise<Linted> {
  const source = await readLessonFile(path, file, words, true);
  if (!('text' in source)) return { files: [file], messages: source.messages };
  const folder = basename(dirname(path));
  const id = readFolderName(folder)?.id ?? basename(path, '.md');
  return { files: [file], messages: parseLesson({ id, file, text: source.text }, words).messages };
}

/** The mistakes as data; `schema` names the shape. */
function toJson(files: readonly string[], messages: readonly LessonMessage[]): unknown {
  return {
    schema: 'netns-course/lint/v1',
    files,
    mistakes: messages.map(({ file, line, column, ruleId, reason }) => ({
      file: file ?? null,
      line: line ?? null,
      column: column ?? null,
      rule: ruleId ?? null,
      reason,
    })),
  };
}
