import type { ApplicationContext } from '@stricli/core';
import type { CommandIo, ExitCode } from '../io.ts';

/** What stricli hands to every command. `exit` takes the code: only `cli.ts` ends the process. */
export interface Context extends ApplicationContext {
  readonly io: CommandIo;
  readonly exit: (code: ExitCode) => void;
}

/** An optional flag with a value of its own. */
export const text = (brief: string, placeholder: string) =>
  ({ kind: 'parsed', parse: String, brief, placeholder, optional: true }) as const;

/** A flag that is there or not. */
export const flag = (brief: string) => ({ kind: 'boolean', brief, optional: true, withNegated: false }) as const;

/** At most one argument. */
export const one = (brief: string, placeholder: string) =>
  ({ kind: 'tuple', parameters: [{ parse: String, brief, placeholder, optional: true }] }) as const;

/** An argument that names a lesson, or a step of one, and is completed so. */
export const target = (brief: string) => ({
  parse: String,
  brief,
  placeholder: 'target',
  proposeCompletions: proposed,
});

async function proposed(this: Context, partial: string): Promise<readonly string[]> {
  const { proposeTargets } = await import('../targets.ts');
  return proposeTargets(partial, this.io);
}

/** Any number of arguments. */
export const many = (brief: string, placeholder: string) =>
  ({ kind: 'array', parameter: { parse: String, brief, placeholder } }) as const;

/** A command's line in the list of commands, and its own page. */
export const docs = ({ brief, full }: { brief: string; full: string }) => ({
  brief,
  fullDescription: `${brief}\n\n${full}`,
});

/** A flag with a value that must be there. */
export const required = (brief: string, placeholder: string) =>
  ({ kind: 'parsed', parse: String, brief, placeholder }) as const;
