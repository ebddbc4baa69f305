import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtCli, runIt } from '../support/built-cli.ts';
import { openOuter } from '../support/outer-terminal.ts';

const work = mkdtempSync(join(tmpdir(), 'netns-course-pack-'));
const empty = join(work, 'empty');
const home = join(work, 'home');
let tarball: string;
let unpackedSize: number;

const npmQuiet = ['--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
/** An environment like a stranger's: none of this run's npm settings, a home of its own; npm's cache is shared. */
const env = (): NodeJS.ProcessEnv => {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(npm_(?!config_(cache|registry|userconfig))|NODE_|VITEST|CI$)/i.test(name),
  );
  return { ...Object.fromEntries(kept), XDG_STATE_HOME: home };
};
const npx = (...args: string[]) => runIt(['npx', 'netns-course', ...args], { cwd: empty, env: env() });

beforeAll(async () => {
  builtCli();
  mkdirSync(empty);
  const packed = await runIt(['npm', 'pack', '--json', '--pack-destination', work], { env: env() });
  expect(packed.code, packed.stderr).toBe(0);
  // What `prepack` prints stands before it.
  const [told]: { filename: string; unpackedSize: number }[] = JSON.parse(
    packed.stdout.slice(packed.stdout.indexOf('[')),
  );
  tarball = join(work, told?.filename ?? 'none');
  unpackedSize = told?.unpackedSize ?? Infinity;
  const installed = await runIt(['npm', 'install', ...npmQuiet, tarball], { cwd: empty, env: env() });
  expect(installed.code, installed.stderr).toBe(0);
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

describe('the packed tarball, installed in an empty directory', () => {
  it('brings the program, the lessons and the licences, and no sources', () => {
    const folder = join(empty, 'node_modules', 'netns-course');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    for (const file of [
      'dist/cli.js',
      'dist/netns-course.1',
      'dist/course.en.br',
      'dist/course.zh-CN.br',
      'packages.json',
      'LICENSE',
      'lessons/LICENSE',
      'README.md',
      'README.zh-CN.md',
      'CHANGELOG.md',
      'Containerfile',
      'Containerfile.dockerignore',
      'THIRD_PARTY_NOTICES',
    ]) {
      expect(files).toContain(file);
    }
    expect(files.filter((file) => /\.tsx?$|^(src|test|scripts|fixtures|docs)(\/|$)/.test(file))).toEqual([]);
    expect(files.some((file) => /^lessons\/\d\d-[a-z-]+\/lesson\.md$/.test(file))).toBe(true);
  });

  it('needs one package besides, without an install script', () => {
    const names = readdirSync(join(empty, 'node_modules')).filter((name) => !name.startsWith('.'));
    expect(names.sort()).toEqual(['@lydell', 'netns-course', 'node-pty']);
    const lock: unknown = JSON.parse(readFileSync(join(empty, 'package-lock.json'), 'utf8'));
    expect(JSON.stringify(lock)).not.toContain('hasInstallScript');
    // Half a second of download on a slow line, not half a minute.
    expect(statSync(tarball).size).toBeLessThan(1_250_000);
    expect(unpackedSize).toBeLessThan(3_000_000);
  });

  it('holds React’s production build only', () => {
    const dist = join(empty, 'node_modules', 'netns-course', 'dist');
    const text = readdirSync(dist).map((name) => readFileSync(join(dist, name), 'utf8'));
    expect(text.some((chunk) => chunk.includes('react.development'))).toBe(false);
  });

  it('names every bundled package and its licence', () => {
    const notices = readFileSync(join(empty, 'node_modules', 'netns-course', 'THIRD_PARTY_NOTICES'), 'utf8');
    for (const name of ['@stricli/core', 'unified', 'remark-parse', 'zod', 'yaml']) {
      expect(notices).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(`, 'm'));
    }
    // Each with its copyright, above a text that stands once for all packages that have the same.
    expect(notices).toMatch(/^unified \S+ \(MIT\)\n {2}Copyright \(c\) .*Titus Wormer/m);
    const [, ...parts] = notices.split(`\n${'-'.repeat(80)}\n\n`);
    const texts = parts.map((part) => part.slice(part.indexOf('\n\n')).replaceAll(/\s+/g, ' '));
    expect(new Set(texts).size).toBe(texts.length);
  });

  it('tells its version', async () => {
    const version = /"version": "(.*)"/.exec(readFileSync('package.json', 'utf8'))?.[1] ?? 'none';
    expect(await npx('--version')).toMatchObject({ code: 0, stdout: `${version}\n` });
  });

  it('lists its lessons', async () => {
    const { code, stdout, stderr } = await npx('list');
    // npm itself may warn about its user's settings.
    const own = stderr.replace(/^npm (warn|notice).*\n?/gm, '');
    expect({ code, own }).toEqual({ code: 0, own: '' });
    expect(stdout).toMatch(/namespaces .* 0\/\d+ steps/);
    expect(stdout).toContain('netns-course start namespaces/');
  });

  it('says what the machine can run', async () => {
    const { code, stdout } = await npx('doctor', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ schema: 'netns-course/doctor/v1', ok: code === 0 });
  });

  it('runs a command in a lab', async () => {
    const { code, stdout } = await npx('lab', '--', 'bash', '-c', 'id -u; ip netns add x && ip netns list; exit 7');
    expect({ code, stdout }).toEqual({ code: 7, stdout: '0\nx\n' });
  });

  it('opens the course, and its first step passes by what is typed', async () => {
    const [command = ''] =
      /^npx .*$/m.exec(readFileSync(join(empty, 'node_modules/netns-course/README.md'), 'utf8')) ?? [];
    const kept = Object.fromEntries(
      Object.entries(env()).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    );
    const outer = openOuter(['sh', '-c', command], {
      cwd: empty,
      env: { ...kept, TERM: 'xterm-256color', LC_ALL: 'C.UTF-8' },
    });
    try {
      await outer.until(/Enter begins/, 60_000);
      outer.type('\r');
      await outer.until(/controlplane \$/, 60_000);
      outer.type('lsns\r');
      await outer.until(/Step passed/, 60_000);
    } finally {
      await outer.close();
    }
  });

  it('forgets and remembers under the state directory, wherever it was called', async () => {
    expect(await npx('reset', '--all', '--yes')).toMatchObject({ code: 0 });
    expect(readdirSync(join(home, 'netns-course'))).toContain('progress.json');
    expect(resolve(home).startsWith(work)).toBe(true);
  });
});
