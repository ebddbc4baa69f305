import { join } from 'node:path';
import { runProgram } from './steps.mjs';
import { root } from './tree.mjs';

/**
 * Every lesson's proof by the built program, each command left out once: each case counts as a test.
 * @param {number} limitMs wall clock
 * @returns {Promise<{ passed: number, failed: number, skipped: string[] }>}
 */
export async function verifyLessons(limitMs) {
  console.log('\nThe lessons, each command left out once.');
  const { code, text } = await runProgram([process.execPath, join(root, 'dist', 'cli.js'), 'verify'], { limitMs });
  console.log(text.trimEnd());
  // The closing line is `N proved, N wrong …`; without one, or with a bad exit code, the proof failed.
  const [, proved = '0', wrong = '0'] = /^(\d+) proved, (\d+) wrong/m.exec(text) ?? [];
  const failed = Number(wrong);
  return { passed: Number(proved), failed: code === 0 ? failed : Math.max(1, failed), skipped: [] };
}
