import { en } from '../words/en/index.ts';
import type { Words } from '../words/index.ts';

/** What can be wrong with a check beyond its types; the catalogue has a sentence for each. */
export type ProblemCode = keyof Words['check']['problems'];

/**
 * The `error` and `params` of a zod refinement: readable as it stands (English, zod's own language by default) and
 * translatable by its code with `problemText`.
 */
export function problem(code: ProblemCode): { error: string; params: { problem: ProblemCode } } {
  return { error: en.check.problems[code], params: { problem: code } };
}

/** What `problemText` reads of a zod issue. */
export interface IssueLike {
  readonly message: string;
  readonly params?: Readonly<Record<string, unknown>> | undefined;
}

/** The code of a refinement of ours; `undefined` for zod's own issues (wrong type, unknown key …). */
export function problemCode(issue: IssueLike, words: Words): ProblemCode | undefined {
  const code = issue.params?.['problem'];
  const known = Object.keys(words.check.problems);
  return known.find((name): name is ProblemCode => name === code);
}

/** An issue's sentence in the reader's language: ours by code, zod's own as it came. */
export function problemText(issue: IssueLike, words: Words): string {
  const code = problemCode(issue, words);
  return code === undefined ? issue.message : words.check.problems[code];
}
