import { buildCommand } from '@stricli/core';
import type { Words } from '../../words/index.ts';
import { docs, flag, target, text } from './parts.ts';
import type { Context } from './parts.ts';

/** What a learner asks for: the course, its list, a new beginning. */
export function learnRoutes(catalogue: Words) {
  const words = catalogue.commands;
  const course = text(words.flags.course, words.flags.directory);
  const json = flag(words.flags.json);

  const start = buildCommand({
    docs: docs(words.start),
    parameters: {
      flags: {
        plain: flag(words.flags.plain),
        ascii: flag(words.flags.ascii),
        course,
        record: text(words.start.record, 'FILE'),
        recordFormat: { kind: 'enum', values: ['2', '3'], brief: words.start.recordFormat, default: '3' },
        force: flag(words.start.force),
        code: text(catalogue.checkpoint.start.code, 'CODE'),
        student: text(catalogue.checkpoint.start.student, 'ID'),
        exam: flag(catalogue.checkpoint.start.exam),
      },
      positional: { kind: 'tuple', parameters: [{ ...target(words.start.target), optional: true }] },
    },
    async func(
      this: Context,
      flags: {
        plain?: boolean;
        ascii?: boolean;
        course?: string;
        record?: string;
        recordFormat: '2' | '3';
        force?: boolean;
        code?: string;
        student?: string;
        exam?: boolean;
      },
      target?: string,
    ) {
      const { runStart } = await import('../start.ts');
      this.exit(await runStart(flags, target, this.io));
    },
  });

  const list = buildCommand({
    docs: docs(words.list),
    parameters: { flags: { course, json } },
    async func(this: Context, flags: { course?: string; json?: boolean }) {
      const { runList } = await import('../list.ts');
      this.exit(await runList(flags, this.io));
    },
  });

  const reset = buildCommand({
    docs: docs(words.reset),
    parameters: {
      flags: { course, all: flag(words.reset.all), yes: flag(words.flags.yes) },
      positional: { kind: 'tuple', parameters: [{ ...target(words.reset.target), optional: true }] },
    },
    async func(this: Context, flags: { course?: string; all?: boolean; yes?: boolean }, target?: string) {
      const { runReset } = await import('../reset.ts');
      this.exit(await runReset(flags, target, this.io));
    },
  });

  return { start, list, reset };
}
