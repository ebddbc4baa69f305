import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from 'vitest';
import { hostState } from '../lab/host-state.ts';
import { labTest } from '../lab/labs.ts';
import { builtCli, runIt } from '../support/built-cli.ts';

const home = mkdtempSync(join(tmpdir(), 'netns-course-here-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Of whatever runs with this in its environment, the command lines. */
function programsOf(mark: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const isOurs = readFileSync(`/proc/${pid}/environ`, 'latin1').includes(mark);
        return isOurs ? [readFileSync(`/proc/${pid}/cmdline`, 'latin1')] : [];
      } catch {
        // Gone, or somebody else's.
        return [];
      }
    });
}

labTest('a picture of this machine only reads: nothing is changed, written or left running', async () => {
  const before = await hostState();
  const mark = `NETNS_COURSE_TEST_MARK=${String(process.pid)}.${String(Math.random())}`;
  const env = { PATH: process.env['PATH'], HOME: home, [mark.split('=')[0] ?? '']: mark.split('=')[1] };
  const drawings = await Promise.all(
    ['--text', '--json', '--svg', '--mermaid', '--dot'].map((format) =>
      runIt([process.execPath, builtCli(), 'topology', '--here', format], { cwd: home, env }),
    ),
  );
  for (const { code, stdout, stderr } of drawings) {
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/\blo\b/);
  }
  expect(programsOf(mark)).toEqual([]);
  expect(readdirSync(home)).toEqual([]);
  expect(await hostState()).toEqual(before);
});
