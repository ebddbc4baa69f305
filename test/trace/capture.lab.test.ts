import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect } from 'vitest';
import { runCapture, type CaptureFlags } from '../../src/commands/capture.ts';
import type { Capturing, Lab } from '../../src/lab/types.ts';
import { findTool } from '../../src/process/find.ts';
import { decode } from '../../src/trace/decode.ts';
import type { Frame } from '../../src/trace/types.ts';
import { createFollower } from '../../src/ui/plain/follow.ts';
import { wordsFor } from '../../src/words/index.ts';
import { bash, labTest, openLab, output } from '../lab/labs.ts';
import { runCommand, type Ran } from '../support/run-command.ts';

const home = mkdtempSync(join(tmpdir(), 'netns-course-capture-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const words = wordsFor();
const client = { node: 'controlplane', netns: 'client' } as const;
const wire = `ip netns add client; ip link add c0 netns client type veth peer name h0
sysctl -qw net.ipv6.conf.h0.disable_ipv6=1; ip netns exec client sysctl -qw net.ipv6.conf.c0.disable_ipv6=1
ip addr add 10.0.0.1/24 dev h0; ip link set h0 up; ip -n client addr add 10.0.0.2/24 dev c0; ip -n client link set c0 up`;

/** Programs of ours that capture. */
function capturers(): number {
  return readdirSync('/proc').filter((name) => {
    try {
      const isOwn = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')[1]?.split(' ')[1] === String(process.pid);
      return isOwn && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes('switch_stamps_on');
    } catch {
      return false;
    }
  }).length;
}

async function begin(lab: Lab, link: string): Promise<Capturing & { readonly frames: Frame[]; lost: number }> {
  const found: { readonly frames: Frame[]; lost: number } = { frames: [], lost: 0 };
  const capturing = lab.capture(client, link, {
    onFrame: (frame) => found.frames.push(frame),
    onLost: (count) => (found.lost += count),
  });
  if ('failed' in capturing) throw new Error(capturing.failed);
  expect(await capturing.ready).toBeUndefined();
  return Object.assign(found, capturing);
}

describe('a capture', () => {
  labTest('hears every frame of one link, and nothing of the others', async () => {
    const lab = await openLab();
    await output(lab, `${wire}; ip -n client link set lo up`);
    const capture = await begin(lab, 'c0');
    await output(lab, 'ip netns exec client ping -qc3 -i0.01 10.0.0.1; ip netns exec client ping -qc1 10.0.0.2');
    await capture.stop();
    const echoes = capture.frames.flatMap((frame) => {
      const { ip } = decode(frame);
      return ip?.icmp === undefined ? [] : [`${frame.interface} ${frame.direction} ${String(ip.icmp.type)}`];
    });
    expect(echoes).toEqual(Array.from({ length: 3 }, () => ['c0 out 8', 'c0 in 0']).flat());
    expect(capture).toMatchObject({ lost: 0 });
    expect(capturers()).toBe(0);
  });

  labTest('takes only so many frames of a flood, and says how many it did not', async () => {
    const lab = await openLab();
    await output(lab, wire);
    const capture = await begin(lab, '');
    const sent = 20_000;
    await output(lab, `ip netns exec client ping -qfc ${String(sent)} 10.0.0.1`);
    await capture.stop();
    expect(capture.frames.length).toBeGreaterThanOrEqual(1000);
    expect(capture.lost).toBeGreaterThan(0);
    // ARP aside, a request and an answer of each.
    expect(capture.frames.length + capture.lost).toBeGreaterThanOrEqual(2 * sent);
    expect(capture.frames.length + capture.lost).toBeLessThanOrEqual(2 * sent + 20);
  });

  labTest('ends with its lab, as a trace does', async () => {
    const lab = await openLab();
    await output(lab, wire);
    const capture = await begin(lab, 'c0');
    const trace = lab.trace({ from: client, to: '10.0.0.9' });
    await expect.poll(capturers).toBe(2);
    await lab.close();
    expect(capturers()).toBe(0);
    await capture.ended;
    expect(await trace).toHaveProperty('failed');
    expect(lab.capture(client, 'c0', { onFrame: () => undefined, onLost: () => undefined })).toHaveProperty('failed');
  });

  labTest('says that there is no such link', async () => {
    const lab = await openLab();
    await output(lab, wire);
    const capture = lab.capture(client, 'nothing', { onFrame: () => undefined, onLost: () => undefined });
    expect('failed' in capture ? capture.failed : await capture.ready).toContain('No such device');
  });
});

describe('course capture', () => {
  labTest('says what a link sees, line by line, until it is asked to end', async () => {
    const lab = await openLab();
    await output(lab, wire);
    const said: string[] = [];
    const follower = createFollower(words, (lines) => said.push(...lines));
    expect(await follower.follow(lab, [])).toEqual([words.trace.capture.none]);
    expect(await follower.follow(lab, ['client/x'])).toEqual([
      words.trace.capture.noLink({ where: 'client', name: 'x', known: 'lo, c0' }),
    ]);
    expect(await follower.follow(lab, ['client/c0'])).toEqual([words.trace.capture.begun({ what: 'client/c0' })]);
    await output(lab, 'ip netns exec client ping -qc1 10.0.0.1');
    await expect.poll(() => said.join('\n')).toContain('ICMP echo reply');
    expect(said.find((line) => line.includes('echo request'))).toMatch(
      /^ {2}\d\.\d{6} {2}out {2}10\.0\.0\.2 to 10\.0\.0\.1: ICMP echo request, id \d+, seq 1$/,
    );

    await bash(lab, 'ip netns exec client ping -qfc 2000 10.0.0.1');
    await expect.poll(() => said.some((line) => /^… \d+ more frames$/.test(line))).toBe(true);
    const [end] = await follower.follow(lab, []);
    expect(Number(/(\d+) frames/.exec(end ?? '')?.[1])).toBeGreaterThan(1000);
    expect(said.length).toBeLessThan(500);
    follower.close();
  });
});

describe('capture, the command', () => {
  const capture = (typed: readonly string[], flags: CaptureFlags = {}): Promise<Ran> =>
    runCommand(home, (io) => runCapture({ at: 'veth/ping-both-ways', ...flags }, typed, io));

  labTest('prints what a link sees while a command runs, and writes what tcpdump reads', async () => {
    const ping = ['ip', 'netns', 'exec', 'client', 'ping', '-c1', '10.0.0.12'];
    const { code, out, err } = await capture(['server/veth-server', ...ping], { pcapng: 'link.pcapng' });
    expect(code).toBe(0);
    expect(out).toMatch(/^ +\d\.\d{6} {2}in {3}10\.0\.0\.11 to 10\.0\.0\.12: ICMP echo request, id \d+, seq 1$/m);
    expect(err).toContain('1 packets transmitted, 1 received');
    const tcpdump = findTool('tcpdump') ?? '';
    const read = spawnSync(tcpdump, ['-ntr', join(home, 'link.pcapng'), 'icmp'], { encoding: 'utf8' });
    expect(read.stdout.trim().split('\n')).toEqual([
      expect.stringContaining('10.0.0.11 > 10.0.0.12: ICMP echo request'),
      expect.stringContaining('10.0.0.12 > 10.0.0.11: ICMP echo reply'),
    ]);
  });

  labTest('says what it does not understand, and that the command failed', async () => {
    expect(await capture(['server/veth-server'])).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('--'),
    });
    expect(await capture(['server/x', 'true'])).toMatchObject({ code: 2, err: expect.stringContaining('veth-server') });
    const failed = await capture(['server', 'false']);
    expect(failed).toMatchObject({ code: 1, err: expect.stringContaining('exit code 1') });
  });
});
