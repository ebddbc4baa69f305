import { join } from 'node:path';
import { runProgram } from './steps.mjs';
import { root } from './tree.mjs';

const bin = (name) => join(root, 'node_modules', '.bin', name);

/** What is judged without running the code: each one command, 0 when it is content. */
export const staticSteps = [
  { name: 'types (tsc)', argv: [bin('tsc'), '--noEmit', '-p', '.'] },
  { name: 'lint (oxlint)', argv: [bin('oxlint'), '--type-aware', '--deny-warnings'] },
  {
    name: 'format (prettier)',
    argv: [bin('prettier'), '--check', '--cache', '--cache-location', '.setup/prettier', '--log-level', 'warn', '.'],
  },
  { name: 'dead code (knip)', argv: [bin('knip'), '--no-progress'] },
  { name: 'package (publint)', argv: [bin('publint'), '--strict', '--pack', 'npm'] },
];

/** Runs one; prints a line, and its output when it is not content. */
export async function runStaticStep({ name, argv }) {
  const { code, text, ms, isTooLong } = await runProgram(argv, { limitMs: 300_000 });
  const isGood = code === 0;
  console.log(`${isGood ? 'ok    ' : 'FAILED'} ${name}  ${(ms / 1000).toFixed(1)} s${isTooLong ? ' (too long)' : ''}`);
  if (!isGood) console.log(text.trimEnd());
  return isGood;
}
