import { spawnSync } from 'node:child_process';
import { describe, expect } from 'vitest';
import { takeReadings } from '../../src/lab/guard/readings.ts';
import { limits } from '../../src/lab/limits.ts';
import type { LabEnd } from '../../src/lab/types.ts';
import { bash, labTest, openLab, output } from './labs.ts';

/** Forks sleepers until it may not any more, or `most` times; prints how many there were, and ends them. */
const forks = (most: number): string =>
  `perl -e 'my @made; while (@made < ${most}) { my $pid = fork; last unless defined $pid; if (!$pid) { sleep 60; exit } push @made, $pid }
    print scalar(@made), "\\n"; kill 9, @made'`;

/** Makes a system call until it fails, or `most` times; prints how often it worked. */
const calls = (call: string, most: number): string =>
  `perl -e 'my $n = 0; $n++ while $n < ${most} && ${call}; print "$n\\n"'`;

const arm = process.arch === 'arm64';
const inotify = calls(`syscall(${arm ? 26 : 294}, 0) >= 0`, 300);

describe('processes', () => {
  labTest('are bounded for all in the lab, whoever asks, and cannot be allowed more', async () => {
    const lab = await openLab();
    // The limit first, before anything is let loose.
    expect(await output(lab, "grep '^Max processes' /proc/1/limits | tr -s ' ' | cut -d' ' -f3")).toBe(
      String(limits.processes),
    );
    const made = Number(await output(lab, forks(700)));
    expect(made).toBeGreaterThan(400);
    expect(made).toBeLessThan(limits.processes);
    expect(Number(await output(lab, `ulimit -u 60000 2> /dev/null; ${forks(700)}`))).toBeLessThan(limits.processes);
    expect(
      Number(await output(lab, `unshare --user --map-root-user bash -c '${forks(700).replaceAll("'", `'"'"'`)}'`)),
    ).toBeLessThan(limits.processes);
  });

  labTest('a fork bomb leaves the host able to fork, and the lab ends at once', async () => {
    const lab = await openLab();
    expect(await output(lab, "grep -c '^Max processes *512 ' /proc/1/limits")).toBe('1');
    const bomb = lab.run('controlplane', ['/bin/bash', '--norc', '-c', 'bomb() { bomb | bomb & }; bomb; sleep 2'], {
      timeoutMs: 4000,
    });
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(spawnSync('/bin/true').status).toBe(0);
    const begun = performance.now();
    await lab.close();
    expect(performance.now() - begun).toBeLessThan(15_000);
    expect(await lab.ended).toEqual({ reason: 'closed' });
    await bomb;
  });
});

describe('namespaces and inotify', () => {
  labTest('are counted, and lab root cannot raise the limit', async () => {
    const lab = await openLab();
    const script = `echo 100000 > /proc/sys/user/max_net_namespaces; echo 100000 > /proc/sys/user/max_inotify_instances
      for i in {1..150}; do echo "netns add n$i"; done | ip -batch - 2> /dev/null; ip netns list | wc -l; ${inotify}`;
    const [namespaces, instances] = (await output(lab, script)).split('\n').map(Number);
    expect(namespaces).toBeGreaterThan(100);
    expect(namespaces).toBeLessThan(limits.namespaces.max_net_namespaces);
    expect(instances).toBe(limits.namespaces.max_inotify_instances);
  });

  labTest('terminals too', async () => {
    const lab = await openLab();
    const opened = `my @t; while (@t < 100) { open my $t, '+<', '/dev/ptmx' or last; push @t, $t } print scalar @t`;
    expect(await output(lab, `perl -e ${JSON.stringify(opened).replaceAll('$', '\\$')}`)).toBe('64');
  });
});

describe('memory', () => {
  labTest('every file system of its own is bounded, and a full one does not stop `ip netns add`', async () => {
    const lab = await openLab();
    const script = `df --output=size -k / /run /dev /dev/shm | tail -n +2 | awk '{ sum += $1 } END { print sum / 1024 }'
      mount | awk '$5 == "tmpfs" && $6 !~ /size=/ { print $3 }'
      head -c 600M /dev/zero > /tmp/full 2> /dev/null; stat -c %s /tmp/full
      ip netns add still && ip netns list; rm /tmp/full
      perl -e 'my $n = 0; $n++ while $n < 70000 && open my $f, ">", "/tmp/f$n"; print "$n\\n"'; ip netns add again && echo again`;
    const lines = (await output(lab, script)).split('\n');
    expect(Number(lines[0])).toBeLessThanOrEqual(700);
    expect(Number(lines[1])).toBeLessThanOrEqual(512 * 1024 * 1024);
    expect(lines[2]).toBe('still');
    expect(Number(lines[3])).toBeLessThan(65_536);
    expect(lines[4]).toBe('again');
  });

  labTest('the lab goes before the runner does', async () => {
    const lab = await openLab();
    expect(
      await output(
        lab,
        'cat /proc/self/oom_score_adj /proc/1/oom_score_adj; (echo 0 > /proc/self/oom_score_adj) 2> /dev/null; cat /proc/self/oom_score_adj',
      ),
    ).toMatch(/^1000\n1000\n/);
  });

  labTest('when it ends, the lab ends', async () => {
    const thresholds = { availableMemory: 1, memoryTaken: (150 * 1024 * 1024) / (takeReadings().memory?.total ?? 0) };
    const lab = await openLab('host', { thresholds });
    void bash(lab, 'head -c 400M /dev/zero > /tmp/bomb; sleep 60');
    let end: LabEnd | undefined;
    void lab.ended.then((reason) => (end = reason));
    // The guard reads the whole machine's memory: what other programs give back meanwhile hides what one lab takes. Then
    // more is taken, a piece of 256 MiB a time.
    const taken: Buffer[] = [];
    for (let waits = 0; end === undefined && waits < 100; waits += 1) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      if (waits % 10 === 9) taken.push(Buffer.alloc(256 * 1024 * 1024, 1));
    }
    expect(end).toMatchObject({ reason: 'limit', limit: 'memory' });
    expect(await lab.run('controlplane', ['/bin/true'], { timeoutMs: 10_000 })).toMatchObject({
      failed: 'controlplane is not there',
    });
  });
});

describe('what the whole machine shares', () => {
  labTest('a sweep that fills the neighbour table ends the lab', async () => {
    const lab = await openLab();
    const script = `ip link add sweep type veth peer name other; ip link set sweep up; ip address add 10.9.255.254/16 dev sweep
      for i in {0..899}; do echo "neigh add 10.9.$((i / 250)).$((i % 250 + 1)) lladdr 02:00:00:00:00:01 dev sweep"; done | ip -batch -; sleep 10`;
    void bash(lab, script);
    expect(await lab.ended).toMatchObject({ reason: 'limit', limit: 'neighbours' });
  });

  labTest('a loop of two bridges ends the lab, and with it the storm', async () => {
    const lab = await openLab('host', { thresholds: { stormSeconds: 1, softInterrupts: 0.2 } });
    const script = `ip link add loop1 type bridge; ip link add loop2 type bridge
      for i in 1 2; do ip link add v$i type veth peer name w$i; ip link set v$i master loop1; ip link set w$i master loop2; ip link set v$i up; ip link set w$i up; done
      ip link set loop1 up; ip link set loop2 up; ip address add 10.1.1.1/24 dev loop1; ping -c 1 -W 1 10.1.1.2; sleep 20`;
    void bash(lab, script);
    expect(await lab.ended).toMatchObject({ reason: 'limit', limit: 'packets' });
  });

  labTest('a quiet lab beside them is left alone', async () => {
    const lab = await openLab();
    await output(lab, 'sleep 2.5');
    expect(await output(lab, 'echo here')).toBe('here');
  });
});

labTest('output that never ends costs neither memory nor the runner', async () => {
  const lab = await openLab();
  const result = await lab.run('controlplane', ['/usr/bin/yes'], { timeoutMs: 700, maxBytes: 1000 });
  expect(result).toMatchObject({ timedOut: true, truncated: true });
  expect(result.stdout).toHaveLength(1000);
});
