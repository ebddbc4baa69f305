import { transformSync } from 'esbuild';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { builtCli, runIt } from '../support/built-cli.ts';
import { evaluate } from './evaluate.ts';

const work = mkdtempSync(join(tmpdir(), 'netns-course-scripts-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

describe('an old Node', () => {
  it.each(['node-version.mjs', 'start.mjs', 'test.mjs'])('can read %s: nothing in it is newer than Node 12', (name) => {
    const source = readFileSync(join('scripts', name), 'utf8');
    const written = transformSync(source, { target: 'esnext', format: 'esm' }).code;
    expect(transformSync(source, { target: 'node12.22', format: 'esm' }).code).toBe(written);
    // What can only be known when it runs: names that came later, and imports by URL scheme.
    expect(source).not.toMatch(/from 'node:|\.at\(|replaceAll|structuredClone/);
    expect([...source.matchAll(/^import .* from '(.*)';$/gm)].map((match) => match[1])).toEqual(
      name === 'node-version.mjs' ? ['fs'] : ['./node-version.mjs'],
    );
  });

  it('can read the entry of the built program, which asks for the right one before anything else is loaded', () => {
    const source = readFileSync(builtCli(), 'utf8');
    expect(transformSync(source, { target: 'node12.22', format: 'esm' }).code).toBe(
      transformSync(source, { target: 'esnext', format: 'esm' }).code,
    );
    expect(source.match(/\bfrom ?"[^"]+"/g)).toEqual([expect.stringContaining('"fs"')]);
  });

  it('would be seen if something newer were there', () => {
    const newer = 'const a = globalThis.b?.c ?? 1;';
    expect(transformSync(newer, { target: 'node12.22' }).code).not.toBe(
      transformSync(newer, { target: 'esnext' }).code,
    );
  });

  it.each([
    ['12.22.12', false],
    ['18.20.1', false],
    ['20.18.9', false],
    ['20.19.0', true],
    ['22.1.0', true],
    ['100.0.0', true],
  ])('%s: will do is %s', (version, isGood) => {
    const code = `import { nodeComplaint } from './scripts/node-version.mjs'; console.log(JSON.stringify(nodeComplaint('${version}', '>=20.19')))`;
    const complaint = String(evaluate(code));
    expect(complaint === '').toBe(isGood);
    if (!isGood) expect(complaint).toMatch(/20\.19 or newer.*\n.*nodejs/);
  });
});

describe('the count of tests', () => {
  const count = (report: unknown, code: number) =>
    evaluate(`import { countReport } from './scripts/lib/vitest-run.mjs';
      console.log(JSON.stringify(countReport(${JSON.stringify(report) ?? 'undefined'}, ${String(code)})))`);
  const file = (status: string, ...tests: string[]) => ({
    name: '/x/test/a/b.test.ts',
    status,
    assertionResults: tests.map((each, index) => ({ status: each, fullName: `t${String(index)}` })),
  });

  it('is what the report says', () => {
    const report = { testResults: [file('passed', 'passed', 'passed', 'skipped'), file('failed', 'passed', 'failed')] };
    expect(count(report, 1)).toEqual({
      passed: 3,
      failed: 1,
      skipped: ['a/b.test.ts: t2'],
      failures: [{ file: 'test/a/b.test.ts', name: 't1', message: '' }],
    });
  });

  it('has a failure for a file that could not be loaded, a crash without a report, an error outside of tests', () => {
    expect(count({ testResults: [file('failed')] }, 1)).toMatchObject({ passed: 0, failed: 1 });
    expect(count(undefined, 1)).toMatchObject({ passed: 0, failed: 1 });
    expect(count(undefined, 0)).toMatchObject({ passed: 0, failed: 1 });
    expect(count({ testResults: [file('passed', 'passed')] }, 1)).toMatchObject({ passed: 1, failed: 1 });
    expect(count({ testResults: [file('passed', 'passed')] }, 0)).toMatchObject({ passed: 1, failed: 0 });
  });
});

describe('what failed beside other tests', () => {
  const failure = (name: string, file = 'test/a.test.ts') => ({ file, name, message: 'too late\nand more' });
  const counted = (passed: number, failures: unknown[], others = 0) => ({
    passed,
    failed: failures.length + others,
    skipped: [],
    failures,
  });
  const tryAlone = (first: unknown, second: unknown) =>
    evaluate(`import { tryAlone } from './scripts/lib/again.mjs';
      const asked = [];
      const run = (files) => (asked.push(files), Promise.resolve(${JSON.stringify(second)}));
      const tried = await tryAlone(${JSON.stringify(first)}, run);
      console.log(JSON.stringify({ ...tried, asked }))`);

  it('is run once more alone, by file; what then passes counts, and is told with what it said first', () => {
    const first = counted(5, [failure('t1'), failure('t2'), failure('', 'test/b.test.ts')]);
    expect(tryAlone(first, counted(9, [failure('t2')]))).toEqual({
      asked: [['test/a.test.ts', 'test/b.test.ts']],
      count: counted(7, [failure('t2')]),
      late: ['test/a.test.ts: t1 — too late', 'test/b.test.ts — too late'],
    });
  });

  it('is not run again where nothing failed', () => {
    expect(tryAlone(counted(5, []), {})).toEqual({ asked: [], count: counted(5, []), late: [] });
  });

  it('stays failed where the second run broke down, or fails elsewhere', () => {
    const first = counted(5, [failure('t1')], 1);
    expect(tryAlone(first, counted(9, [], 1))).toMatchObject({ count: first, late: [] });
    expect(tryAlone(first, counted(9, [failure('t3')]))).toMatchObject({ count: counted(5, [failure('t3')], 1) });
  });
});

describe('licences of what is bundled', () => {
  const licence = (manifest: unknown) =>
    evaluate(
      `import { licenceOf } from './scripts/lib/notices.mjs'; console.log(JSON.stringify(licenceOf(${JSON.stringify(manifest)})))`,
    );

  it('must be known to be permissive', () => {
    expect(licence({ name: 'a', version: '1', license: 'MIT' })).toBe('MIT');
    expect(licence({ name: 'a', version: '1', license: '(GPL-3.0 OR MIT)' })).toBe('(GPL-3.0 OR MIT)');
    expect(licence({ name: 'a', version: '1', licenses: [{ type: 'ISC' }] })).toBe('ISC');
    expect(() => licence({ name: 'a', version: '1', license: 'GPL-3.0' })).toThrow('GPL-3.0');
    expect(() => licence({ name: 'a', version: '1' })).toThrow('licence "none"');
  });
});

describe('node modules', () => {
  it('are installed once, by npm ci, when two start at the same time, and again when the lock changes', async () => {
    const tree = join(work, 'tree');
    const bring = (name: string) => cpSync(join('scripts', name), join(tree, 'scripts', name), { recursive: true });
    bring('ensure.mjs');
    bring('lib');
    mkdirSync(join(tree, 'dep'));
    writeFileSync(join(tree, 'dep', 'package.json'), '{"name":"dep","version":"1.0.0"}');
    writeFileSync(join(tree, 'package.json'), '{"name":"x","version":"1.0.0","dependencies":{"dep":"file:dep"}}');
    // Without a network: the one dependency is a folder, packed into a tarball so that it is copied and not linked.
    const made = await runIt(['npm', 'install', '--offline', '--install-links', '--no-audit', '--no-fund'], {
      cwd: tree,
    });
    expect(made.code, made.stderr).toBe(0);
    rmSync(join(tree, 'node_modules'), { recursive: true });
    const ensure = () =>
      runIt(
        [
          process.execPath,
          '--input-type=module',
          '-e',
          "import { ensureModules } from './scripts/ensure.mjs'; ensureModules();",
        ],
        {
          cwd: tree,
          env: { ...process.env, npm_config_offline: 'true', npm_config_install_links: 'true' },
        },
      );
    const both = await Promise.all([ensure(), ensure()]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    const said = both.map(({ stderr }) => stderr).join('');
    expect(said.match(/running "npm ci"/g)).toHaveLength(1);
    expect(said).toContain('waiting for process');
    expect(readFileSync(join(tree, 'node_modules', 'dep', 'package.json'), 'utf8')).toContain('1.0.0');
    // Nothing to do, nothing said.
    expect(await ensure()).toEqual({ code: 0, stdout: '', stderr: '' });
    // A lock left by a process that is gone does not keep anybody.
    writeFileSync(join(tree, '.setup', 'install.lock'), '4194999');
    rmSync(join(tree, 'node_modules'), { recursive: true });
    expect((await ensure()).code).toBe(0);
    expect(readFileSync(join(tree, 'node_modules', 'dep', 'package.json'), 'utf8')).toContain('1.0.0');
  }, 60_000);
});

describe('npm test', () => {
  it('refuses a word it does not know, with a closing line', async () => {
    const { code, stdout, stderr } = await runIt([process.execPath, 'scripts/test.mjs', '--untit']);
    expect(code).toBe(1);
    expect(stderr).toContain('--untit');
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('0 passed, 1 failed');
  });
});
