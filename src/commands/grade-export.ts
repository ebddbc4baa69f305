import { createHash } from 'node:crypto';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { exportCheck50 } from '../grade/export/check50.ts';
import { exportClassroom50 } from '../grade/export/classroom50.ts';
import type { exportFormats } from '../grade/export/formats.ts';
import { exportGithubClassroom } from '../grade/export/github-classroom.ts';
import { exportGradescope } from '../grade/export/gradescope.ts';
import { exportHtml, type HtmlOptions } from '../grade/export/html.ts';
import { exportJunit } from '../grade/export/junit.ts';
import { exportNbgrader } from '../grade/export/nbgrader.ts';
import { gradebookSchema, gradebookSchemaName, type Gradebook, type Result } from '../grade/result.ts';
import { codeOf } from '../storage/files.ts';
import { formatJson } from './grade-report.ts';
import { readWork } from './grade-work.ts';
import type { CommandIo, ExitCode } from './io.ts';

/** A class of thousands, each with everything a report may hold. */
const maxBytes = 512 * 1024 * 1024;

const wholeClass = ['html', 'nbgrader', 'junit'] as const;
const perLearner = {
  gradescope: exportGradescope,
  classroom50: exportClassroom50,
  'github-classroom': exportGithubClassroom,
  check50: exportCheck50,
} as const;

export interface ExportFlags {
  readonly format: (typeof exportFormats)[number];
  readonly student?: string;
  readonly checkpoint?: string;
  readonly submissions?: string;
  readonly out?: string;
  readonly force?: boolean;
}

/** `netns-course grade export GRADEBOOK`. Exit 0 when written, 2 when it could not be. */
export async function runExport(flags: ExportFlags, path: string, io: CommandIo): Promise<ExitCode> {
  const words = io.words.gradebook;
  const wrong = (text: string): ExitCode => {
    io.err(`${text}\n`);
    return 2;
  };
  const read = await readGradebook(path, io);
  if (typeof read === 'string') return wrong(read);
  const { checkpoints } = read;
  const known = checkpoints.map(({ id }) => id);
  if (flags.checkpoint !== undefined && !known.includes(flags.checkpoint))
    return wrong(words.noSuchCheckpoint({ id: flags.checkpoint, known: io.words.signs.list({ names: known }) }));
  const results = read.results.filter(
    ({ learner, checkpoint }) =>
      (flags.student === undefined || learner.id === flags.student) &&
      (flags.checkpoint === undefined || checkpoint === flags.checkpoint),
  );
  if (flags.student !== undefined && results.length === 0) return wrong(words.noSuchStudent({ id: flags.student }));
  const gradebook = { ...read, results };
  if (flags.submissions !== undefined && flags.format !== 'html') return wrong(words.submissionsInHtml);
  const work = await workOf(flags.submissions, results, io);
  if (work === 'unreadable') return 2;
  try {
    if (isWhole(flags.format)) return await writeOne(wholeText(flags.format, gradebook, work, io), flags, io);
    const format = perLearner[flags.format];
    const files = results
      .filter(({ status }) => status !== 'superseded')
      .map((result) => ({ result, text: formatJson(format(result, gradebook)) }));
    const [only] = files;
    if (only !== undefined && files.length === 1 && !(await isDirectory(flags.out, io)))
      return await writeOne(only.text, flags, io);
    if (flags.out === undefined || !(await mayBeDirectory(flags.out, io)))
      return wrong(words.oneOrDirectory({ format: flags.format, count: files.length }));
    const directory = resolve(io.cwd, flags.out);
    await mkdir(directory, { recursive: true });
    for (const { result, text } of files) await put(join(directory, fileName(result)), text, flags.force);
    io.err(`${words.written({ count: files.length, path: flags.out })}\n`);
    return 0;
  } catch (error) {
    const code = codeOf(error);
    const at = error instanceof Error && 'path' in error ? String(error.path) : (flags.out ?? '-');
    return wrong(
      code === 'EEXIST' ? words.isThere({ path: at }) : io.words.gradeCommand.cannotWrite({ code, path: at }),
    );
  }
}

async function workOf(
  path: string | undefined,
  results: readonly Result[],
  io: CommandIo,
): Promise<HtmlOptions['work'] | 'unreadable'> {
  if (path === undefined) return undefined;
  try {
    return await readWork(path, results, io);
  } catch (error) {
    io.err(`${io.words.gradeCommand.cannotRead({ code: codeOf(error), path })}\n`);
    return 'unreadable';
  }
}

const isWhole = (format: ExportFlags['format']): format is (typeof wholeClass)[number] =>
  wholeClass.some((each) => each === format);

function wholeText(
  format: (typeof wholeClass)[number],
  gradebook: Gradebook,
  work: HtmlOptions['work'],
  io: CommandIo,
): string {
  if (format === 'nbgrader') return exportNbgrader(gradebook);
  if (format === 'junit') return exportJunit(gradebook);
  const hash = (text: string): string => createHash('sha256').update(text).digest('base64');
  return exportHtml(gradebook, {
    words: io.words,
    language: io.language,
    hash,
    ...(work === undefined ? {} : { work }),
  });
}

async function writeOne(text: string, { out, force }: ExportFlags, io: CommandIo): Promise<ExitCode> {
  if (out === undefined) io.out(text);
  else await put(resolve(io.cwd, out), text, force);
  return 0;
}

/** What is there stays, unless it was said to be written over. */
const put = (path: string, text: string, force = false): Promise<void> =>
  writeFile(path, text, { mode: 0o600, flag: force ? 'w' : 'wx' });

async function isDirectory(out: string | undefined, io: CommandIo): Promise<boolean> {
  if (out === undefined) return false;
  return out.endsWith('/') || ((await stat(resolve(io.cwd, out)).catch(() => undefined))?.isDirectory() ?? false);
}

async function mayBeDirectory(out: string, io: CommandIo): Promise<boolean> {
  const entry = await stat(resolve(io.cwd, out)).catch(() => undefined);
  return entry === undefined || entry.isDirectory();
}

/** A name that no file system minds, whatever an id holds, and that no two rows share. */
function fileName({ checkpoint, learner, file = '', sha256 = '' }: Result): string {
  const name = `${checkpoint}-${learner.id === '' ? file : learner.id}`;
  const plain = name.replaceAll(/[^A-Za-z0-9._-]+/g, '_').slice(0, 100);
  const rest =
    plain === name ? '' : `-${(sha256 === '' ? createHash('sha256').update(name).digest('hex') : sha256).slice(0, 8)}`;
  return `${plain}${rest}.json`;
}

async function readGradebook(path: string, io: CommandIo): Promise<Gradebook | string> {
  const words = io.words.gradebook;
  let text: string;
  try {
    if (path === '-') text = await readAll(io.stdin);
    else {
      const file = resolve(io.cwd, path);
      if ((await stat(file)).size > maxBytes) return words.notAGradebook({ path, detail: `> ${String(maxBytes)}` });
      text = await readFile(file, 'utf8');
    }
  } catch (error) {
    return io.words.gradeCommand.cannotRead({ code: codeOf(error), path });
  }
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    return words.notAGradebook({ path, detail: error instanceof Error ? error.message : String(error) });
  }
  const schema = typeof data === 'object' && data !== null && 'schema' in data ? String(data.schema) : '';
  if (schema !== gradebookSchemaName && schema.startsWith('netns-course/gradebook/'))
    return words.newerGradebook({ path, schema });
  const parsed = gradebookSchema.safeParse(data);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return words.notAGradebook({ path, detail: `${(issue?.path ?? []).map(String).join('.')}: ${issue?.message ?? ''}` });
}
