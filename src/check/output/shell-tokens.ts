/** A word, with its quotes and backslashes removed, or what stands between words. */
export interface Token {
  readonly type: 'word' | 'operator';
  readonly text: string;
  readonly expands: boolean;
  /** For a here-document's delimiter: the body. */
  body?: string;
}

/** Takes a line apart; `isOpen`: a quote, a bracket or a here-document does not end. Pure; any text is read without an error. */
export function tokensOf(line: string): { readonly tokens: readonly Token[]; readonly isOpen: boolean } {
  const scanner = new Scanner(line);
  const tokens = scanner.tokens();
  return { tokens, isOpen: scanner.incomplete };
}

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
