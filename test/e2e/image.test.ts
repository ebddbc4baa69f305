import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { builtCli, runIt } from '../support/built-cli.ts';
import { isDebian, rootOfInstalled } from '../support/debian-root.ts';

/**
 * The image of `--backend container`, without a registry: Debian's own packages take the place of its base, the rest is what
 * the Containerfile says, and it runs as a privileged container does. By default those of one lesson, as they are installed
 * here; with NETNS_COURSE_IMAGE=1 all that `setup` would install, by mmdebstrap: minutes, once, into the user's cache.
 */

const isWhole = process.env['NETNS_COURSE_IMAGE'] === '1';
const isRoot = process.getuid?.() === 0;
/** What makes a lab, and what `veth` asks for. */
const fewTools = ['bash', 'ip', 'unshare', 'perl', 'ps', 'ping', 'ifconfig'];
const report = z.object({ lines: z.array(z.object({ id: z.string(), state: z.string() })) });
const file = readFileSync('Containerfile', 'utf8');
const suite = /^ARG BASE=.*-([a-z]+)-slim$/m.exec(file)?.[1] ?? '';
const aptPackages = (): string[] => {
  const { tools }: { tools: Record<string, { apt: string }> } = JSON.parse(readFileSync('packages.json', 'utf8'));
  // Beside them, what the base image's Node is linked with, and what its Debian has.
  const wanted = Object.entries(tools).filter(([name]) => isWhole || fewTools.includes(name));
  return [...new Set(wanted.map(([, { apt }]) => apt)), 'libstdc++6', 'libgcc-s1', 'mount'];
};

/** The base, with the packages that `setup` would install in it. */
async function unpacked(): Promise<string> {
  if (!isWhole) {
    const root = mkdtempSync(join(tmpdir(), 'netns-course-image-'));
    chmodSync(root, 0o755);
    await rootOfInstalled(aptPackages(), root);
    return root;
  }
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

describe.runIf(isRoot && (isWhole || isDebian))(
  'the image (as root only, whose rights a privileged container has; on Debian)',
  () => {
    let root = '';
    const env = Object.fromEntries(
      [...(/^ENV (.*)$/m.exec(file)?.[1] ?? '').matchAll(/(\S+?)=(\S+)/g)].map(([, name = '', value]) => [name, value]),
    );
    const entry: unknown = JSON.parse(/^ENTRYPOINT (.*)$/m.exec(file)?.[1] ?? '[]');
    const inside = (...args: string[]) =>
      runIt(
        [
          'fixtures/programs/privileged-container.sh',
          root,
          ...(Array.isArray(entry) ? entry.map(String) : []),
          ...args,
        ],
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

    afterAll(() => {
      if (!isWhole) rmSync(root, { recursive: true, force: true });
    });

    test('has a kernel that a lab boots on, and the tools', async () => {
      const { code, stdout } = await inside('doctor', '--json');
      const lines = new Map(report.parse(JSON.parse(stdout)).lines.map(({ id, state }) => [id, state]));
      expect(lines.get('lab')).toBe('ok');
      expect(lines.get('lesson:veth')).toBe('ok');
      if (!isWhole) return;
      expect(code).toBe(0);
      expect([...lines].filter(([id, is]) => id.startsWith('lesson:') && is !== 'ok')).toEqual([]);
      expect(await inside('setup', '--yes')).toMatchObject({ code: 0 });
    });

    test('proves a lesson, and of the whole image one with containers of its own', async () => {
      const { code, stdout } = await inside('verify', 'veth', ...(isWhole ? ['docker'] : []));
      expect(stdout).toMatch(/\n\d+ proved, 0 wrong\n/);
      expect(code).toBe(0);
    }, 600_000);
  },
);
