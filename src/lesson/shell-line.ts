/** Why a shell would ask for more (`> `) after these lines. */
export type Unfinished = 'quote' | 'backslash' | 'here-document' | 'operator';

/**
 * Whether bash would take the text as whole commands: quotes closed, here-documents ended, no backslash, pipe or `&&` at
 * the end (bash(1), QUOTING, Here Documents, Lists). `undefined`: it is complete. A small reader of its own, since a lesson
 * is linted where there is no bash, and never executed to be read.
 */
export function unfinished(text: string): Unfinished | undefined {
  const lines = text.split('\n');
  const pending: { word: string; strip: boolean }[] = [];
  let quote = '';
  for (let i = 0; i < lines.length; i += 1) {
    const line = lines[i] ?? '';
    const [document] = pending;
    if (quote === '' && document !== undefined) {
      if ((document.strip ? line.replace(/^\t+/, '') : line) === document.word) pending.shift();
      continue;
    }
    const read = readLine(line, quote);
    quote = read.quote;
    if (quote === '') pending.push(...read.documents);
    if (i === lines.length - 1 && quote === '') {
      if (read.backslash) return 'backslash';
      if (pending.length === 0 && /(?:\||&&)\s*$/.test(read.plain)) return 'operator';
    }
  }
  if (quote !== '') return 'quote';
  return pending.length > 0 ? 'here-document' : undefined;
}

interface LineState {
  /** The quote that is still open: `'`, `"`, or none. */
  readonly quote: string;
  readonly backslash: boolean;
  readonly documents: readonly { word: string; strip: boolean }[];
  /** What stands outside quotes and comments. */
  readonly plain: string;
}

function readLine(line: string, open: string): LineState {
  let quote = open;
  let backslash = false;
  let plain = '';
  const documents: { word: string; strip: boolean }[] = [];
  for (let i = 0; i < line.length; i += 1) {
    const char = line[i] ?? '';
    if (quote !== '') {
      if (char === '\\' && quote === '"') i += 1;
      else if (char === quote) quote = '';
      continue;
    }
    if (char === '\\') {
      backslash = i === line.length - 1;
      i += 1;
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '#' && /(?:^|[\s;&|])$/.test(plain)) break;
    else if (line.startsWith('<<<', i)) i += 2;
    else if (line.startsWith('<<', i)) {
      const match = /^<<(-?)[ \t]*(?:'([^']*)'|"([^"]*)"|\\?([^\s;&|<>()'"]+))/.exec(line.slice(i));
      if (match !== null) {
        documents.push({ word: match[2] ?? match[3] ?? match[4] ?? '', strip: match[1] === '-' });
        i += match[0].length - 1;
      }
      plain += ' ';
    } else plain += char;
  }
  return { quote, backslash, documents, plain };
}
