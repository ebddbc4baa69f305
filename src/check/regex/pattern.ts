import { PatternError, PatternReader } from './parse.ts';
import { compile, search } from './program.ts';

/** A pattern that can be asked. `test` takes at most `maxSteps` steps, whatever the pattern and the text. */
export interface Pattern {
  readonly test: (text: string) => boolean;
}

export type CompiledPattern =
  { readonly ok: true; readonly pattern: Pattern } | { readonly ok: false; readonly reason: string };

/** Longer patterns are refused. */
const maxLength = 500;
/** Instructions times code points: some tenths of a second at the very worst; text beyond is not looked at. */
const maxSteps = 20_000_000;
const maxText = 262_144;

/**
 * Compiles a regular expression of the subset that can be matched in linear time: literals, `.`, classes, `\d\w\s\b`,
 * groups, `|`, `* + ? {n,m}`, `^` and `$` at line ends, `(?i)` at the very beginning. Back-references and look-around
 * are refused. Never throws.
 */
export function compilePattern(source: string): CompiledPattern {
  if (source.length > maxLength) return { ok: false, reason: `longer than ${maxLength} characters` };
  const ignoreCase = source.startsWith('(?i)');
  try {
    const program = compile(new PatternReader(ignoreCase ? source.slice(4) : source, ignoreCase).read());
    const limit = Math.min(maxText, Math.floor(maxSteps / program.length));
    return { ok: true, pattern: { test: (text) => search(program, text.slice(0, limit)) } };
  } catch (error) {
    if (error instanceof PatternError) return { ok: false, reason: error.message };
    throw error;
  }
}

/** Whether a pattern that the schema has accepted matches; an unreadable one matches nothing. */
export function matchesPattern(source: string, text: string): boolean {
  const compiled = compilePattern(source);
  return compiled.ok && compiled.pattern.test(text);
}
