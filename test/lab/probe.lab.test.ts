import { spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listNetns, netnsPath } from '../../src/lab/facts/namespaces.ts';
import { probe, probeSpec } from '../../src/lab/probe.ts';
import { startBareLab, type BareLab } from './facts-lab.ts';

let lab: BareLab;
beforeAll(async () => void (lab = await startBareLab()));
afterAll(() => lab.close());

const ask = (netns: string, ...argv: string[]) => probe(lab.target, 'controlplane', netns, argv);

describe('a probe', () => {
  it('sees the namespace it is sent to, and no other', async () => {
    await lab.inside('ip netns add inner; ip link add own type bridge; ip -n inner link add theirs type bridge');
    expect((await ask('', 'ip', '-o', 'link')).stdout).toMatch(/own:/);
    expect((await ask('', 'ip', '-o', 'link')).stdout).not.toMatch(/theirs:/);
    expect((await ask('inner', 'ip', '-o', 'link')).stdout).toMatch(/theirs:/);
  });

  it('runs the host’s program, whatever the lab has in its place', async () => {
    const before = await ask('', 'ip', '-j', 'link');
    await lab.inside(`
      printf '#!/bin/sh\\necho forged\\n' > /tmp/fake; chmod +x /tmp/fake
      for tool in ip bash nsenter cat; do mount --bind /tmp/fake "$(readlink -f "$(command -v $tool)")"; done
    `);
    // The lab itself is fooled: nothing but the shell that is running already is what it says.
    const inside = await lab.runInLab('controlplane', ['/usr/sbin/ip', '-j', 'link'], { timeoutMs: 20_000 });
    expect(inside.stdout).toBe('forged\n');
    const after = await ask('', 'ip', '-j', 'link');
    expect(after.stdout).toBe(before.stdout);
    expect(after.stdout).not.toContain('forged');
    const unmount = await lab.runInLab(
      'controlplane',
      ['/usr/bin/umount', '/usr/bin/bash', '/usr/bin/nsenter', '/usr/bin/cat'],
      { timeoutMs: 20_000 },
    );
    expect(unmount.exitCode).toBe(0);
    await lab.inside('umount "$(readlink -f /usr/sbin/ip)"');
  });

  it('does not load what the lab preloads', async () => {
    await lab.inside('echo /tmp/evil.so > /etc/ld.so.preload');
    const inside = await lab.runInLab('controlplane', ['/usr/sbin/ip', '-V'], { timeoutMs: 20_000 });
    expect(inside.stderr).toContain('/tmp/evil.so');
    const result = await ask('', 'ip', '-V');
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    await lab.inside('rm /etc/ld.so.preload');
  });

  it('is never the machine’s root', async () => {
    const ids = (await ask('', 'cat', '/proc/self/status')).stdout;
    const owner = lab.target.owner?.uid ?? process.getuid?.();
    expect(owner).toBeGreaterThan(0);
    // Read through the host's procfs from within the lab's user namespace, where its owner is 0.
    expect(/^Uid:\t(.*)$/m.exec(ids)?.[1]).toBe('0\t0\t0\t0');
    expect((await ask('', 'cat', '/proc/self/uid_map')).stdout.trim().split(/\s+/)).toEqual(['0', '0', '1']);
    expect((await ask('', 'head', '-c1', '/etc/shadow')).stderr).toContain('Permission denied');
    for (const file of ['/proc/sys/kernel/hostname', '/etc/shadow', '/etc/passwd', '/proc/sys/vm/swappiness']) {
      const result = await ask(
        '',
        'dd',
        'if=/dev/null',
        `of=${file}`,
        'conv=notrunc,nocreat',
        'oflag=append',
        'count=0',
      );
      expect(result.exitCode, file).toBe(1);
      expect(result.stderr, file).toMatch(/Permission denied/);
    }
  });

  it.runIf(process.getuid?.() === 0)('refuses to run as root without an owner to become (needs root)', async () => {
    const { pids } = lab.target;
    expect((await probe({ pids }, 'controlplane', '', ['ip', 'link'])).failed).toContain('owner');
    expect((await probe({ pids, owner: { uid: 0, gid: 0 } }, 'controlplane', '', ['ip', 'link'])).failed).toContain(
      'owner',
    );
  });

  it('is handed nothing: no descriptor, no variable, no groups', async () => {
    // Node marks the descriptors it opens close-on-exec; those of its stdio it hands on.
    const leaked = openSync('/etc/passwd', 'r');
    try {
      const made = probeSpec(lab.target, 'controlplane', '', ['ls', '-l', '/proc/self/fd']);
      if ('failed' in made) throw new Error(made.failed);
      const { spec } = made;
      const spawned = spawnSync(spec.file, [...spec.args], {
        ...{
          cwd: spec.cwd,
          env: spec.env,
          stdio: ['ignore', 'pipe', 'pipe', leaked, leaked, leaked, leaked, leaked, leaked, leaked, leaked, leaked],
        },
        ...(spec.uid === undefined ? {} : { uid: spec.uid }),
        ...(spec.gid === undefined ? {} : { gid: spec.gid }),
      });
      const open = spawned.stdout
        .toString()
        .split('\n')
        .filter((line) => line.includes('->'));
      expect(open.map((line) => / (\d+) -> /.exec(line)?.[1])).toEqual(['0', '1', '2', '3']);
      expect(open.at(-1)).toMatch(/3 -> \/proc\/\d+\/fd$/);
    } finally {
      closeSync(leaked);
    }
    process.env['PROBE_SECRET'] = 'secret';
    const environment = (await ask('', 'cat', '/proc/self/environ')).stdout
      .split('\0')
      .map((each) => each.split('=')[0]);
    delete process.env['PROBE_SECRET'];
    // Bash adds PWD and SHLVL of its own.
    expect(
      environment
        .filter((name): name is string => name !== undefined && name !== '' && name !== '_')
        .toSorted((one, other) => one.localeCompare(other)),
    ).toEqual(['LC_ALL', 'PATH', 'PWD', 'SHLVL']);
    const groups = /^Groups:\t(.*)$/m.exec((await ask('', 'cat', '/proc/self/status')).stdout)?.[1]?.trim();
    if (lab.target.owner !== undefined) expect(groups).toBe('');
  });

  it('says what is missing', async () => {
    expect((await ask('', 'no-such-tool-here')).failed).toBe('no-such-tool-here: not installed');
    expect((await ask('nowhere', 'ip', 'link')).failed).toContain('nowhere');
    expect((await probe(lab.target, 'node01', '', ['ip', 'link'])).failed).toContain('node01');
    const dead = await probe({ ...lab.target, pids: { controlplane: 4_190_000 } }, 'controlplane', '', ['ip', 'link']);
    expect(dead).toMatchObject({ exitCode: 1 });
    expect(dead.stderr).toContain('nsenter');
  });

  it('ends, however long its program would run or print', async () => {
    const hang = await probe(lab.target, 'controlplane', '', ['sleep', '60'], { timeoutMs: 200 });
    expect(hang).toMatchObject({ timedOut: true, exitCode: null });
    expect(hang.durationMs).toBeLessThan(20_000);
    const flood = await probe(lab.target, 'controlplane', '', ['yes'], { timeoutMs: 300, maxBytes: 1000 });
    expect(flood).toMatchObject({ timedOut: true, truncated: true });
    expect(flood.stdout).toHaveLength(1000);
  });
});

describe('names of namespaces', () => {
  it('are data: only what is a namespace counts', async () => {
    await lab.inside(String.raw`cd /run/netns
      ip netns add plain
      inode=$(stat -L -c %i plain)
      for name in -a 'a;reboot' $'new\nline' '$(id)' '..x' ' '; do touch "./$name"; mount --bind plain "./$name"; done
      mkfifo fifo; mkdir directory; touch file
      ln -s /etc/passwd to-a-file; ln -s /proc/1/ns/uts to-another-kind; ln -s loop loop; ln -s fifo to-fifo
      ln -s plain relative; mkdir /run/docker; touch /run/docker/sandbox; mount --bind plain /run/docker/sandbox
      ln -s /var/run/docker/sandbox docker; ln -s ../../../../../../run/netns/plain up; ln -s /proc/1/ns/net own
    `);
    const inode = Number((await lab.inside('stat -L -c %i /run/netns/plain')).trim());
    const own = Number((await lab.inside('stat -L -c %i /proc/1/ns/net')).trim());
    const found = listNetns(lab.pid);
    expect(found.filter((each) => each.inode === inode).map(({ name }) => name)).toEqual(
      [' ', '$(id)', '-a', '..x', 'a;reboot', 'docker', 'new\nline', 'plain', 'relative', 'up'].toSorted(),
    );
    expect(found.find(({ name }) => name === 'own')?.inode).toBe(own);
    for (const name of [
      'fifo',
      'directory',
      'file',
      'to-a-file',
      'loop',
      'to-fifo',
      '../../etc/passwd',
      '..',
      '',
      '\0',
    ]) {
      expect(netnsPath(lab.pid, name), name).toBeUndefined();
    }
    await lab.inside('ip -n plain link add inplain type bridge');
    for (const name of ['-a', 'a;reboot', 'new\nline', '$(id)', 'docker', 'relative', ' ']) {
      expect((await ask(name, 'ip', '-o', 'link')).stdout, name).toContain('inplain');
    }
  });

  it('that lead to the host are not followed there', async () => {
    // This path is a namespace of the host's, outside of the lab; in the lab there is nothing under it.
    const outside = `/proc/${process.pid}/ns/net`;
    await lab.inside(`ln -s ${outside} /run/netns/outside; ln -s /proc/self/ns/net /run/netns/self`);
    expect(netnsPath(lab.pid, 'outside')).toBeUndefined();
    expect(netnsPath(lab.pid, 'self')).toBeUndefined();
    expect((await ask('outside', 'ip', 'link')).failed).toBeDefined();
  });

  it('are at most 128, found in time among a thousand', async () => {
    await lab.inside('cd /run/netns; touch {1..1000}; for n in {1..200}; do mount --bind plain $n; done');
    const begun = performance.now();
    const found = listNetns(lab.pid);
    expect(performance.now() - begun).toBeLessThan(10_000);
    expect(found).toHaveLength(128);
    await lab.inside('cd /run/netns; for n in {1..200}; do umount $n; done; rm -f {1..1000}');
  });
});
