import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { watch } from '../../src/lab/watch.ts';
import { startBareLab, type BareLab } from './facts-lab.ts';

let lab: BareLab;
beforeAll(async () => {
  lab = await startBareLab();
  await lab.inside(
    'ip netns add client; ip link add br0 type bridge; ip link set br0 up; ip link add v0 master br0 type veth peer name v1 netns client',
  );
});
afterAll(() => lab.close());

/** Pids of the children of a process, with their command lines, from /proc. */
function childrenOf(parent: number): readonly { pid: number; command: string }[] {
  return readdirSync('/proc').flatMap((name) => {
    try {
      const status = readFileSync(`/proc/${name}/status`, 'utf8');
      if (Number(/^PPid:\t(\d+)$/m.exec(status)?.[1]) !== parent) return [];
      return [
        { pid: Number(name), command: readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim() },
      ];
    } catch {
      return [];
    }
  });
}

const monitors = (parent = process.pid) =>
  childrenOf(parent).filter(({ command }) => /\b(ip|nft) monitor\b/.test(command));

/** Waits until it is so, at most so long; whether it came to be. */
async function comes(true_: () => boolean, limitMs = 3000): Promise<boolean> {
  const end = performance.now() + limitMs;
  while (!true_() && performance.now() < end) await sleep(5);
  return true_();
}

describe('watching', () => {
  it.each([
    ['a link', 'ip link set lo down; ip link set lo up'],
    ['a link of a named namespace', 'ip -n client link set v1 up'],
    ['an address', 'ip address add 10.9.9.9/32 dev lo'],
    ['a route', 'ip route add blackhole 10.8.0.0/16'],
    ['a neighbour', 'ip neigh add 10.0.0.7 lladdr 02:00:00:00:00:07 dev br0'],
    ['the forwarding database', 'bridge fdb add 02:00:00:00:00:01 dev v0 master static'],
    ['a switch', 'echo 1 > /proc/sys/net/ipv4/ip_forward'],
    ['a rule of iptables', 'iptables -A FORWARD -j DROP'],
    ['a rule of nft', 'nft add table inet fresh'],
    ['a new namespace', 'ip netns add fresh'],
    ['a namespace that goes', 'ip netns del fresh'],
  ])('notices %s', async (_, script) => {
    let calls = 0;
    const watcher = watch(lab.target, () => calls++);
    // What they say at first is heard: wait until they are still.
    await comes(() => monitors().length >= 4);
    await sleep(400);
    const before = calls;
    await lab.inside(script);
    expect(await comes(() => calls > before, 1000)).toBe(true);
    watcher.close();
  });

  it('hears what happens in a namespace that was not there when it began', async () => {
    let calls = 0;
    const watcher = watch(lab.target, () => calls++);
    await lab.inside('ip netns add later');
    expect(await comes(() => monitors().length === 6)).toBe(true);
    await sleep(400);
    const before = calls;
    await lab.inside('ip -n later link set lo up');
    expect(await comes(() => calls > before, 1000)).toBe(true);
    await lab.inside('ip netns del later');
    expect(await comes(() => monitors().length === 4)).toBe(true);
    watcher.close();
  });

  it('does not keep a namespace alive that lost its name', async () => {
    await lab.inside('ip netns add held; ip link add h0 type veth peer name h1 netns held');
    const watcher = watch(lab.target, () => undefined);
    await comes(() => monitors().length === 6);
    await lab.inside('ip netns del held');
    // The kernel takes the cable's other end along when the namespace ends.
    let links = 'h0';
    for (let tries = 0; tries < 40 && links.includes('h0'); tries++) {
      await sleep(25);
      links = await lab.inside('ip -o link');
    }
    expect(links).not.toContain('h0');
    watcher.close();
  });

  it('calls at most once in 20 ms, and is not stopped by a flood', async () => {
    const calls: number[] = [];
    const watcher = watch(lab.target, () => calls.push(performance.now()));
    await comes(() => monitors().length === 4);
    await sleep(400);
    calls.length = 0;
    await lab.inside(`yes 'link set lo down
link set lo up' | head -4000 | ip -batch -`);
    await sleep(100);
    expect(calls.length).toBeGreaterThan(1);
    const gaps = calls.slice(1).map((at, index) => at - (calls[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThan(15);
    calls.length = 0;
    await sleep(700);
    await lab.inside('ip address add 10.9.9.8/32 dev lo');
    expect(await comes(() => calls.length > 0, 2000)).toBe(true);
    watcher.close();
  });

  it('begins a monitor anew that ended', async () => {
    const watcher = watch(lab.target, () => undefined);
    await comes(() => monitors().length === 4);
    const [victim] = monitors();
    if (victim === undefined) throw new Error('none');
    process.kill(victim.pid, 'SIGKILL');
    expect(await comes(() => !monitors().some(({ pid }) => pid === victim.pid) && monitors().length === 4)).toBe(true);
    watcher.close();
  });

  it('holds no descriptor but its own, and leaves none and no process behind', async () => {
    const open = (): number => readdirSync('/proc/self/fd').length;
    const settled = async (): Promise<number> => (
      await comes(() => childrenOf(process.pid).length === children, 1000),
      open()
    );
    const children = childrenOf(process.pid).filter(({ command }) => !/monitor/.test(command)).length;
    await comes(() => monitors().length === 0);
    const before = await settled();
    for (let round = 0; round < 5; round++) {
      const watcher = watch(lab.target, () => undefined);
      await comes(() => monitors().length === 4);
      for (const { pid } of monitors()) {
        const links = readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`));
        expect(
          links.every((link) => /^(pipe|socket):|^\/dev\/null$/.test(link)),
          links.join(),
        ).toBe(true);
        expect(links.length).toBeLessThanOrEqual(5);
      }
      watcher.close();
      await comes(() => monitors().length === 0);
    }
    await sleep(100);
    expect(monitors()).toEqual([]);
    expect(await settled()).toBeLessThanOrEqual(before + 1);
  });

  it('ends when its runner is killed', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'watch-'));
    const program = join(directory, 'watch.mjs');
    const entry = fileURLToPath(new URL('../../fixtures/programs/watch-lab.ts', import.meta.url));
    await build({ entryPoints: [entry], outfile: program, bundle: true, platform: 'node', format: 'esm' });
    const runner = spawn(process.execPath, [program, JSON.stringify(lab.target)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(runner.stdout, 'data');
    const pid = runner.pid ?? -1;
    expect(await comes(() => monitors(pid).length === 4, 10_000)).toBe(true);
    rmSync(directory, { recursive: true });
    const begun = monitors(pid).map((each) => each.pid);
    runner.kill('SIGKILL');
    const alive = (each: number): boolean => {
      try {
        process.kill(each, 0);
        return !/^State:\tZ/m.test(readFileSync(`/proc/${each}/status`, 'utf8'));
      } catch {
        return false;
      }
    };
    expect(await comes(() => !begun.some(alive), 1000)).toBe(true);
  });
});
