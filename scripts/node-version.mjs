// Loaded before anything else, by whatever Node there is: only syntax that Node 12 parses may stand here, in start.mjs
// and in test.mjs (test/scripts holds that), so that an old Node is answered with a sentence, not a stack trace.
import { readFileSync } from 'fs';

/**
 * Why the running Node will not do, as two lines with the cure, or '' when it will.
 * `wanted` is package.json's `engines.node` (`>=MAJOR.MINOR`).
 */
export function nodeComplaint(running, wanted) {
  const numbers = (text) => (/(\d+)\.(\d+)/.exec(text) || [0, 0, 0]).slice(1).map(Number);
  const have = numbers(running);
  const need = numbers(wanted);
  if (have[0] > need[0] || (have[0] === need[0] && have[1] >= need[1])) return '';
  return (
    'netns-course needs Node ' +
    wanted.replace('>=', '') +
    ' or newer; this is Node ' +
    running +
    ' (' +
    process.execPath +
    ').\n' +
    'Debian 13, Ubuntu 25.10 and Fedora 41 have one: install nodejs and npm there, or take one from https://nodejs.org/en/download.'
  );
}

/** Ends the process with exit code 2 and the reason when this Node is too old. */
export function demandNode() {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const complaint = nodeComplaint(process.versions.node, manifest.engines.node);
  if (complaint === '') return;
  console.error(complaint);
  process.exit(2);
}
