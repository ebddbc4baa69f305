import { beforeAll, describe, expect } from 'vitest';
import type { Question } from '../../src/topology/explain/types.ts';
import type { Lab } from '../../src/lab/types.ts';
import { labTest, openLab } from '../lab/labs.ts';
import { arrives, ask, mend, rebuild, shown } from './small-net.ts';

/**
 * Pairs tried, and with what: `NETNS_COURSE_PAIRS=200` tries more, `NETNS_COURSE_SEED` others. The same ones each time, so that a run
 * fails by what was changed and not by what it drew.
 */
const count = Number(process.env['NETNS_COURSE_PAIRS'] ?? 24);
const seed = Number(process.env['NETNS_COURSE_SEED'] ?? 51_951_018);
const parallel = 3;

/** A fault, and how many it really is: an interface that goes down, or loses its address, loses its routes besides. */
type Fault = readonly [script: string, faults: number];

const macOf = (netns: string, dev: string): string => `$(ip netns exec ${netns} cat /sys/class/net/${dev}/address)`;

const faults: readonly Fault[] = [
  ['ip -n client link set c0 down', 2],
  ['ip -n far link set f0 down', 2],
  ['ip -n server link set s0 down', 2],
  ['ip link set pc down', 1],
  ['ip link set ps down', 1],
  ['ip link set br0 down', 1],
  ['ip link set hf down', 1],
  ['ip link set pc nomaster', 1],
  ['ip link set ps nomaster', 1],
  ['ip -n client addr flush dev c0', 2],
  ['ip -n client addr flush dev c0; ip -n client addr add 172.30.0.11/32 dev c0', 2],
  ['ip -n far route del default', 1],
  ['ip -n client route replace default via 172.30.0.99', 1],
  ['ip -n client route replace default via 172.30.0.12', 1],
  ['ip -n client route del default; ip -n client route add default via 172.30.0.1 table 100', 1],
  ['ip -n client route add blackhole 10.9.0.0/24', 1],
  ['ip route add unreachable 10.9.0.2', 1],
  ['ip rule add from 172.30.0.11 to 10.9.0.0/24 prohibit preference 50', 1],
  ['ip -n far route add blackhole default table 9; ip -n far rule add from 10.9.0.2 table 9', 1],
  ['sysctl -qw net.ipv4.ip_forward=0', 1],
  ['sysctl -qw net.ipv4.conf.br0.forwarding=0', 1],
  ['iptables -P FORWARD DROP', 1],
  ['iptables -A FORWARD -i br0 -j DROP; sysctl -qw net.bridge.bridge-nf-call-iptables=1', 1],
  ['iptables -t raw -A PREROUTING -s 172.30.0.11 -j DROP', 1],
  ['iptables -t mangle -A POSTROUTING -d 10.9.0.0/24 -j DROP', 1],
  ['iptables -N no; iptables -A no -j REJECT; iptables -A FORWARD -o hf -j no', 1],
  ['ip netns exec far iptables -P INPUT DROP', 1],
  ['ip netns exec client iptables -P OUTPUT DROP', 1],
  ['ip netns exec client iptables -A INPUT -p icmp --icmp-type echo-reply -j DROP', 1],
  ['ip neigh replace 10.9.0.2 lladdr 02:00:00:00:00:01 dev hf nud permanent', 1],
  ['ip -n client neigh replace 172.30.0.1 lladdr 02:00:00:00:00:01 dev c0 nud stale', 1],
  ['ip netns exec far sysctl -qw net.ipv4.icmp_echo_ignore_all=1', 1],
  ['ip netns exec server sysctl -qw net.ipv4.icmp_echo_ignore_all=1', 1],
  ['ip -n client link set c0 arp off', 1],
  ['ip -n far link set f0 arp off', 1],
  ['bridge link set dev ps state 0', 1],
  ['iptables -P FORWARD DROP; ip link set br0 type bridge nf_call_iptables 1', 1],
  ['ip netns exec client sysctl -qw net.ipv4.ip_default_ttl=1', 1],
  ['ip netns exec far sysctl -qw net.ipv4.ip_default_ttl=1', 1],
  [
    "nft 'add table inet own; add chain inet own c { type filter hook forward priority 0; }; add rule inet own c ip saddr 172.30.0.11 drop'",
    1,
  ],
  ['ip -n client nexthop add id 1 via 172.30.0.99 dev c0; ip -n client route replace default nhid 1', 1],
  ['ip -n client neigh replace 172.30.0.12 lladdr 02:00:00:00:00:01 dev c0 nud noarp', 1],
  ['ip -n client addr flush dev c0; ip -n client addr add 172.30.0.11/28 dev c0', 2],
  ['ip -n far addr flush dev f0', 2],
  [`bridge fdb replace ${macOf('client', 'c0')} dev ps master static sticky`, 1],
];

const from = { node: 'controlplane', netns: 'client' } as const;
const questions: readonly Question[] = [
  { from, to: '10.9.0.2' },
  { from, to: '10.9.0.2', port: 8080 },
  { from, to: '172.30.0.12' },
];

/** Numbers that look random and are the same for the same seed (mulberry32, public domain). */
function randomFrom(start: number): (below: number) => number {
  let state = start;
  return (below) => {
    state = (state + 0x6d2b_79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

interface Pair {
  readonly question: Question;
  readonly faults: readonly Fault[];
}

function pairsOf(random: (below: number) => number): readonly Pair[] {
  return Array.from({ length: count }, () => {
    const first = random(faults.length);
    const second = (first + 1 + random(faults.length - 1)) % faults.length;
    const both = [first, second].flatMap((index) => faults.slice(index, index + 1));
    return { question: questions[random(questions.length)] ?? { from, to: '10.9.0.2' }, faults: both };
  });
}

const nameOf = ({ question, faults: both }: Pair): string =>
  `${both.map(([script]) => script).join(' + ')} (${JSON.stringify({ to: question.to, port: question.port })})`;

/** Asks, sends a real packet, and mends, until nothing more is proposed: at most one mend more than there are faults. */
async function mendAll(lab: Lab, { question, faults: both }: Pair): Promise<string> {
  await rebuild(lab, 'listen far 0.0.0.0 8080', ...both.map(([script]) => script));
  const most = both.reduce((sum, [, each]) => sum + each, 1);
  const said: string[] = [];
  for (;;) {
    const found = await ask(lab, question);
    const really = await arrives(lab, question, found);
    const isTrue = found.halt?.halt === 'doubt' || really === (found.halt === undefined);
    said.push(`${shown(found)}${isTrue ? '' : ', which is wrong'}`);
    if (!isTrue) return said.join('; ');
    if (found.halt === undefined) return said.length - 1 <= most ? 'mended' : `too late: ${said.join('; ')}`;
    if (said.length > most || !(await mend(lab, found))) return said.join('; ');
  }
}

describe('explain, asked again after each mend', () => {
  const labs: Lab[] = [];
  beforeAll(async () => {
    labs.push(...(await Promise.all(Array.from({ length: parallel }, () => openLab()))));
  });

  labTest(
    `leads out of two faults at once (${String(count)} pairs, seed ${String(seed)})`,
    { timeout: 60_000 + 15_000 * count, retry: 0 },
    async () => {
      const open = pairsOf(randomFrom(seed)).toReversed();
      const wrong: string[] = [];
      await Promise.all(
        labs.map(async (lab) => {
          for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
            const end = await mendAll(lab, pair);
            if (end !== 'mended') wrong.push(`${nameOf(pair)}: ${end}`);
          }
        }),
      );
      expect(wrong).toEqual([]);
    },
  );
});
