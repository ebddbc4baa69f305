import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { startLab } from '../../src/lab/start.ts';
import { findCniPlugins } from '../../src/process/cni.ts';

// Not below /tmp, which a lab covers; open to the ids of root's labs.
const work = mkdtempSync('/var/tmp/netns-course-cni-');
chmodSync(work, 0o755);
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(work, { recursive: true, force: true });
});

describe('CNI plugins of the user’s own', () => {
  it('are in a lab, whose root cannot change them; the networks begin fresh, whatever the host’s Podman has', async () => {
    const installed = findCniPlugins() ?? '';
    // A name with what an overlay's options would mind.
    const data = join(work, 'a,b:c\\d');
    const plugins = join(data, 'netns-course', 'cni', 'current');
    mkdirSync(plugins, { recursive: true });
    for (const name of ['bridge', 'host-local', 'loopback']) cpSync(join(installed, name), join(plugins, name));
    writeFileSync(join(plugins, 'LICENSE'), 'terms');
    vi.stubEnv('XDG_DATA_HOME', data);
    expect(findCniPlugins()).toBe(plugins);

    const lab = await startLab({ world: 'host' });
    try {
      const script = `cd /opt/cni/bin; ls; CNI_COMMAND=VERSION ./bridge < /dev/null | grep -c cniVersion
        mount -o remount,bind,rw /opt/cni/bin; mount -o remount,rw /opt/cni/bin
        echo x > bridge; rm -f bridge; chmod 600 bridge; ls bridge
        cd /; umount /opt/cni/bin; echo x > /opt/cni/bin/bridge
        ls -A /etc/cni; mkdir /etc/cni/net.d && echo {} > /etc/cni/net.d/10-own.conf && ls /etc/cni/net.d`;
      const { stdout, stderr } = await lab.run('controlplane', ['bash', '-c', script], { timeoutMs: 60_000 });
      expect(stdout).toBe('LICENSE\nbridge\nhost-local\nloopback\n1\nbridge\n10-own.conf\n');
      expect(stderr).toMatch(/bridge: Read-only file system[^]*'bridge': Read-only file system/);
    } finally {
      await lab.close();
    }
    for (const name of ['bridge', 'host-local', 'loopback'])
      expect(readFileSync(join(plugins, name)).equals(readFileSync(join(installed, name)))).toBe(true);
    expect(readFileSync(join(plugins, 'LICENSE'), 'utf8')).toBe('terms');
  });
});
