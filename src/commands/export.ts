import { resolve } from 'node:path';
import { codeOf } from '../storage/files.ts';
import type { ExportJob } from './export-job.ts';
import { exportHtml } from './export-html.ts';
import { exportKillercoda } from './export-killercoda.ts';
import type { CommandIo, ExitCode } from './io.ts';
import { openCourse } from './open-course.ts';
import { isEmptyDirectory } from './write-shared.ts';

export interface ExportFlags {
  readonly killercoda?: string;
  readonly html?: string;
  readonly recordings?: string;
  readonly course?: string;
  readonly play: boolean;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** `netns-course export --killercoda DIR --html DIR [LESSON…]`. Exit 0 when written, 2 when it could not be. */
export async function runExport(flags: ExportFlags, names: readonly string[], io: CommandIo): Promise<ExitCode> {
  const say = io.words.share;
  const wrong = (text: string): ExitCode => {
    io.err(`${text}\n`);
    return 2;
  };
  const { killercoda, html, play, force = false, json = false } = flags;
  if (killercoda === undefined && html === undefined) return wrong(say.oneTarget);
  const opened = await openCourse(flags.course, io);
  if (opened === undefined) return 2;
  const { course } = opened;
  const stranger = names.find((name) => !course.lessons.some(({ id }) => id === name));
  if (stranger !== undefined) {
    const known = course.lessons.map(({ id }) => id).join(', ');
    return wrong(io.words.commands.noSuchLesson({ name: stranger, known }));
  }
  const lessons = course.lessons.filter(({ id }) => names.length === 0 || names.includes(id));
  const write = async (shown: string, exportTo: (job: ExportJob) => Promise<ExitCode>): Promise<ExitCode> => {
    const directory = resolve(io.cwd, shown);
    try {
      if (!force && !(await isEmptyDirectory(directory))) return wrong(say.notEmpty({ path: shown }));
      return await exportTo({ course, lessons, play, json, directory, shown });
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error)) throw error;
      return wrong(say.cannotWrite({ path: shown, detail: codeOf(error) }));
    }
  };
  const codes = [
    killercoda === undefined ? 0 : await write(killercoda, (job) => exportKillercoda(job, io)),
    html === undefined ? 0 : await write(html, (job) => exportHtml(job, flags.recordings, io)),
  ];
  return Math.max(...codes);
}
