import { buildCommand } from '@stricli/core';
import type { Words } from '../../words/index.ts';
import { completionShells } from '../completion.ts';
import { docs, many } from './parts.ts';
import type { Context } from './parts.ts';

/** What belongs to the shell the program is called from: completions, and its manual page. */
export function shellRoutes(catalogue: Words) {
  const words = catalogue.commands;

  const completion = buildCommand({
    docs: docs(words.completion),
    parameters: {
      positional: {
        kind: 'tuple',
        parameters: [
          {
            parse: (name: string) => {
              const shell = completionShells.find((known) => known === name);
              if (shell === undefined) throw new Error(words.completion.unknown({ name }));
              return shell;
            },
            brief: words.completion.shell,
            placeholder: 'shell',
            proposeCompletions: (partial: string) => completionShells.filter((name) => name.startsWith(partial)),
          },
        ],
      },
    },
    async func(this: Context, _flags: Record<never, never>, shell: (typeof completionShells)[number]) {
      const { runCompletion } = await import('../completion.ts');
      this.exit(runCompletion(shell, this.io));
    },
  });

  const complete = buildCommand({
    docs: docs(words.complete),
    parameters: { positional: many(words.complete.word, 'word') },
    async func(this: Context, _flags: Record<never, never>, ...typed: string[]) {
      const { runComplete } = await import('../complete.ts');
      this.exit(await runComplete(typed, this.io));
    },
  });

  const man = buildCommand({
    docs: docs(words.manual),
    parameters: {},
    async func(this: Context) {
      const [{ runMan }, { packageVersion }] = await Promise.all([import('../man.ts'), import('../package-root.ts')]);
      this.exit(await runMan(packageVersion(), this.io));
    },
  });

  return { completion, complete, man };
}
