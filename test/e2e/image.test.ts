import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { builtCli, runIt } from '../support/built-cli.ts';

/**
 * The image of `--backend container`, without a registry: Debian's own packages take the place of its base, the rest is what
 * the Containerfile says, and it runs as a privileged container does. The packages are unpacked once, into the user's cache.
 */

const isAsked = process.env['NETNS_COURSE_IMAGE'] === '1' && process.getuid?.() === 0;
const file = readFileSync('Containerfile', 'utf8');
const suite = /^ARG BASE=.*-([a-z]+)-slim$/m.exec(file)?.[1] ?? '';
const aptPackages = (): string[] => {
  const { tools }: { tools: Record<string, { apt: string }> } = JSON.parse(readFileSync('packages.json', 'utf8'));
  // Beside them, what the base image's Node is linked with, and what its Debian has.
  return [...new Set(Object.values(tools).map(({ apt }) => apt)), 'libstdc++6', 'libatomic1', 'ca-certificates'];
};

/** The base, with the packages that `setup` would install in it. */
async function unpacked(): Promise<string> {
  const list = aptPackages().join(',');
  const name = `root-${createHash('sha256').update(`${suite} ${list}`).digest('hex').slice(0, 12)}`;
  const root = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'netns-course-test', name);
  if (existsSync(root)) return root;
  mkdirSync(join(root, '..'), { recursive: true });
  const fresh = `${root}.${process.pid}`;
  const { code, stderr } = await runIt([
    'mmdebstrap',
    ...['--variant=minbase', `--include=${list}`, '--dpkgopt=path-exclude=/usr/share/doc/*', suite, fresh],
  ]);
  if (code !== 0) throw new Error(stderr);
  renameSync(fresh, root);
  return root;
}

describe.skipIf(!isAsked)('the image (with NETNS_COURSE_IMAGE=1, as root: it takes minutes and mmdebstrap)', () => {
  let root = '';
  const env = Object.fromEntries(
    [...(/^ENV (.*)$/m.exec(file)?.[1] ?? '').matchAll(/(\S+?)=(\S+)/g)].map(([, name = '', value]) => [name, value]),
  );
  const entry: unknown = JSON.parse(/^ENTRYPOINT (.*)$/m.exec(file)?.[1] ?? '[]');
  const inside = (...args: string[]) =>
    runIt(
      ['fixtures/programs/privileged-container.sh', root, ...(Array.isArray(entry) ? entry.map(String) : []), ...args],
      {
        env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root', ...env },
      },
    );

  beforeAll(async () => {
    builtCli();
    root = await unpacked();
    const place = join(root, /^WORKDIR (.*)$/m.exec(file)?.[1] ?? '');
    rmSync(place, { recursive: true, force: true });
    for (const [, from = '', to = ''] of file.matchAll(/^COPY (.*) (\S+)$/gm)) {
      for (const name of from.split(' ')) cpSync(name, join(place, to === './' ? name : to), { recursive: true });
    }
    for (const name of ['node-pty', '@lydell'])
      cpSync(join('node_modules', name), join(place, 'node_modules', name), { recursive: true, dereference: true });
    cpSync(process.execPath, join(root, 'usr/local/bin/node'), { dereference: true });
  }, 600_000);

  test('has every tool, and a kernel that a lab boots on', async () => {
    const { code, stdout } = await inside('doctor', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ ok: true });
    expect(stdout).not.toMatch(/"id": "lesson:.*\n.*\n *"state": "(warn|bad)"/);
    expect(code).toBe(0);
    expect(await inside('setup', '--yes')).toMatchObject({ code: 0 });
  });

  test('proves a lesson, also one with containers of its own', async () => {
    const { code, stdout } = await inside('verify', 'veth', 'docker');
    expect(stdout).toMatch(/\n\d+ proved, 0 wrong\n/);
    expect(code).toBe(0);
  }, 600_000);
});
