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
    const text = pending.join('\n');
    if (unfinished(text) !== undefined || isOpen(text)) continue;
    commands.push(pending.join('\n').trim());
    pending = [];
  }
  return { commands, rest: pending.join('\n') };
}

const opening: ReadonlySet<string> = new Set(['if', 'for', 'while', 'until', 'case', 'select', '{']);
const closing: ReadonlySet<string> = new Set(['fi', 'done', 'esac', '}']);

/** Whether a loop, a condition or a group goes on (bash(1), Compound Commands). What is quoted, or a here-document's, says nothing. */
function isOpen(text: string): boolean {
  const bare = text
    .replaceAll(/<<-?\s*(['"]?)(\w+)\1([^\n]*)\n[^]*?\n\s*\2(?=\n|$)/g, '$3')
    .replaceAll(/'[^']*'|"(?:\\.|[^"\\])*"/g, '""')
    .replaceAll('\\\n', ' ')
    .replaceAll(/(?<=^|\s)#.*$/gm, '');
  let depth = 0;
  for (const part of bare.split(/[\n;|&]+/)) {
    const words = part.trim().split(/\s+/);
    while (['do', 'then', 'else', '!', 'time'].includes(words[0] ?? '')) words.shift();
    const [first = '', ...rest] = words;
    if (opening.has(first) || (first.endsWith('()') && rest[0] === '{')) depth += 1;
    if (closing.has(first)) depth -= 1;
  }
  return depth > 0;
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
