import { readdirSync, readFileSync, statSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, vi } from 'vitest';
import { bash, labTest, openLab, output } from './labs.ts';
import { freshUid, isRoot, processesOf, removeBundles, spawnRunner, startRunner, uidOf } from './runners.ts';

afterAll(removeBundles);

/** What an id owns where anybody may write; nothing but a leak, for an id that is new. */
function namesOf(uid: number): string[] {
  if (!isRoot) return [];
  return ['/tmp', '/var/tmp', '/dev/shm', '/run', '/sys/fs/cgroup'].flatMap((place) =>
    readdirSync(place)
      .map((name) => join(place, name))
      .filter((path) => {
        try {
          return statSync(path).uid === uid;
        } catch {
          return false;
        }
      }),
  );
}

async function expectNothingLeft(uid: number): Promise<void> {
  await vi.waitFor(() => expect(processesOf(uid)).toEqual([]), { timeout: 3000, interval: 10 });
  expect(namesOf(uid)).toEqual([]);
}

const mounts = (): string => readFileSync('/proc/self/mounts', 'utf8');

describe('the runner is killed', () => {
  const waits = [0, 40, 60, 80, 90, 100, 110, 120, 140, 170, 220];

  labTest.each(['host', 'lan'] as const)(
    'at any moment of the boot of the world %s: nothing is left',
    async (world) => {
      const before = mounts();
      for (const wait of waits) {
        const uid = freshUid();
        const child = await spawnRunner({ world, uid });
        await new Promise((resolve) => setTimeout(resolve, wait));
        child.kill('SIGKILL');
        await expectNothingLeft(uid);
      }
      expect(mounts()).toBe(before);
    },
  );

  labTest.each(['host', 'lan'] as const)(
    'while daemons of the world %s that ignore every signal run: nothing is left',
    async (world) => {
      const uid = freshUid();
      const runner = await startRunner({ world, uid });
      const daemon =
        'trap "" HUP INT TERM QUIT PIPE; for i in {1..9}; do setsid bash -c \'trap "" HUP INT TERM; while :; do sleep 1; done\' & done; echo up';
      expect((await runner.run('/bin/bash', '--norc', '-c', daemon)).stdout).toBe('up\n');
      expect(processesOf(uid).length).toBeGreaterThan(10);
      const begun = performance.now();
      runner.child.kill('SIGKILL');
      await expectNothingLeft(uid);
      expect(performance.now() - begun).toBeLessThan(15_000);
    },
  );

  labTest.each(['SIGSEGV', 'SIGHUP', 'SIGTERM'] as const)('by %s: nothing is left', async (signal) => {
    const runner = await startRunner();
    const uid = uidOf(runner.pid);
    runner.child.kill(signal);
    await expectNothingLeft(isRoot ? uid : freshUid());
  });

  labTest('while an entry runs: nothing is left', async () => {
    const runner = await startRunner();
    const uid = uidOf(runner.pid);
    void runner.run('/bin/sleep', '60').catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 150));
    runner.child.kill('SIGKILL');
    await expectNothingLeft(isRoot ? uid : freshUid());
  });
});

describe('a lab is closed', () => {
  labTest.each(['host', 'lan'] as const)(
    'world %s: in milliseconds, once or twice, and nothing is left',
    async (world) => {
      const lab = await openLab(world);
      const uid = uidOf(lab.pid);
      await output(lab, 'for i in {1..20}; do sleep 60 & done; disown -a');
      const begun = performance.now();
      await Promise.all([lab.close(), lab.close()]);
      expect(performance.now() - begun).toBeLessThan(15_000);
      expect(await lab.ended).toEqual({ reason: 'closed' });
      if (isRoot) expect(processesOf(uid)).toEqual([]);
    },
  );

  labTest('though a debugger has stopped its PID 1', async () => {
    const lab = await openLab();
    const uid = uidOf(lab.pid);
    const trace = process.arch === 'arm64' ? 117 : 101;
    void bash(lab, `perl -e 'syscall(${trace}, 16, 1, 0, 0) == 0 or die $!; print "held\\n"; $| = 1; sleep 60'`);
    await vi.waitFor(() => expect(readFileSync(`/proc/${lab.pid}/status`, 'utf8')).toMatch(/^State:\s+t/m), {
      timeout: 20_000,
    });
    const begun = performance.now();
    await lab.close();
    expect(performance.now() - begun).toBeGreaterThan(190);
    expect(performance.now() - begun).toBeLessThan(15_000);
    if (isRoot) await expectNothingLeft(uid);
  });

  labTest('though its outermost process is stopped', async () => {
    const lab = await openLab();
    const parent = Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${lab.pid}/status`, 'utf8'))?.[1]);
    process.kill(parent, 'SIGSTOP');
    await lab.close();
    expect(() => readlinkSync(`/proc/${lab.pid}/ns/mnt`)).toThrow();
  });
});

describe('a lab dies by itself', () => {
  labTest('by reboot(2): only itself', async () => {
    const lab = await openLab();
    const number = process.arch === 'arm64' ? 142 : 169;
    void bash(lab, `perl -e 'syscall(${number}, 0xfee1dead, 672274793, 0x4321fedc, 0)'`);
    expect(await lab.ended).toMatchObject({ reason: 'died' });
    expect(await lab.run('controlplane', ['/bin/true'], { timeoutMs: 1000 })).toMatchObject({
      failed: 'controlplane is not there',
    });
  });

  labTest('with node01, where that dies', async () => {
    const lab = await openLab('lan');
    const { stdout } = await bash(lab, 'hostname', 'node01');
    expect(stdout).toBe('node01\n');
    const number = process.arch === 'arm64' ? 142 : 169;
    void bash(lab, `perl -e 'syscall(${number}, 0xfee1dead, 672274793, 0x4321fedc, 0)'`, 'node01');
    expect(await lab.ended).toMatchObject({ reason: 'died' });
    await lab.close();
    expect(() => readlinkSync(`/proc/${lab.pid}/ns/mnt`)).toThrow();
  });
});
