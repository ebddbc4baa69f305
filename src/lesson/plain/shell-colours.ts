import type { Sgr, Span } from './style.ts';

/**
 * A shell's text in pieces by what they are to bash(1): the program's name is bold; options, variables, strings, comments
 * and what stands between commands have a colour. A grammar for editors would not do here: it marks a builtin's name wherever
 * it stands, and `ip link set`, `ip netns exec` and `type veth` are no builtins. The pieces joined are the text again, whatever
 * it is: what bash would refuse is shown, too.
 */
export function shellSpans(text: string): Span[] {
  const spans: Span[] = [];
  const documents: { readonly word: string; readonly strip: boolean }[] = [];
  let isProgram = true;
  let redirects = false;
  let at = 0;
  const take = (length: number, sgr: readonly Sgr[]): void => {
    if (length > 0) spans.push({ text: text.slice(at, at + length), sgr });
    at += length;
  };
  while (at < text.length) {
    const { type, length } = tokenAt(text, at);
    const token = text.slice(at, at + length);
    if (type === 'blank') take(length, []);
    else if (type === 'comment') take(length, looks.comment);
    else if (type === 'redirection') {
      take(length, looks.operator);
      redirects = true;
      const opened = hereDocument(text, at, token);
      if (opened !== undefined) documents.push(opened);
    } else if (type === 'operator') {
      take(length, looks.operator);
      isProgram = true;
      redirects = false;
      if (token === '\n')
        for (const document of documents.splice(0)) take(bodyLength(text, at, document), looks.string);
    } else {
      const isWordOf = redirects ? 'redirection' : isProgram ? 'program' : 'argument';
      spans.push(...wordSpans(token, isWordOf));
      at += length;
      if (isWordOf === 'program') isProgram = staysProgram.test(token) || assignment.test(token);
      redirects = false;
    }
  }
  return spans;
}

const looks = {
  program: ['1'],
  option: ['36'],
  variable: ['36'],
  string: ['32'],
  operator: ['35'],
  comment: ['2'],
} as const satisfies Readonly<Record<string, readonly Sgr[]>>;

/** Words after which a command still begins (bash(1), Reserved Words; `sudo` hands on what follows). */
const staysProgram = /^(?:!|\{|do|elif|else|if|sudo|then|time|until|while)$/;
const reserved =
  /^(?:!|\{|\}|\[\[|\]\]|case|do|done|elif|else|esac|fi|for|function|if|in|select|then|time|until|while)$/;
const assignment = /^[A-Za-z_]\w*\+?=/;

type TokenType = 'blank' | 'comment' | 'redirection' | 'operator' | 'word';

const tokens: readonly (readonly [TokenType, RegExp])[] = [
  ['blank', /(?:[ \t]|\\\n)+/y],
  ['comment', /#[^\n]*/y],
  ['redirection', /\d*(?:<<<|<<-?|&>>?|>>|>&|<&|>\||<>|<(?!\()|>(?!\())/y],
  ['operator', /&&|\|\||;;|\|&|[<>]\(|[;&|()\n]/y],
  // Quotes that do not end go on to the end of the text; brackets in a `$(…)` are read one deep.
  [
    'word',
    /(?:\\[^]|'[^']*(?:'|$)|"(?:\\[^]|[^"\\])*(?:"|$)|\$\((?:[^()]|\([^()]*\))*\)|\$\{[^}\n]*\}|[^\s;&|<>()'"\\])+/y,
  ],
];

/** What stands at an offset; of what nothing here knows, one character. */
function tokenAt(text: string, at: number): { readonly type: TokenType; readonly length: number } {
  for (const [type, pattern] of tokens) {
    pattern.lastIndex = at;
    const length = pattern.exec(text)?.[0].length ?? 0;
    if (length > 0) return { type, length };
  }
  return { type: 'word', length: 1 };
}

/** Strings and variables in a word; what is left of it looks as the whole word does. */
function wordSpans(word: string, kind: 'program' | 'argument' | 'redirection'): Span[] {
  if (kind !== 'redirection' && reserved.test(word)) return [{ text: word, sgr: looks.operator }];
  const name = kind === 'program' ? assignment.exec(word)?.[0] : undefined;
  const plain: readonly Sgr[] =
    name !== undefined || kind === 'redirection'
      ? []
      : kind === 'program'
        ? looks.program
        : word.startsWith('-')
          ? looks.option
          : [];
  const rest = word.slice(name?.length ?? 0);
  const parts =
    rest.match(
      /'[^']*'?|"(?:\\[^]|[^"\\])*"?|\$\((?:[^()]|\([^()]*\))*\)|\$\{[^}\n]*\}|\$\w+|(?:\\[^]|[^'"$\\])+|[^]/g,
    ) ?? [];
  return [
    ...(name === undefined ? [] : [{ text: name, sgr: looks.variable }]),
    ...parts.map((text) => ({
      text,
      sgr: /^['"]/.test(text) ? looks.string : /^\$./.test(text) ? looks.variable : plain,
    })),
  ];
}

/** The delimiter of a here-document that begins at `at`, behind its operator. */
function hereDocument(text: string, at: number, operator: string) {
  const kind = /<<(-?)$/.exec(operator);
  if (kind === null || operator.endsWith('<<<')) return undefined;
  const named = /[ \t]*(?:'([^'\n]*)'|"([^"\n]*)"|\\?([^\s;&|<>()'"]+))/y;
  named.lastIndex = at;
  const match = named.exec(text);
  const word = match?.[1] ?? match?.[2] ?? match?.[3];
  return word === undefined ? undefined : { word, strip: kind[1] === '-' };
}

/** Characters of a here-document from its first line to its delimiter, or to the end of the text. */
function bodyLength(text: string, from: number, { word, strip }: { readonly word: string; readonly strip: boolean }) {
  let at = from;
  while (at < text.length) {
    const end = text.indexOf('\n', at);
    const line = text.slice(at, end < 0 ? text.length : end);
    at = end < 0 ? text.length : end;
    if ((strip ? line.replace(/^\t+/, '') : line) === word) return at - from;
    at += end < 0 ? 0 : 1;
  }
  return text.length - from;
}
