import { describe, expect, it } from 'vitest';
import { quietInstall } from '../../src/machine/quiet-install.ts';
import { run } from '../../src/process/run.ts';

/**
 * Runs a script as root of a namespace of its own, where what an installation changes is a tmpfs; `$quiet` is how `setup`
 * installs.
 */
async function inNamespace(script: string): Promise<string> {
  const around = `set -e
for place in /usr/sbin /etc/init.d /etc/systemd /usr/lib/systemd/system; do [ ! -d "$place" ] || mount -t tmpfs none "$place"; done
mkdir -p /etc/systemd/system /usr/lib/systemd/system
quiet() { sh -c "$quiet" setup "$@"; }
${script}`;
  const { stdout, stderr, exitCode } = await run(
    {
      file: '/usr/bin/unshare',
      args: ['--user', '--map-root-user', '--mount', '/bin/bash', '--norc', '-c', around],
      env: { quiet: quietInstall, PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' },
      cwd: '/',
      // Never the machine's own root, whose files only the tmpfs would stand before.
      ...(process.geteuid?.() === 0 ? { uid: 60_097, gid: 60_097 } : {}),
    },
    { timeoutMs: 20_000 },
  );
  return exitCode === 0 ? stdout : `exit ${String(exitCode)}: ${stdout}${stderr}`;
}

describe('an installation by setup', () => {
  it('lets no package start a service, and leaves no policy behind', async () => {
    const said = await inNamespace(`
      quiet bash -c '/usr/sbin/policy-rc.d docker start; echo "policy $?"'
      ls /usr/sbin | wc -l`);
    expect(said).toBe('policy 101\n0\n');
  });

  it('gives back a policy that was there, also after a failure, and ends as the installer did', async () => {
    const said = await inNamespace(`
      printf '#!/bin/sh\\nexit 7\\n' > /usr/sbin/policy-rc.d; chmod 755 /usr/sbin/policy-rc.d
      quiet bash -c '/usr/sbin/policy-rc.d; echo "policy $?"; exit 3' || echo "ended $?"
      /usr/sbin/policy-rc.d || echo "policy $?"; ls /usr/sbin`);
    expect(said).toBe('policy 101\nended 3\npolicy 7\npolicy-rc.d\n');
  });

  it('puts right what a killed one left', async () => {
    const said = await inNamespace(`
      printf '#!/bin/sh\\nexit 7\\n' > /usr/sbin/policy-rc.d; chmod 755 /usr/sbin/policy-rc.d
      quiet bash -c 'kill -9 $PPID' 2> /dev/null || true
      ls /usr/sbin
      quiet true
      /usr/sbin/policy-rc.d || echo "policy $?"; ls /usr/sbin`);
    expect(said).toBe('policy-rc.d\npolicy-rc.d.netns-course\npolicy 7\npolicy-rc.d\n');
  });

  it('enables for the next boot only what the machine had', async () => {
    const said = await inNamespace(`
      command -v systemctl > /dev/null || { echo 'no systemctl'; exit 0; }
      printf '%s\\n' '#!/bin/sh' 'printf "[Service]\\nExecStart=/bin/true\\n[Install]\\nWantedBy=multi-user.target\\n" > "/usr/lib/systemd/system/$1"' 'systemctl --root=/ --quiet enable "$1" 2> /dev/null' > /usr/sbin/unit
      chmod 755 /usr/sbin/unit
      unit nginx.service
      quiet bash -c 'unit docker.service; unit containerd.service'
      for each in nginx docker containerd; do echo "$each $(systemctl --root=/ is-enabled $each.service)"; done`);
    expect(['no systemctl\n', 'nginx enabled\ndocker disabled\ncontainerd disabled\n']).toContain(said);
  });
});
