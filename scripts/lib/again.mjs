/**
 * What failed while other tests ran beside it is tried once more with the machine to itself: what only then passes was
 * kept waiting, and is said to be so; what fails twice is a defect.
 * @param {import('./vitest-run.mjs').Count} count of the first try
 * @param {(files: string[]) => Promise<import('./vitest-run.mjs').Count>} run these files alone
 * @returns {Promise<{ count: import('./vitest-run.mjs').Count, late: string[] }>} `late`: the tests that passed alone, each with what it
 *   first failed with
 */
export async function tryAlone(count, run) {
  const files = [...new Set(count.failures.map(({ file }) => file))];
  if (files.length === 0) return { count, late: [] };
  const second = await run(files);
  // A try that ended without a report, or with an error outside of its tests, excuses nothing.
  if (second.failed !== second.failures.length) return { count, late: [] };
  const still = new Set(second.failures.map(idOf));
  const fewer = count.failures.length - second.failures.length;
  return {
    // Also what passed at first and fails alone.
    count: { ...count, passed: count.passed + fewer, failed: count.failed - fewer, failures: second.failures },
    late: count.failures.filter((failure) => !still.has(idOf(failure))).map(sayFailure),
  };
}

const idOf = ({ file, name }) => `${file}\0${name}`;

/** One line: the test, and the first line of what it failed with. */
export function sayFailure({ file, name, message }) {
  return `${file}${name === '' ? '' : `: ${name}`}${message === '' ? '' : ` — ${message.split('\n')[0].slice(0, 300)}`}`;
}
