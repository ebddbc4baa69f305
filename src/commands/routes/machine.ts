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
    parameters: {
      flags: {
        yes: flag(words.flags.yes),
        cniRelease: text(words.setup.cniRelease, 'VERSION'),
        from: text(words.setup.from, 'URL'),
      },
    },
    async func(this: Context, flags: { yes?: boolean; cniRelease?: string; from?: string }) {
      const { cniRelease, ...rest } = flags;
      if (cniRelease === undefined) {
        const { runSetup } = await import('../setup.ts');
        this.exit(await runSetup(rest, this.io));
      } else {
        const { runSetupCni } = await import('../setup-cni.ts');
        this.exit(await runSetupCni(cniRelease, rest.from, this.io));
      }
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
