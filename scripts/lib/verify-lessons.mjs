import { join } from 'node:path';
import { runProgram } from './steps.mjs';
import { root } from './tree.mjs';

/**
 * Every lesson's proof by the built program, each command left out once: each case counts as a test.
 * @param {number} limitMs wall clock
 * @param {{ maySkip: boolean }} options `maySkip`: a lesson that this machine cannot play is no failure
 * @returns {Promise<{ passed: number, failed: number, skipped: string[] }>}
 */
export async function verifyLessons(limitMs, { maySkip }) {
  console.log('\nThe lessons, each command left out once.');
  const { code, text } = await runProgram([process.execPath, join(root, 'dist', 'cli.js'), 'verify'], { limitMs });
  console.log(text.trimEnd());
  return countProof(text, code, maySkip);
}

/** Counts what `netns-course verify` printed and exited with: 2 is also a lesson that could not be played here. */
export function countProof(text, code, maySkip) {
  // The closing line is `N proved, N wrong …`; without one, or with a bad exit code, the proof failed.
  const [, proved = '0', wrong = '0', rest] = /^(\d+) proved, (\d+) wrong(.*)/m.exec(text) ?? [];
  const skipped = maySkip
    ? [...text.matchAll(/^skipped ([\w-]+): .*\n.*\n +(.*)$/gm)].map((m) => `${m[1]}: ${m[2]}`)
    : [];
  const isOnlySkipped = code === 2 && skipped.length > 0 && /^, \d+ skipped$/.test(rest);
  const failed = Number(wrong);
  return { passed: Number(proved), failed: code === 0 || isOnlySkipped ? failed : Math.max(1, failed), skipped };
}
