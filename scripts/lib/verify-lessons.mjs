import { join } from 'node:path';
import { runProgram } from './steps.mjs';
import { root } from './tree.mjs';

/**
 * Every lesson's proof by the built program: each case counts as a test.
 * @param {number} limitMs wall clock
 * @param {{ maySkip: boolean, mutants: boolean, only?: string[], as?: import('./ordinary-user.mjs').OrdinaryUser['as'], by?: string }} options
 *   `maySkip`: a lesson that this machine cannot play is no failure; `mutants`: each command left out once; `only`: no others than
 *   these lessons, by id; `as`: another user, and `by`: how to call it
 * @returns {Promise<import('./vitest-run.mjs').Count>}
 */
export async function verifyLessons(limitMs, { maySkip, mutants, only = [], as, by = '' }) {
  const argv = ['verify', ...(mutants ? [] : ['--no-mutants']), ...only];
  const { cwd = root, ...user } = as ?? {};
  const { code, text } = await runProgram([process.execPath, join(cwd, 'dist', 'cli.js'), ...argv], {
    ...{ limitMs, cwd },
    ...user,
  });
  console.log(`\nThe lessons${mutants ? ', each command left out once' : ''}${by}.\n${text.trimEnd()}`);
  return countProof(text, code, maySkip);
}

/**
 * Counts what `netns-course verify` printed and exited with: 2 is also a lesson that could not be played here.
 * @returns {import('./vitest-run.mjs').Count} a failure's `file` is its lesson's id
 */
export function countProof(text, code, maySkip) {
  // The closing line is `N proved, N wrong …`; without one, or with a bad exit code, the proof failed.
  const [, proved = '0', wrong = '0', rest] = /^(\d+) proved, (\d+) wrong(.*)/m.exec(text) ?? [];
  const skipped = maySkip
    ? [...text.matchAll(/^skipped ([\w-]+): .*\n.*\n +(.*)$/gm)].map((m) => `${m[1]}: ${m[2]}`)
    : [];
  const isOnlySkipped = code === 2 && skipped.length > 0 && /^, \d+ skipped$/.test(rest);
  const failures = wrongCases(text);
  const failed = code === 0 || isOnlySkipped ? Number(wrong) : Math.max(1, Number(wrong), failures.length);
  return { passed: Number(proved), failed, skipped, failures };
}

/** A lesson's line is `WRONG ID: N of M proved`, a case's `  FILE:LINE:COLUMN WRONG CASE`, and what it said is below. */
function wrongCases(text) {
  let lesson = '';
  const found = [];
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    lesson = /^\S+ +([\w-]+): \d+ of \d+ proved$/.exec(line)?.[1] ?? lesson;
    const name = /^ {2}\S+:\d+:\d+ (?:WRONG|ERROR) (.*)$/.exec(line)?.[1];
    if (name !== undefined) found.push({ file: lesson, name, message: (lines[index + 1] ?? '').trim() });
  }
  return found;
}
