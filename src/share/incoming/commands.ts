import { unfinished } from '../../lesson/shell-line.ts';

/** A command to type; `interrupt`: `^C` ends it before the next one. */
export interface TypedCommand {
  readonly text: string;
  interrupt: boolean;
}

/**
 * The commands of a block of shell lines, each whole (a here-document, a line that goes on); comments and blank lines between
 * them are left out. `rest`: lines at the end that never became a whole command.
 */
export function splitCommands(code: string): { readonly commands: readonly string[]; readonly rest: string } {
  const commands: string[] = [];
  let pending: string[] = [];
  for (const line of code.replaceAll('\t', '    ').split('\n')) {
    if (pending.length === 0 && /^\s*(?:#.*)?$/.test(line)) continue;
    pending.push(line.trimEnd());
    if (unfinished(pending.join('\n')) !== undefined) continue;
    commands.push(pending.join('\n').trim());
    pending = [];
  }
  return { commands, rest: pending.join('\n') };
}

/** Commands as a `console` block. */
export function consoleBlock(commands: readonly TypedCommand[]): string {
  const lines = commands.flatMap(({ text, interrupt }) => {
    const [first = '', ...more] = text.split('\n');
    return [`$ ${first}`, ...more.map((line) => `> ${line}`), ...(interrupt ? ['^C'] : [])];
  });
  return fenced('console', lines.join('\n'));
}

/** A fence that what is in it cannot close. */
export function fenced(info: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${info}\n${text}\n${fence}`;
}
