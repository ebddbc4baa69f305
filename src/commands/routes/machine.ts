import { buildCommand } from '@stricli/core';
import type { Words } from '../../words/index.ts';
import { imagesRoutes } from './images.ts';
import { docs, flag, text } from './parts.ts';
import type { Context } from './parts.ts';

/** What this machine can run, and what it lacks. */
export function machineRoutes(catalogue: Words) {
  const words = catalogue.commands;
  const course = text(words.flags.course, words.flags.directory);
  const json = flag(words.flags.json);

  const setup = buildCommand({
    docs: docs(words.setup),
    parameters: { flags: { yes: flag(words.flags.yes) } },
    async func(this: Context, flags: { yes?: boolean }) {
      const { runSetup } = await import('../setup.ts');
      this.exit(await runSetup(flags, this.io));
    },
  });

  const doctor = buildCommand({
    docs: docs(words.doctor),
    parameters: { flags: { course, json } },
    async func(this: Context, flags: { course?: string; json?: boolean }) {
      const { runDoctor } = await import('../doctor.ts');
      this.exit(await runDoctor(flags, this.io));
    },
  });

  return { setup, images: imagesRoutes(catalogue), doctor };
}
