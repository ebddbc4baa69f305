import { buildCommand, numberParser } from '@stricli/core';
import type { Words } from '../../words/index.ts';
import type { ExportFlags } from '../export.ts';
import type { ImportFlags } from '../import.ts';
import { docs, flag, many, target, text } from './parts.ts';
import type { Context } from './parts.ts';

/** What an author asks for: a lesson's mistakes, its proof, a transcript judged. */
export function authorRoutes(catalogue: Words) {
  const words = catalogue.commands;
  const course = text(words.flags.course, words.flags.directory);
  const json = flag(words.flags.json);

  const check = buildCommand({
    docs: docs(words.check),
    parameters: {
      flags: {
        transcript: { kind: 'parsed', parse: String, brief: words.check.transcript, placeholder: 'FILE' },
        course,
        json,
      },
      positional: { kind: 'tuple', parameters: [target(words.check.target)] },
    },
    async func(this: Context, flags: { transcript: string; course?: string; json?: boolean }, target: string) {
      const { runCheck } = await import('../check.ts');
      this.exit(await runCheck(flags, target, this.io));
    },
  });

  const verify = buildCommand({
    docs: docs(words.verify),
    parameters: {
      flags: {
        course,
        reporter: {
          kind: 'enum',
          values: ['readable', 'json', 'junit', 'tap'],
          brief: words.verify.reporter,
          default: 'readable',
        },
        mutants: { kind: 'boolean', brief: words.verify.mutants, default: true },
        update: flag(words.verify.update),
        jobs: { kind: 'parsed', parse: numberParser, brief: words.verify.jobs, placeholder: 'N', optional: true },
      },
      positional: { kind: 'array', parameter: { ...target(words.verify.lesson), placeholder: 'lesson' } },
    },
    async func(
      this: Context,
      flags: {
        course?: string;
        reporter: 'readable' | 'json' | 'junit' | 'tap';
        mutants: boolean;
        update?: boolean;
        jobs?: number;
      },
      ...lessons: string[]
    ) {
      const { runVerify } = await import('../verify.ts');
      this.exit(await runVerify(flags, lessons, this.io));
    },
  });

  const lint = buildCommand({
    docs: docs(words.lint),
    parameters: { flags: { course, json }, positional: many(words.lint.file, 'file') },
    async func(this: Context, flags: { course?: string; json?: boolean }, ...files: string[]) {
      const { runLint } = await import('../lint.ts');
      this.exit(await runLint(flags, files, this.io));
    },
  });

  const beginning = catalogue.newLesson;
  const fresh = buildCommand({
    docs: docs(beginning.command),
    parameters: {
      flags: { course, title: text(beginning.command.title, beginning.command.word) },
      positional: {
        kind: 'tuple',
        parameters: [{ parse: String, brief: beginning.command.id, placeholder: 'id' }],
      },
    },
    async func(this: Context, flags: { course?: string; title?: string }, id: string) {
      const { runNewLesson } = await import('../new-lesson.ts');
      this.exit(await runNewLesson(flags, id, this.io));
    },
  });

  const { exportCommand: sharing } = catalogue.share;
  const exporting = buildCommand({
    docs: docs(sharing),
    parameters: {
      flags: {
        killercoda: text(sharing.killercoda, words.flags.directory),
        html: text(sharing.html, words.flags.directory),
        recordings: text(sharing.recordings, words.flags.directory),
        course,
        play: { kind: 'boolean', brief: sharing.play, default: true },
        force: flag(sharing.force),
        json,
      },
      positional: { kind: 'array', parameter: { ...target(sharing.lesson), placeholder: 'lesson' } },
    },
    async func(this: Context, flags: ExportFlags, ...lessons: string[]) {
      const { runExport } = await import('../export.ts');
      this.exit(await runExport(flags, lessons, this.io));
    },
  });

  const { command: taking } = catalogue.incoming;
  const importing = buildCommand({
    docs: docs(taking),
    parameters: {
      flags: { course, id: text(taking.id, 'ID'), json },
      positional: {
        kind: 'tuple',
        parameters: [{ parse: String, brief: taking.scenario, placeholder: 'scenario' }],
      },
    },
    async func(this: Context, flags: ImportFlags, scenario: string) {
      const { runImport } = await import('../import.ts');
      this.exit(await runImport(flags, scenario, this.io));
    },
  });

  return { check, verify, lint, new: fresh, export: exporting, import: importing };
}
