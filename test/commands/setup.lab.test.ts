import { spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtCli, type Ran } from '../support/built-cli.ts';

const work = mkdtempSync(join(tmpdir(), 'netns-course-setup-'));
let cli: string;
beforeAll(() => {
  // Where an ordinary user can read it, also when the checkout is root's own.
  const built = builtCli();
  chmodSync(work, 0o755);
  cpSync(join(built, '..'), join(work, 'dist'), { recursive: true });
  for (const name of ['package.json', 'packages.json']) cpSync(name, join(work, name));
  cli = join(work, 'dist', 'cli.js');
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** An id without an account: never root here, since `setup` would really install. */
const id = process.geteuid?.() === 0 ? { uid: 60_098, gid: 60_098 } : {};

/** Runs `setup` where these tools, and sudo, are not to be found: in a mount namespace of its own. */
function setup(hidden: readonly string[], ...args: string[]): Promise<Ran> {
  const hide =
    'while [ "$1" != -- ]; do [ ! -e "$1" ] || mount --bind /dev/null "$1" || exit 99; shift; done; shift; exec "$@"';
  const argv = ['--user', '--map-current-user', '--keep-caps', '--mount', 'bash', '-c', hide, 'bash'];
  return new Promise((done, failed) => {
    const child = spawn(
      'unshare',
      [...argv, ...hidden, '/usr/bin/sudo', '--', process.execPath, cli, 'setup', ...args],
      {
        cwd: '/',
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { PATH: process.env['PATH'], LANG: 'C.UTF-8' },
        ...id,
      },
    );
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (bytes: Buffer) => (stdout += bytes.toString()));
    child.stderr.on('data', (bytes: Buffer) => (stderr += bytes.toString()));
    child.on('error', failed);
    child.on('close', (code) => done({ code, stdout, stderr }));
  });
}

describe('setup', () => {
  it('says that nothing is missing', async () => {
    expect(await setup([])).toEqual({ code: 0, stdout: 'Nothing is missing.\n', stderr: '' });
  });

  it('names what is missing, the packages and the one command, where the user may not install', async () => {
    const { code, stdout, stderr } = await setup(['/usr/bin/jq', '/usr/bin/tcpdump'], '--yes');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('tcpdump, jq');
    expect(stderr).toMatch(/^ {2}sudo .*tcpdump jq$/m);
    expect(stderr).toContain('skipped');
  });
});
