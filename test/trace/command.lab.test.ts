import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect } from 'vitest';
import { runTrace, type TraceFlags } from '../../src/commands/trace.ts';
import type { Lab } from '../../src/lab/types.ts';
import type { Captured, NotCaptured, Sending } from '../../src/trace/types.ts';
import { takeWhole } from '../../src/topology/needs.ts';
import { topologyOf } from '../../src/topology/topology.ts';
import { traceInWords } from '../../src/trace/ask.ts';
import { fateText } from '../../src/trace/text.ts';
import { wordsFor } from '../../src/words/index.ts';
import { findTool } from '../../src/process/find.ts';
import { labTest, openLab, output } from '../lab/labs.ts';
import { runCommand, type Ran } from '../support/run-command.ts';

const home = mkdtempSync(join(tmpdir(), 'netns-course-trace-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const trace = (typed: string, flags: TraceFlags = {}): Promise<Ran> =>
  runCommand(home, (io) => runTrace({ at: 'veth/ping-both-ways', ...flags }, typed.split(' '), io));

describe('trace, the command', () => {
  labTest('shows a packet in the picture and as a table, and writes what tcpdump reads', async () => {
    const { code, out, err } = await trace('client 10.0.0.12', { ascii: true, pcapng: 'life.pcapng' });
    expect({ code, err: err.trim() }).toEqual({ code: 0, err: expect.stringMatching(/^life\.pcapng: \d+ frames$/) });
    expect(out).toMatch(/^It arrives: 10\.0\.0\.12 in server answers, and the answer is back after \d\.\d{3} ms\.$/m);
    expect(out).toMatch(/^.*\+ veth-client \[1 4\] up /m);
    expect(out).toMatch(
      /^ {2}1 {2}\d\.\d{3} ms {2}client {2}veth-client {2}out {2}10\.0\.0\.11 to 10\.0\.0\.12, TTL 64$/m,
    );
    expect(out).toMatch(/^ {2}2 {2}\d\.\d{3} ms {2}server {2}veth-server {2}in$/m);
    const tcpdump = findTool('tcpdump') ?? '';
    const read = spawnSync(tcpdump, ['-ntr', join(home, 'life.pcapng'), 'icmp'], { encoding: 'utf8' });
    const lines = read.stdout.trim().split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(/^IP 10\.0\.0\.11 > 10\.0\.0\.12: ICMP echo request, id \d+, seq 1, length 64$/);
    expect(lines[3]).toMatch(/^IP 10\.0\.0\.12 > 10\.0\.0\.11: ICMP echo reply, id \d+, seq 1, length 64$/);
  });

  labTest('gives data to a script, and 1 where nothing answers', async () => {
    const { code, out } = await trace('client server tcp 80', { json: true });
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      schema: 'netns-course/trace/v1',
      to: '10.0.0.12',
      protocol: 'tcp',
      port: 80,
      fate: { type: 'refused', by: { netns: 'server', interface: 'veth-server' } },
      explain: { agreement: 'agrees', reason: 'nothing-listens' },
    });
  });

  labTest('says what it does not understand, and what it cannot write', async () => {
    expect(await trace('client')).toMatchObject({ code: 2, out: '' });
    expect(await trace('nobody server')).toMatchObject({ code: 2, out: '', err: expect.stringContaining('"nobody"') });
    const unwritten = await trace('client server', { pcapng: 'no/such/directory' });
    expect(unwritten).toMatchObject({ code: 2, out: '', err: expect.stringContaining('no/such/directory') });
  });
});

const from = { node: 'controlplane', netns: '' } as const;

async function captured(lab: Lab, sending: Sending): Promise<Captured> {
  const found: Captured | NotCaptured = await lab.trace(sending);
  if ('failed' in found) throw new Error(found.failed);
  return found;
}

/** Programs of ours by their command line. */
const victims = { nft: /\/nft\0-i\0$/, perl: /switch_stamps_on/ };

function ownProcesses(program: RegExp): number[] {
  return readdirSync('/proc').flatMap((name) => {
    try {
      const isOwn = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')[1]?.split(' ')[1] === String(process.pid);
      return isOwn && readFileSync(`/proc/${name}/cmdline`, 'utf8').match(program) ? [Number(name)] : [];
    } catch {
      return [];
    }
  });
}

describe('a trace', () => {
  labTest('goes from one node to the other, and is seen on both', async () => {
    const lab = await openLab('lan');
    const { ending, frames } = await captured(lab, { from, to: '192.168.0.8' });
    expect(ending).toEqual({ type: 'answered', how: 'echo' });
    expect(new Set(frames.map(({ at }) => at.node))).toEqual(new Set(['controlplane', 'node01']));
    await lab.close();
  });

  labTest('does not say who answers where that cannot be seen', async () => {
    const lab = await openLab();
    const hidden = `ip addr add 10.0.0.2/24 dev w; ip link set w up; sysctl -qw net.ipv4.ip_forward=1; ip route add unreachable 10.5.0.0/16`;
    await output(
      lab,
      // Neither a name nor a process leads there.
      `touch /tmp/hidden; unshare --net=/tmp/hidden true
      ip link add v type veth peer name w netns /tmp/hidden; nsenter --net=/tmp/hidden bash -ec '${hidden}'
      ip addr add 10.0.0.1/24 dev v; ip link set v up; ip route add 10.5.0.0/16 via 10.0.0.2`,
    );
    const topology = topologyOf(await takeWhole(lab.snapshot, lab.nodes));
    const said = async (to: string): Promise<string> => {
      const traced = await traceInWords(topology, ['controlplane', to], lab.trace, wordsFor());
      return 'problem' in traced ? traced.problem : fateText(traced.trace, wordsFor());
    };
    expect(await said('10.0.0.2')).toMatch(/^It arrives: 10\.0\.0\.2 answers, /);
    expect(await said('10.5.0.1')).toBe(
      'It leaves by v in controlplane for where nothing can be seen, and comes back with an ICMP error from 10.0.0.2: host unreachable.',
    );
    await lab.close();
  });

  labTest('puts what it saw in the order in which it happened', async () => {
    const lab = await openLab();
    await output(
      lab,
      `ip netns add a; ip link add v type veth peer name w netns a; ip addr add 10.0.0.1/24 dev v; ip link set v up; ip -n a addr add 10.0.0.2/24 dev w; ip -n a link set w up`,
    );
    for (let count = 0; count < 5; count += 1) {
      const { frames } = await captured(lab, { from, to: '10.0.0.2' });
      const echoes = frames.filter(({ protocol }) => protocol === 0x0800);
      expect(echoes.map(({ interface: name, direction }) => `${name} ${direction}`)).toEqual([
        'v out',
        'w in',
        'w out',
        'v in',
      ]);
      // By the kernel's own time, not by when they were read: then two ends of a cable would be milliseconds apart.
      expect(Number((echoes.at(-1)?.timeNs ?? 0n) - (echoes[0]?.timeNs ?? 0n))).toBeGreaterThan(0);
    }
  });

  labTest('leaves no rules, programs or namespaces behind, also when it is killed in the midst of it', async () => {
    const lab = await openLab();
    await output(
      lab,
      'ip link set lo up; ip link add v type veth peer name w; ip addr add 10.0.0.1/24 dev v; ip link set v up; ip link set w up; iptables -P FORWARD DROP',
    );
    const look = 'nft list ruleset; iptables -S; ip netns list; ip link show';
    const before = await output(lab, look);
    const sending = { from, to: '10.0.0.9', rulesIn: [from] };

    const whole = await captured(lab, sending);
    expect(whole.ending.type).toBe('silent');
    expect(await output(lab, look)).toBe(before);

    for (const victim of ['nft', 'perl'] as const) {
      const during = lab.trace(sending);
      await expect.poll(() => output(lab, 'nft list tables'), { timeout: 10_000 }).toContain('netns_course_trace');
      for (const pid of ownProcesses(victims[victim])) process.kill(pid, 'SIGKILL');
      const found = await during;
      expect('failed' in found).toBe(victim === 'perl');
      expect(await output(lab, look)).toBe(before);
    }
    expect([...ownProcesses(victims.nft), ...ownProcesses(victims.perl)]).toEqual([]);
    await lab.close();
  });
});
