import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { RuleTrace, Sign } from '../../trace/types.ts';
import { Keep } from '../../process/keep.ts';
import { killGroup, start } from '../../process/start.ts';
import { probeSpec } from '../probe.ts';
import type { LabTarget } from '../types.ts';
import type { Closing } from './listen.ts';
import type { Place } from './places.ts';

/** How long nft may take to begin; without it a trace says less, and nothing wrong. */
const readyMs = 1500;

/** How often it is looked whether it listens, or has read all. */
const lookMs = 3;

const keptBytes = 256 * 1024;

/** NETLINK_NETFILTER, and NFNLGRP_NFTRACE as a bit of a socket's groups (linux/netfilter/nfnetlink.h). */
const netfilter = 12;
const traceGroup = 1 << 8;

/** Says what rules a packet meets in some namespaces, from when they are `ready` until it is `told`. */
export interface RuleWatch {
  readonly ready: Promise<void>;
  /** Ends it, and gives what was said. */
  readonly told: () => Promise<readonly RuleTrace[]>;
}

/**
 * Has the kernel tell which rules the packet with this sign meets (`nft monitor trace`, nft(8)). That takes a rule that
 * marks it, in a table of our own, with the `owner` flag (Linux 5.12): the kernel takes the table away when the process
 * that made it ends, however it ends. Where any of that is not to be had nothing is told, and nothing left.
 */
export function watchRules(target: LabTarget, places: readonly Place[], sign: Sign, closing: Closing): RuleWatch {
  const all = places.flatMap((place) => startOne(target, place, sign) ?? []);
  const kill = (): void => all.forEach(({ child }) => killGroup(child.pid));
  if (closing.signal.aborted) kill();
  closing.signal.addEventListener('abort', kill, { once: true });
  for (const { gone } of all) closing.program(gone);
  return {
    ready: Promise.all(all.map(({ child }) => until(readyMs, () => hasEnded(child) || isListening(child.pid)))).then(
      () => undefined,
    ),
    told: async () => {
      const told = await Promise.all(all.map(end));
      closing.signal.removeEventListener('abort', kill);
      return told;
    },
  };
}

interface Watching {
  readonly place: Place;
  readonly child: ChildProcessWithoutNullStreams;
  readonly said: Keep;
  readonly gone: Promise<void>;
}

function startOne(target: LabTarget, place: Place, sign: Sign): Watching | undefined {
  const { node, netns } = place.at;
  const made = probeSpec(target, node, netns, ['nft', '-i'], { dieWithRunner: true });
  if ('failed' in made) return undefined;
  try {
    const child = start(made.spec);
    const said = new Keep(keptBytes);
    child.stdout.on('data', (bytes: Buffer) => said.add(bytes));
    child.stderr.resume();
    const gone = new Promise<void>((resolve) => {
      child.on('error', () => resolve());
      child.on('close', () => resolve());
    });
    child.stdin.write(`${commandsFor(sign).join('\n')}\n`);
    return { place, child, said, gone };
  } catch {
    // EAGAIN, EMFILE: no process to be had just now.
    return undefined;
  }
}

/** Before every other table: NF_IP_PRI_RAW_BEFORE_DEFRAG is -450 (linux/netfilter_ipv4.h). */
const priority = -500;

function commandsFor(sign: Sign): string[] {
  const table = 'inet netns_course_trace';
  const next = (sign.protocol === 'tcp' ? sign.sequence + 1 : 0) >>> 0;
  const marks =
    sign.protocol === 'icmp'
      ? [`meta l4proto icmp @th,64,128 0x${Buffer.from(sign.payload).toString('hex')}`]
      : [`tcp sequence ${String(sign.sequence)}`, `tcp ackseq ${String(next)}`];
  return [
    `add table ${table} { flags owner; }`,
    ...['prerouting', 'output'].flatMap((hook) => [
      `add chain ${table} ${hook} { type filter hook ${hook} priority ${String(priority)}; }`,
      ...marks.map((mark) => `add rule ${table} ${hook} ${mark} meta nftrace set 1`),
    ]),
    'monitor trace',
  ];
}

async function end({ place, child, said, gone }: Watching): Promise<RuleTrace> {
  await until(readyMs, () => hasEnded(child) || hasReadAll(child.pid));
  // What it has read it prints at once; it is given that moment.
  await new Promise((resolve) => setTimeout(resolve, 2 * lookMs));
  killGroup(child.pid);
  await gone;
  return { at: place.at, text: said.text() };
}

function hasEnded({ exitCode, signalCode }: ChildProcessWithoutNullStreams): boolean {
  return exitCode !== null || signalCode !== null;
}

function isListening(pid: number | undefined): boolean {
  return tracingSockets(pid).length > 0;
}

function hasReadAll(pid: number | undefined): boolean {
  return tracingSockets(pid).every(({ waitingBytes }) => waitingBytes === 0);
}

/** The sockets of a process's network namespace that hear of traces: `sk Eth Pid Groups Rmem …` in /proc/PID/net/netlink. */
function tracingSockets(pid: number | undefined): readonly { readonly waitingBytes: number }[] {
  try {
    const lines = readFileSync(`/proc/${String(pid)}/net/netlink`, 'utf8').split('\n');
    return lines.flatMap((line) => {
      const [, protocol, port, groups = '', waiting] = line.trim().split(/\s+/);
      const isOurs = Number(protocol) === netfilter && Number(port) === pid;
      return isOurs && (Number.parseInt(groups, 16) & traceGroup) !== 0 ? [{ waitingBytes: Number(waiting) }] : [];
    });
  } catch {
    return [];
  }
}

async function until(limitMs: number, holds: () => boolean): Promise<void> {
  const limit = performance.now() + limitMs;
  while (!holds() && performance.now() < limit) await new Promise((resolve) => setTimeout(resolve, lookMs));
}
