import { closeSync, existsSync, openSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Agents } from '../../src/lab/facts/agent.ts';
import { collect } from '../../src/lab/facts/collect.ts';
import { allNeeds } from '../../src/lab/facts/needs.ts';
import { startLab } from '../../src/lab/start.ts';
import { startBareLab, type BareLab } from './facts-lab.ts';

let lab: BareLab;
let agents = new Agents();
beforeAll(async () => {
  lab = await startBareLab();
  await lab.inside(`
    ip netns add a; ip netns add b
    ip link add toa type veth peer name eth0 netns a; ip link set toa up; ip -n a link set eth0 up
    ip -n a link add atob type veth peer name btoa netns b
    ip address add 10.1.1.1/24 dev toa; ip -n a address add 10.1.1.2/24 dev eth0
    iptables -A FORWARD -j DROP; ip netns exec a nft add table inet mine
    mkfifo /run/netns/fifo
  `);
});
afterAll(() => lab.close());
afterEach(async () => {
  await agents.close();
  agents = new Agents();
});

const ask = (netns: string, ...argv: string[]) => agents.ask(lab.target, 'controlplane', netns, argv);

/** The processes on this machine that run the agent's program in the lab's own network namespace. */
function agentPids(): readonly number[] {
  const own = namespaceOf(lab.pid);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => namespaceOf(pid) === own && read(`/proc/${pid}/cmdline`).includes('my $setns = shift'));
}

function namespaceOf(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/ns/net`);
  } catch {
    return '';
  }
}

describe('an agent', () => {
  it('finds what probes find', async () => {
    const needs = allNeeds({ controlplane: ['', 'a', 'b'] });
    const probed = await collect(lab.target, needs, lab.runInLab);
    const asked = await collect(lab.target, needs, lab.runInLab, agents);
    expect(agentPids()).toHaveLength(1);
    expect(JSON.stringify(asked)).not.toContain('"state":"error"');
    expect(asked).toEqual(probed);
    expect(asked.nodes.controlplane?.netns.find(({ name }) => name === 'a')?.links).toMatchObject({
      state: 'found',
      value: expect.arrayContaining([expect.objectContaining({ name: 'atob', peerNetns: 'b' })]) as unknown,
    });
  });

  it('answers questions asked at once, each its own, in any namespace', async () => {
    const names = ['', 'a', 'b', 'a', ''];
    const answers = await Promise.all(names.map((netns) => ask(netns, '/usr/sbin/ip', '-o', 'link')));
    const has = answers.map((answer) => ['toa', 'eth0', 'btoa'].filter((link) => answer?.stdout.includes(` ${link}@`)));
    expect(has).toEqual([['toa'], ['eth0'], ['btoa'], ['eth0'], ['toa']]);
    expect(await ask('', '/bin/sh', '-c', 'echo "$0" "$1"; echo no >&2; exit 3', '', "it's\n$(id)")).toMatchObject({
      ...{ exitCode: 3, stdout: " it's\n$(id)\n", stderr: 'no\n', timedOut: false, truncated: false },
    });
    expect(await ask('', '/no/such/program')).toMatchObject({ exitCode: 127 });
    expect(await ask('', '/bin/sh', '-c', 'kill -9 $$')).toMatchObject({ exitCode: null, signal: 'SIGKILL' });
  });

  it('has no answer for what is no namespace', async () => {
    for (const name of ['nowhere', 'fifo', '../../etc/passwd', '..']) {
      expect(await ask(name, '/usr/sbin/ip', 'link'), name).toBeUndefined();
    }
    expect(await agents.ask(lab.target, 'node01', '', ['/usr/sbin/ip', 'link'])).toBeUndefined();
  });

  it('ends what prints for ever, keeping 8 MiB, and goes on', async () => {
    let flood = await ask('', '/usr/bin/yes');
    // On a busy machine that may not come in the time an agent has; then there is none for a second.
    for (let tries = 1; tries < 8 && flood?.truncated !== true; tries += 1) {
      await agents.close();
      agents = new Agents();
      flood = await ask('', '/usr/bin/yes');
    }
    expect(flood).toMatchObject({ truncated: true, exitCode: null });
    expect(flood?.stdout.length).toBe(8 * 1024 * 1024);
    expect(await ask('', '/bin/echo', 'on')).toMatchObject({ exitCode: 0, stdout: 'on\n' });
  });

  it('waits for one that hangs, and leaves the others to probes, which wait for several at once', async () => {
    const begun = performance.now();
    const answers = await Promise.all(['60', '60', '60', '60'].map((time) => ask('', '/bin/sleep', time)));
    expect(answers[0]).toMatchObject({ timedOut: true, exitCode: null, signal: 'SIGALRM' });
    expect(answers.slice(1)).toEqual([undefined, undefined, undefined]);
    expect(performance.now() - begun).toBeLessThan(20_000);
  });

  it('that a program’s offspring keeps waiting is given up, and the offspring ended', async () => {
    const begun = performance.now();
    expect(await ask('', '/bin/sh', '-c', 'sleep 61 & exit 0')).toBeUndefined();
    expect(performance.now() - begun).toBeLessThan(20_000);
    const left = (): string[] => readdirSync('/proc').filter((pid) => read(`/proc/${pid}/cmdline`) === 'sleep\x0061\0');
    // A signal is delivered, not awaited.
    await expect.poll(left, { timeout: 20_000 }).toEqual([]);
  });

  it('is never the machine’s root, and is handed nothing', async () => {
    const leaked = openSync('/etc/passwd', 'r');
    process.env['AGENT_SECRET'] = 'secret';
    try {
      expect((await ask('', '/bin/cat', '/proc/self/uid_map'))?.stdout.trim().split(/\s+/)).toEqual(['0', '0', '1']);
      expect((await ask('', '/bin/head', '-c1', '/etc/shadow'))?.stderr).toContain('Permission denied');
      const open = (await ask('', '/bin/ls', '/proc/self/fd'))?.stdout.trim().split('\n');
      expect(open).toEqual(['0', '1', '2', '3']);
      const environment = (await ask('', '/bin/cat', '/proc/self/environ'))?.stdout ?? '';
      expect(environment).toContain('PATH=');
      expect(environment).not.toContain('secret');
      const [pid] = agentPids();
      expect(readdirSync(`/proc/${pid}/fd`).toSorted()).toEqual(['0', '1', '2']);
      expect(read(`/proc/${pid}/environ`)).not.toContain('secret');
    } finally {
      delete process.env['AGENT_SECRET'];
      closeSync(leaked);
    }
  });

  it('is not to be seen in the lab, and ends when it is closed', async () => {
    await ask('', '/bin/true');
    const [pid] = agentPids();
    expect(pid).toBeGreaterThan(1);
    expect(await lab.inside('ps -eo args')).not.toContain('setns');
    await agents.close();
    await until(() => !existsSync(`/proc/${pid}`));
    expect(await ask('', '/bin/true')).toBeUndefined();
  });

  it('that was killed is no loss: probes answer, and later a new one', async () => {
    const links = [{ what: 'links', node: 'controlplane', netns: 'a' }] as const;
    const found = async (): Promise<string | undefined> =>
      (await collect(lab.target, links, lab.runInLab, agents)).nodes.controlplane?.netns.find(
        ({ name }) => name === 'a',
      )?.links?.state;
    expect(await found()).toBe('found');
    const [first] = agentPids();
    if (first === undefined) throw new Error('no agent');
    const hanging = ask('', '/bin/sleep', '60');
    process.kill(first, 'SIGKILL');
    expect(await hanging).toBeUndefined();
    const ended = performance.now();
    expect(await found()).toBe('found');
    const others = agentPids();
    // None is begun anew within a second: a busy machine may take longer than that.
    if (performance.now() - ended < 900) expect(others).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect(await found()).toBe('found');
    expect(agentPids()).not.toContain(first);
    expect(agentPids()).toHaveLength(1);
  });
});

describe('a lab', () => {
  it('that has no process left to give is asked all the same', async () => {
    const full = await startLab({ world: 'host' });
    try {
      const links = [{ what: 'links', node: 'controlplane', netns: '' }] as const;
      await full.snapshot(links);
      const filled = await full.run(
        'controlplane',
        ['perl', '-e', 'while (defined(my $pid = fork)) { next if $pid; close STDOUT; sleep 600; exit } print "$!"'],
        { timeoutMs: 30_000 },
      );
      const again = await full.run('controlplane', ['sh', '-c', 'true | true'], { timeoutMs: 10_000 });
      expect(filled.stdout).toBe('Resource temporarily unavailable');
      expect(again.exitCode).not.toBe(0);
      const { nodes } = await full.snapshot(links);
      expect(nodes.controlplane?.netns[0]?.links?.state).toBe('found');
    } finally {
      await full.close();
    }
  });
});

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

async function until(condition: () => boolean): Promise<void> {
  const limit = performance.now() + 20_000;
  while (!condition()) {
    if (performance.now() > limit) throw new Error('not in time');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
