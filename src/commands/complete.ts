import { proposeCompletions } from '@stricli/core';
import { chooseLanguage } from '../words/choose.ts';
import type { CommandIo, ExitCode } from './io.ts';
import { createApplication, createRoutes } from './routes.ts';

/**
 * Prints what may follow, one proposal a line, with its meaning after a tab.
 *
 * @param typed the words of the command line after the program's name, up to the cursor; the last is the unfinished one
 */
export async function runComplete(typed: readonly string[], io: CommandIo): Promise<ExitCode> {
  const partial = typed.at(-1) ?? '';
  const { args } = chooseLanguage(typed.slice(0, -1), io.env);
  const found = await proposeCompletions(createApplication(io.words), [...args, partial], {
    process: { stdout: { write: io.out }, stderr: { write: io.err } },
    io,
    exit: () => undefined,
  });
  const isFirst = args.length === 0 && !partial.startsWith('-');
  const commands = isFirst ? createRoutes(io.words).getAllEntries() : [];
  io.out(
    [
      ...commands
        .filter(({ name, hidden }) => !hidden && name.original.startsWith(partial))
        .map(({ name, target }) => `${name.original}\t${target.brief}\n`),
      // The program alone is a command as well, whose flags and lessons may stand where a command does.
      ...found
        .filter(({ completion }) => !isFirst || !completion.startsWith('-'))
        .map(({ completion, brief }) => `${completion}\t${brief}\n`),
    ].join(''),
  );
  return 0;
}
