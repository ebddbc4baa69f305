import { basename, resolve } from 'node:path';
import { parseLesson } from '../lesson/parse-lesson.ts';
import { importLesson } from '../share/incoming/lesson-text.ts';
import type { Note } from '../share/incoming/types.ts';
import { readScenario } from '../storage/scenario-files.ts';
import { printable } from '../verify/printable.ts';
import type { Words } from '../words/index.ts';
import type { CommandIo, ExitCode } from './io.ts';
import { addLesson } from './lesson-folder.ts';
import { packageTable } from './setup.ts';

export interface ImportFlags {
  readonly course?: string;
  readonly id?: string;
  readonly json?: boolean;
}

/**
 * `netns-course import DIR`: writes a Killercoda or Katacoda scenario as a lesson, and lists what could not be carried over and
 * what `lint` says of it. Nothing of the scenario runs. Exit 0 when written, 2 when it could not be.
 */
export async function runImport(flags: ImportFlags, scenario: string, io: CommandIo): Promise<ExitCode> {
  const say = io.words.incoming;
  const wrong = (text: string): ExitCode => {
    io.err(`${text}\n`);
    return 2;
  };
  const read = await readScenario(resolve(io.cwd, scenario));
  if ('problem' in read) return wrong(say.problems[read.problem]({ path: scenario, detail: read.detail }));
  const { source } = read;
  if (/kubernetes|k3s/.test(source.imageId)) return wrong(say.cluster({ image: source.imageId }));
  if (source.steps.length === 0) return wrong(say.noSteps({ path: scenario }));

  const tools = new Set(Object.keys(packageTable().tools));
  const lesson = importLesson(source, { tools, todo: say.todo, verifyHead: say.verifyHead });
  const id = flags.id ?? slug(basename(resolve(io.cwd, scenario)));
  const added = await addLesson(flags.course ?? '.', id, lesson.text, io);
  if ('problem' in added) return wrong(added.problem);
  const notes = [...read.notes, ...lesson.notes];
  const { messages } = parseLesson({ id, file: added.file, text: lesson.text }, io.words);
  if (flags.json === true) {
    const left = notes.map((note) => ({ ...note, text: noteText(note, io.words) }));
    const mistakes = messages.map(({ line, column, ruleId, reason }) => ({ line, column, rule: ruleId, reason }));
    const report = { schema: 'netns-course/import/v1', file: added.file, left, mistakes };
    io.out(`${JSON.stringify(report, undefined, 2)}\n`);
    return 0;
  }
  const lines = [
    say.written({ file: added.file }),
    ...(notes.length === 0 ? [] : [say.leftOut, ...notes.map((note) => `  ${noteText(note, io.words)}`)]),
    ...(messages.length === 0 ? [] : [say.mistakes, ...messages.map((message) => `  ${String(message)}`)]),
    say.next({ id, course: flags.course ?? '.' }),
  ];
  io.out(`${lines.join('\n')}\n`);
  return 0;
}

/** Names and texts of a stranger's are shown without what would move the cursor. */
function noteText({ kind, step, detail }: Note, words: Words): string {
  return [step, detail, words.incoming.notes[kind]]
    .flatMap((part) => (part === undefined ? [] : [printable(part)]))
    .join(': ');
}

/** A folder's name as a lesson's id. */
function slug(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
}
