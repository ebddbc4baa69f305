import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from './steps.mjs';
import { filesUnder, root } from './tree.mjs';

/**
 * Runs one vitest project and counts by its JSON report. A report that is not there, a file that could not be loaded,
 * or an unhandled error is a failure of its own, also when every test that ran passed.
 * @param {string} project
 * @param {{ limitMs: number, label?: string, as?: { cwd: string, uid: number, gid: number, env: object, folder: string },
 *   files?: string[] }} options `label`: before each line of its output; `as`: another user, in a tree of its own; `files`: no others
 * @returns {Promise<Count>}
 */
export async function runVitest(project, { limitMs, label = project, as, files }) {
  if (files?.length === 0) return countReport({ testResults: [] }, 0);
  const own = as === undefined ? mkdtempSync(join(tmpdir(), 'netns-course-report-')) : undefined;
  const report = join(own ?? as.folder, `${project}.json`);
  const vitest = join('node_modules', 'vitest', 'vitest.mjs');
  const argv = [process.execPath, vitest, 'run', '--project', project, ...(files ?? [])];
  try {
    // A log is read as text; vitest colours whatever it takes for CI.
    const plain = process.stdout.isTTY ? {} : { NO_COLOR: '1' };
    const where = as === undefined ? { cwd: root } : { cwd: as.cwd, uid: as.uid, gid: as.gid };
    const { code, isTooLong } = await runProgram(
      [...argv, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
      { limitMs, label: `${label.padEnd(5)}|`, env: { ...(as?.env ?? process.env), ...plain }, ...where },
    );
    if (isTooLong) console.log(`FAILED ${label} tests: not done in ${Math.round(limitMs / 1000)} s`);
    return countReport(readReport(report), code);
  } finally {
    if (own !== undefined) rmSync(own, { recursive: true, force: true });
  }
}

/**
 * The test files of a project (vitest.config.ts): named one by one, since --exclude is overridden by a project's own list.
 * @param {'lab' | 'e2e'} project
 */
export function testFiles(project) {
  const isLab = (path) => path.endsWith('.lab.test.ts');
  const isOwn = (path) => (project === 'lab' ? isLab(path) : path.startsWith('test/e2e/') && !isLab(path));
  return filesUnder('test').filter((path) => path.endsWith('.test.ts') && isOwn(path));
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * @typedef {{ file: string, name: string, message: string }} Failure `file` from the top of the tree; `name` is '' for a file that could not be loaded
 * @typedef {{ passed: number, failed: number, skipped: string[], failures: Failure[] }} Count `failed` also counts what has no test to show for it
 */

/**
 * Counts a vitest JSON report; `code` is vitest's exit code.
 * @returns {Count}
 */
export function countReport(report, code) {
  if (report === undefined) return { passed: 0, failed: 1, skipped: [], failures: [] };
  const tests = report.testResults.flatMap((file) =>
    file.assertionResults.map((test) => ({ ...test, file: `test/${file.name.split('/test/').at(-1)}` })),
  );
  // A file with an error outside its tests (an import that fails) has no failed test to show for it.
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  );
  const failures = [
    ...tests
      .filter(({ status }) => status === 'failed')
      .map((test) => ({ file: test.file, name: test.fullName, message: (test.failureMessages ?? []).join('\n') })),
    ...brokenFiles.map(({ name, message = '' }) => ({
      file: `test/${name.split('/test/').at(-1)}`,
      name: '',
      message,
    })),
  ];
  const skipped = tests.filter(({ status }) => status === 'pending' || status === 'skipped' || status === 'todo');
  return {
    passed: tests.filter(({ status }) => status === 'passed').length,
    // Unhandled errors fail the run, though no test.
    failed: failures.length === 0 && code !== 0 ? 1 : failures.length,
    skipped: skipped.map(({ fullName, file }) => `${file.replace('test/', '')}: ${fullName}`),
    failures,
  };
}
