/**
 * A shell's line taken apart as far as reading its output needs: which programs were run, one after the other and in
 * which pipes. A reading aid, not a shell: nothing is expanded or executed. Pure; any text is read without an error.
 */

export interface Word {
  /** Quotes and backslashes removed; expansions as they were typed. */
  readonly text: string;
  /** Has an expansion (`$X`, `$(…)`, a glob …) that the shell would have replaced. */
  readonly expands: boolean;
}

/** One program with its arguments, without its redirections. */
export interface SimpleCommand {
  /** `X=1` before the words, or alone. */
  readonly assignments: readonly { readonly name: string; readonly value: Word }[];
  readonly words: readonly Word[];
  /** The text of its here-documents and here-strings. */
  readonly input: string;
}

/** Programs joined by `|`. */
export type Pipeline = readonly SimpleCommand[];

export interface ShellLine {
  readonly pipelines: readonly Pipeline[];
  /** A quote, a bracket, a here-document or a `|` is still open: the shell would ask for more. */
  readonly incomplete: boolean;
}

interface Token {
  readonly type: 'word' | 'operator';
  readonly text: string;
  readonly expands: boolean;
  /** For a here-document's delimiter: the body. */
  body?: string;
}

/** Words that begin or join compound commands; what follows them is a command (bash(1), "Reserved words"). */
const keywords = new Set(['if', 'then', 'else', 'elif', 'while', 'until', 'do', '{', '!', 'time', 'coproc']);
/** Words that end one: nothing of interest follows in the same command. */
const closers = new Set(['fi', 'done', 'esac', '}']);

const operators = [
  '<<<',
  '<<-',
  '&>>',
  '&&',
  '||',
  ';;',
  '|&',
  '<<',
  '>>',
  '>&',
  '<&',
  '&>',
  '>|',
  '<>',
  ';',
  '&',
  '|',
  '<',
  '>',
  '(',
  ')',
  '\n',
];
const redirections = new Set(['<<<', '<<-', '<<', '>>', '>&', '<&', '&>', '&>>', '>|', '<>', '<', '>']);

class Scanner {
  readonly #text: string;
  #at = 0;
  incomplete = false;

  constructor(text: string) {
    this.#text = text;
  }

  tokens(): Token[] {
    const tokens: Token[] = [];
    const pendingDocuments: { token: Token; strip: boolean }[] = [];
    while (this.#at < this.#text.length) {
      const char = this.#text[this.#at] ?? '';
      if (char === ' ' || char === '\t') {
        this.#at += 1;
      } else if (char === '\\' && this.#text[this.#at + 1] === '\n') {
        this.#at += 2;
      } else if (char === '#') {
        this.#skipComment();
      } else {
        const operator = operators.find((candidate) => this.#text.startsWith(candidate, this.#at));
        if (operator === undefined) {
          const token = this.#word();
          const before = tokens.at(-1)?.text;
          if (before === '<<' || before === '<<-') pendingDocuments.push({ token, strip: before === '<<-' });
          tokens.push(token);
          continue;
        }
        this.#at += operator.length;
        tokens.push({ type: 'operator', text: operator, expands: false });
        if (operator === '\n') {
          for (const { token, strip } of pendingDocuments.splice(0)) token.body = this.#document(token.text, strip);
        }
      }
    }
    if (pendingDocuments.length > 0) this.incomplete = true;
    return tokens;
  }

  #skipComment(): void {
    const end = this.#text.indexOf('\n', this.#at);
    this.#at = end < 0 ? this.#text.length : end;
  }

  /** The lines up to the one that is the delimiter. */
  #document(delimiter: string, strip: boolean): string {
    const lines: string[] = [];
    while (this.#at < this.#text.length) {
      const end = this.#text.indexOf('\n', this.#at);
      const stop = end < 0 ? this.#text.length : end;
      const line = this.#text.slice(this.#at, stop);
      this.#at = Math.min(stop + 1, this.#text.length);
      if ((strip ? line.replace(/^\t+/, '') : line) === delimiter) return lines.join('\n');
      lines.push(line);
    }
    this.incomplete = true;
    return lines.join('\n');
  }

  #word(): Token {
    let text = '';
    let expands = false;
    for (;;) {
      const char = this.#text[this.#at];
      if (char === undefined || ' \t\n;&|<>()'.includes(char)) break;
      this.#at += 1;
      if (char === '\\') {
        if (this.#at >= this.#text.length) this.incomplete = true;
        const next = this.#text[this.#at] ?? '';
        this.#at += 1;
        if (next !== '\n') text += next;
      } else if (char === "'") {
        text += this.#until("'");
      } else if (char === '"') {
        const quoted = this.#doubleQuoted();
        text += quoted.text;
        expands ||= quoted.expands;
      } else if (char === '`') {
        text += `\`${this.#until('`')}\``;
        expands = true;
      } else if (char === '$') {
        const dollar = this.#dollar();
        text += dollar;
        expands ||= dollar !== '$' && !dollar.startsWith("'");
      } else {
        if (char === '*' || char === '?' || char === '[' || (char === '~' && text === '')) expands = true;
        text += char;
      }
    }
    return { type: 'word', text, expands };
  }

  #until(quote: string): string {
    const end = this.#text.indexOf(quote, this.#at);
    if (end < 0) this.incomplete = true;
    const stop = end < 0 ? this.#text.length : end;
    const inside = this.#text.slice(this.#at, stop);
    this.#at = stop + 1;
    return inside;
  }

  #doubleQuoted(): { text: string; expands: boolean } {
    let text = '';
    let expands = false;
    for (;;) {
      const char = this.#text[this.#at];
      this.#at += 1;
      if (char === undefined) {
        this.incomplete = true;
        return { text, expands };
      }
      if (char === '"') return { text, expands };
      if (char === '\\') {
        const next = this.#text[this.#at] ?? '';
        this.#at += 1;
        text += '$`"\\\n'.includes(next) ? next.replace('\n', '') : `\\${next}`;
      } else if (char === '$') {
        text += this.#dollar();
        expands = true;
      } else if (char === '`') {
        text += `\`${this.#until('`')}\``;
        expands = true;
      } else {
        text += char;
      }
    }
  }

  /** After `$`: `$NAME`, `${…}`, `$(…)`, `$((…))`, `$'…'`; as typed. */
  #dollar(): string {
    const char = this.#text[this.#at];
    if (char === '(' || char === '{') return `$${this.#bracketed(char, char === '(' ? ')' : '}')}`;
    if (char === "'") {
      this.#at += 1;
      return this.#until("'");
    }
    const name = /^(?:[A-Za-z_]\w*|[0-9@*#?$!-])/.exec(this.#text.slice(this.#at, this.#at + 64))?.[0] ?? '';
    this.#at += name.length;
    return `$${name}`;
  }

  /** Up to the bracket that closes, quotes inside respected. */
  #bracketed(open: string, close: string): string {
    const from = this.#at;
    let depth = 0;
    while (this.#at < this.#text.length) {
      const char = this.#text[this.#at];
      this.#at += 1;
      if (char === open) depth += 1;
      else if (char === close) depth -= 1;
      else if (char === '\\') this.#at += 1;
      else if (char === "'" || char === '"') this.#until(char);
      if (depth === 0) return this.#text.slice(from, this.#at);
    }
    this.incomplete = true;
    return this.#text.slice(from);
  }
}

interface Draft {
  assignments: { name: string; value: Word }[];
  words: Word[];
  input: string;
}

const assignment = /^([A-Za-z_]\w*)=/;

/** Takes a line (or several, for here-documents) apart. Subshells and groups are read as if their brackets were not there. */
export function splitLine(line: string): ShellLine {
  const scanner = new Scanner(line);
  const tokens = scanner.tokens();
  const pipelines: SimpleCommand[][] = [];
  let pipeline: SimpleCommand[] = [];
  let command: Draft = { assignments: [], words: [], input: '' };
  let inHeader = false;

  const endCommand = (): void => {
    if (command.words.length > 0 || command.assignments.length > 0) pipeline.push(command);
    command = { assignments: [], words: [], input: '' };
    inHeader = false;
  };
  const endPipeline = (): void => {
    endCommand();
    if (pipeline.length > 0) pipelines.push(pipeline);
    pipeline = [];
  };

  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (token === undefined) break;
    if (token.type === 'operator') {
      if (redirections.has(token.text)) {
        // `2>&1`: the number before it is the descriptor's, not an argument.
        const last = command.words.at(-1);
        if (last !== undefined && /^\d$/.test(last.text) && line.includes(`${last.text}${token.text}`))
          command.words.pop();
        const target = tokens[index + 1];
        if (target?.type === 'word') {
          if (token.text === '<<<') command.input += target.text;
          else if (target.body !== undefined) command.input += target.body;
          index += 1;
        }
      } else if (token.text === '|' || token.text === '|&') {
        endCommand();
      } else {
        endPipeline();
      }
      continue;
    }
    const isFirst = command.words.length === 0;
    const match = isFirst ? assignment.exec(token.text) : null;
    if (inHeader) continue;
    if (match?.[1] !== undefined) {
      const value = { text: token.text.slice(match[0].length), expands: token.expands };
      command.assignments.push({ name: match[1], value });
    } else if (isFirst && !token.expands && keywords.has(token.text)) {
      continue;
    } else if (
      isFirst &&
      !token.expands &&
      (closers.has(token.text) || ['for', 'case', 'select', 'function'].includes(token.text))
    ) {
      // `for x in a b`, `done`: up to the next `;` there is no command.
      inHeader = true;
    } else {
      command.words.push({ text: token.text, expands: token.expands });
    }
  }
  const last = tokens.at(-1);
  const dangling = last?.type === 'operator' && ['|', '|&', '&&', '||'].includes(last.text);
  endPipeline();
  return { pipelines, incomplete: scanner.incomplete || dangling || /(?:^|[^\\])(?:\\\\)*\\$/.test(line) };
}
