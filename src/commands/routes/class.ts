import { buildCommand } from '@stricli/core';
import type { Words } from '../../words/index.ts';
import type { AssignFlags } from '../assign.ts';
import { docs, flag, required, text } from './parts.ts';
import type { Context } from './parts.ts';

/** What a class does with checkpoints: handing out codes. */
export function classRoutes(catalogue: Words) {
  const words = catalogue.commands;
  const course = text(words.flags.course, words.flags.directory);
  const { assign: texts } = catalogue.checkpoint;

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

  return { assign };
}
