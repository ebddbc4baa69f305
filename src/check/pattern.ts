import { RE2JS, RE2JSSyntaxException } from 're2js';

/** Longer patterns are refused. */
const maxLength = 500;
/** What a pattern comes to when its counts are written out; compiling one of this size takes some tenths of a second. */
const maxExpanded = 10_000;
/** Instructions times characters: some tenths of a second at the very worst; text beyond is not looked at. */
const maxSteps = 20_000_000;
const maxText = 262_144;

/** A pattern that can be asked in time linear in the text, at most `maxSteps`, whatever the pattern and the text. */
export type Pattern = (text: string) => boolean;

/**
 * Compiles a regular expression in RE2's syntax (https://github.com/google/re2/wiki/Syntax), `^` and `$` at line ends.
 * Lessons of strangers bring them, and a backtracking engine can be made to hang by one (`^(a+)+$`). Never throws:
 * `undefined` for what RE2 refuses (back-references, look-around) and for what is too large.
 */
export function compilePattern(source: string): Pattern | undefined {
  if (source.length > maxLength || expandedLength(source) > maxExpanded) return undefined;
  try {
    const pattern = RE2JS.compile(source, RE2JS.MULTILINE);
    const limit = Math.min(maxText, Math.floor(maxSteps / pattern.programSize()));
    return (text) => pattern.test(text.slice(0, limit));
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) return undefined;
    throw error;
  }
}

/** Whether a pattern that the schema has accepted matches; an unreadable one matches nothing. */
export function matchesPattern(source: string, text: string): boolean {
  return compilePattern(source)?.(text) === true;
}

/** Characters, with `a{2,40}` as 40 and counts within counts multiplied, as the compiler writes them out. */
function expandedLength(source: string): number {
  /** Of each group that is open, outermost first. */
  const lengths = [0];
  let last = 0;
  const add = (length: number): void => void lengths.push((lengths.pop() ?? 0) + length);
  for (const [token, least, most] of source.matchAll(/\\.|\[(?:\\.|[^\]\\])+\]|\{(\d+)(?:,(\d*))?\}|./gsu)) {
    if (least !== undefined) add(last * (Math.max(Number(least), Number(most ?? 0)) - 1));
    else if (token === '(') lengths.push(0);
    else if (token === ')' && lengths.length > 1) add((last = lengths.pop() ?? 0));
    else add((last = 1));
  }
  return lengths.reduce((sum, length) => sum + length, 0);
}
