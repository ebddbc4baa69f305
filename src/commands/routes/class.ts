import { buildCommand, buildRouteMap, numberParser } from '@stricli/core';
import type { Words } from '../../words/index.ts';
import type { AssignFlags } from '../assign.ts';
import { exportFormats } from '../../grade/export/formats.ts';
import type { GradeFlags } from '../grade.ts';
import type { ExportFlags } from '../grade-export.ts';
import type { MergeFlags } from '../grade-merge.ts';
import type { SubmitFlags } from '../submit.ts';
import { docs, flag, many, one, required, text } from './parts.ts';
import type { Context } from './parts.ts';

/** What a class does with checkpoints: handing out codes, handing in, grading what comes back. */
export function classRoutes(catalogue: Words) {
  const words = catalogue.commands;
  const course = text(words.flags.course, words.flags.directory);
  const { assign: texts, submit: handIn } = catalogue.checkpoint;

  const assign = buildCommand({
    docs: docs(texts),
    parameters: {
      flags: {
        key: required(texts.key, 'FILE'),
        roster: required(texts.roster, 'FILE'),
        out: text(texts.out, 'FILE'),
        force: flag(texts.force),
        course,
      },
      positional: {
        kind: 'tuple',
        parameters: [{ parse: String, brief: texts.checkpoint, placeholder: 'checkpoint' }],
      },
    },
    async func(this: Context, flags: AssignFlags, checkpoint: string) {
      const { runAssign } = await import('../assign.ts');
      this.exit(await runAssign(flags, checkpoint, this.io));
    },
  });

  const submit = buildCommand({
    docs: docs(handIn),
    parameters: {
      flags: {
        student: text(handIn.student, 'ID'),
        name: text(handIn.name, 'NAME'),
        out: text(handIn.out, 'FILE'),
        force: flag(handIn.force),
        yes: flag(words.flags.yes),
        course,
      },
      positional: one(handIn.checkpoint, 'checkpoint'),
    },
    async func(this: Context, flags: SubmitFlags, checkpoint?: string) {
      const { runSubmit } = await import('../submit.ts');
      this.exit(await runSubmit(flags, checkpoint, this.io));
    },
  });

  return { assign, submit, grade: gradeRoutes(catalogue) };
}

function gradeRoutes(catalogue: Words) {
  const { gradeCommand: texts, commands } = catalogue;
  const out = text(texts.flags.out, 'FILE');
  const accept = text(texts.flags.accept, 'FILE');
  const json = flag(commands.flags.json);
  const number = (brief: string) =>
    ({ kind: 'parsed', parse: numberParser, brief, placeholder: 'N', optional: true }) as const;

  const run = buildCommand({
    docs: docs(texts),
    parameters: {
      flags: {
        key: text(texts.flags.key, 'FILE'),
        roster: text(texts.flags.roster, 'FILE'),
        overlay: text(texts.flags.overlay, commands.flags.directory),
        due: text(texts.flags.due, 'TIME'),
        penalty: number(texts.flags.penalty),
        accept,
        out,
        shard: text(texts.flags.shard, 'I/N'),
        jobs: number(texts.flags.jobs),
        course: text(commands.flags.course, commands.flags.directory),
        json,
      },
      positional: many(texts.paths, 'path'),
    },
    async func(this: Context, flags: GradeFlags, ...paths: string[]) {
      const { runGrade } = await import('../grade.ts');
      this.exit(await runGrade(flags, paths, this.io));
    },
  });

  const merge = buildCommand({
    docs: docs({ brief: texts.mergeBrief, full: texts.mergeFull }),
    parameters: { flags: { out, accept, json }, positional: many(texts.parts, 'part') },
    async func(this: Context, flags: MergeFlags, ...paths: string[]) {
      const { runMerge } = await import('../grade-merge.ts');
      this.exit(await runMerge(flags, paths, this.io));
    },
  });

  const reading = catalogue.gradebook.command;
  const exporting = buildCommand({
    docs: docs(reading),
    parameters: {
      flags: {
        format: { kind: 'enum', values: exportFormats, brief: reading.format, default: 'html' },
        student: text(reading.student, 'ID'),
        checkpoint: text(reading.checkpoint, 'ID'),
        submissions: text(reading.submissions, 'PATH'),
        out: text(reading.out, 'PATH'),
        force: flag(reading.force),
      },
      positional: {
        kind: 'tuple',
        parameters: [{ parse: String, brief: reading.gradebook, placeholder: 'gradebook' }],
      },
    },
    async func(this: Context, flags: ExportFlags, path: string) {
      const { runExport } = await import('../grade-export.ts');
      this.exit(await runExport(flags, path, this.io));
    },
  });

  return buildRouteMap({
    routes: { run, merge, export: exporting },
    defaultCommand: 'run',
    docs: { brief: texts.brief, fullDescription: texts.full },
  });
}
