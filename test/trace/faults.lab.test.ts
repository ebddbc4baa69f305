import { beforeAll, describe, expect } from 'vitest';
import type { Lab } from '../../src/lab/types.ts';
import { takeWhole } from '../../src/topology/needs.ts';
import { topologyOf } from '../../src/topology/topology.ts';
import { traceInWords } from '../../src/trace/ask.ts';
import { fateText } from '../../src/trace/text.ts';
import { wordsFor } from '../../src/words/index.ts';
import { labTest, openLab } from '../lab/labs.ts';
import { allFaults } from '../topology/faults/all.ts';
import type { Fault as Told } from '../topology/faults/types.ts';
import { rebuild } from '../topology/small-net.ts';

interface Fault {
  readonly name: string;
  readonly script: string;
  /** `FROM TO [tcp PORT]`. */
  readonly ask: string;
  /** What the trace says. */
  readonly says: string;
  /** Interfaces that saw the packet and its answer, where the last matters. */
  readonly by: string;
  /** What the kernel told of a rule that stopped it: `NAMESPACE CHAIN ROLE`. */
  readonly drop?: string;
  /** The tables need not tell; what they tell must be true all the same. */
  readonly mayBeUntold?: true;
}

const mac = '02:00:00:00:00:01';

const faults: readonly Fault[] = [
  {
    name: 'nothing, on the bridge',
    script: '',
    ask: 'client server',
    says: 'It arrives: 172.30.0.12 in server answers, and the answer is back after * ms.',
    by: 'c0> >pc ps> >s0 | s0> >ps pc> >c0',
  },
  {
    name: 'nothing, through the router',
    script: '',
    ask: 'client far',
    says: 'It arrives: 10.9.0.2 in far answers, and the answer is back after * ms.',
    by: 'c0> >pc >br0 hf> >f0 | f0> >hf br0> pc> >c0',
  },
  {
    name: 'nothing, to itself',
    script: '',
    ask: 'client 172.30.0.11',
    says: 'It arrives: 172.30.0.11 in client answers, and the answer is back after * ms.',
    by: 'lo> >lo | lo> >lo',
  },
  {
    name: 'the near end down',
    script: 'ip -n client link set c0 down',
    ask: 'client 172.30.0.12',
    says: 'It never leaves client, whose kernel does not send it: Network is unreachable.',
    by: '',
  },
  {
    name: 'the near port down',
    script: 'ip link set pc down',
    ask: 'client server',
    says: 'It never leaves client: no interface of any namespace saw it.',
    by: '',
  },
  {
    name: 'the far end down',
    script: 'ip -n server link set s0 down',
    ask: 'client server',
    says: 'The packet waits in client, which asks by c0 who has 172.30.0.12; nobody answers.',
    by: '',
  },
  {
    name: 'the bridge down',
    script: 'ip link set br0 down',
    ask: 'client server',
    says: 'The packet waits in client, which asks by c0 who has 172.30.0.12; nobody answers.',
    by: '',
  },
  {
    name: 'a port not enslaved',
    script: 'ip link set ps nomaster',
    ask: 'client server',
    says: 'The packet waits in client, which asks by c0 who has 172.30.0.12; nobody answers.',
    by: '',
  },
  {
    name: 'a blackhole',
    script: 'ip -n client route add blackhole 10.9.0.0/24',
    ask: 'client far',
    says: 'It never leaves client, whose kernel does not send it: Invalid argument.',
    by: '',
  },
  {
    name: 'a wrong gateway',
    script: 'ip -n client route replace default via 172.30.0.99',
    ask: 'client far',
    says: 'The packet waits in client, which asks by c0 who has 172.30.0.99; nobody answers.',
    by: '',
  },
  {
    name: 'an unreachable route on the router',
    script: 'ip route add unreachable 10.9.0.2',
    ask: 'client far',
    says: 'It comes no further than controlplane, which sends it back by br0 with an ICMP error: host unreachable.',
    by: 'c0> >pc >br0',
  },
  {
    name: 'no way back',
    script: 'ip -n far route del default',
    ask: 'client far',
    says: 'The packet comes into far by f0, and nothing comes out: it was last seen there.',
    by: 'c0> >pc >br0 hf> >f0',
  },
  {
    name: 'an answer for whom nobody stands',
    script:
      'ip -n client addr add 172.30.9.9/32 dev c0; ip -n client route replace default via 172.30.0.1 src 172.30.9.9; ip route add 172.30.9.9/32 dev br0; ip neigh replace 172.30.9.9 lladdr 02:00:00:00:00:01 dev br0 nud permanent',
    ask: 'client far',
    says: `It arrives, but its answer is sent by br0 in controlplane to the MAC address ${mac}, which nobody there has.`,
    by: 'c0> >pc >br0 hf> >f0 | f0> >hf br0> ps> >s0 pc> >c0',
  },
  {
    name: 'routes that go round in a circle',
    script: 'ip route add 10.77.0.0/16 via 10.9.0.2; ip netns exec far sysctl -qw net.ipv4.ip_forward=1',
    ask: 'client 10.77.0.1',
    says: 'It comes no further than far, which sends it back by f0 with an ICMP error: time to live exceeded.',
    // From 63 on each of the two takes one off its TTL; the last to come in has 1 left.
    by: `c0> >pc >br0 ${'hf> >f0 f0> >hf '.repeat(31)}hf> >f0`,
  },
  {
    name: 'no forwarding',
    script: 'sysctl -qw net.ipv4.ip_forward=0',
    ask: 'client far',
    says: 'The packet comes into controlplane by br0, and nothing comes out: it was last seen there.',
    by: 'c0> >pc >br0',
  },
  {
    name: 'a strict reverse path',
    script: 'ip route add 172.30.0.11/32 dev hf; sysctl -qw net.ipv4.conf.br0.rp_filter=1',
    ask: 'client far',
    says: 'The packet waits in client, which asks by c0 who has 172.30.0.1; nobody answers.',
    by: '',
  },
  {
    name: 'FORWARD closed',
    script: 'iptables -P FORWARD DROP',
    ask: 'client far',
    says: 'The packet comes into controlplane by br0, and nothing comes out: it was last seen there.',
    by: 'c0> >pc >br0',
    drop: 'host FORWARD question',
  },
  {
    name: 'FORWARD closed, and bridged packets filtered',
    script: 'sysctl -qw net.bridge.bridge-nf-call-iptables=1; iptables -P FORWARD DROP',
    ask: 'client server',
    says: 'The packet was last seen at pc in controlplane, and at no interface after that.',
    by: 'c0> >pc',
    drop: 'host FORWARD question',
  },
  {
    name: 'a rule that refuses',
    script: 'iptables -A FORWARD -p icmp -j REJECT --reject-with icmp-admin-prohibited',
    ask: 'client far',
    says: 'It comes no further than controlplane, which sends it back by br0 with an ICMP error: prohibited by a filter.',
    by: 'c0> >pc >br0',
    drop: 'host FORWARD question',
  },
  {
    name: 'OUTPUT closed',
    script: 'ip netns exec client iptables -P OUTPUT DROP',
    ask: 'client far',
    says: 'It never leaves client, whose kernel does not send it: Operation not permitted.',
    by: '',
    drop: 'client OUTPUT question',
  },
  {
    name: 'a DROP of answers',
    script: 'ip netns exec client iptables -A INPUT -p icmp --icmp-type echo-reply -j DROP',
    ask: 'client far',
    says: 'It arrives, but its answer comes into client by c0 and no further: it was last seen there.',
    by: 'c0> >pc >br0 hf> >f0 | f0> >hf br0> pc> >c0',
    drop: 'client INPUT answer',
  },
  {
    name: 'a DROP of connections that are taken',
    script: 'listen server 0.0.0.0 8080; iptables -A FORWARD -p tcp --sport 8080 -j DROP',
    ask: 'far 172.30.0.12 tcp 8080',
    says: 'It arrives, but its answer comes into controlplane by br0 and no further: it was last seen there.',
    by: 'f0> >hf br0> ps> >s0 | s0> >ps >br0',
    drop: 'host FORWARD answer',
    mayBeUntold: true,
  },
  {
    name: 'a table of nft',
    script: "nft 'add table inet own; add chain inet own c { type filter hook forward priority 0; policy drop; }'",
    ask: 'client far',
    says: 'The packet comes into controlplane by br0, and nothing comes out: it was last seen there.',
    by: 'c0> >pc >br0',
    drop: 'host c question',
    mayBeUntold: true,
  },
  {
    name: 'the router’s wrong neighbour',
    script: `ip neigh replace 10.9.0.2 lladdr ${mac} dev hf nud permanent`,
    ask: 'client far',
    says: `The packet is sent by hf in controlplane to the MAC address ${mac}, which nobody there has.`,
    by: 'c0> >pc >br0 hf> >f0',
  },
  {
    name: 'echo requests ignored',
    script: 'ip netns exec server sysctl -qw net.ipv4.icmp_echo_ignore_all=1',
    ask: 'client server',
    says: 'The packet comes into server by s0, and nothing comes out: it was last seen there.',
    by: 'c0> >pc ps> >s0',
  },
  {
    name: 'MASQUERADE in place of a way back',
    script: 'ip -n far route del default; iptables -t nat -A POSTROUTING -s 172.30.0.0/24 ! -o br0 -j MASQUERADE',
    ask: 'client far',
    says: 'It arrives: 10.9.0.2 in far answers, and the answer is back after * ms.',
    by: 'c0> >pc >br0 hf> >f0 | f0> >hf br0> pc> >c0',
  },
  {
    name: 'nothing listens',
    script: '',
    ask: 'client server tcp 8080',
    says: 'It arrives in server, but the connection is refused: nothing takes it at 172.30.0.12:8080.',
    by: 'c0> >pc ps> >s0 | s0> >ps pc> >c0',
  },
  {
    name: 'DNAT to a server',
    script:
      'listen server 0.0.0.0 8080; iptables -t nat -A PREROUTING -p tcp --dport 80 -j DNAT --to-destination 172.30.0.12:8080',
    ask: 'far 10.9.0.1 tcp 80',
    says: 'It arrives: 10.9.0.1:80 in server takes the connection, which stands after * ms.',
    by: 'f0> >hf br0> ps> >s0 | s0> >ps >br0 hf> >f0',
  },
  {
    name: 'DNAT with FORWARD closed',
    script:
      'listen server 0.0.0.0 8080; iptables -P FORWARD DROP; iptables -t nat -A PREROUTING -p tcp --dport 80 -j DNAT --to-destination 172.30.0.12:8080',
    ask: 'far 10.9.0.1 tcp 80',
    says: 'The packet comes into controlplane by hf, and nothing comes out: it was last seen there.',
    by: 'f0> >hf',
    drop: 'host FORWARD question',
  },
  {
    name: 'DNAT to a dead host',
    script: 'iptables -t nat -A PREROUTING -p tcp --dport 80 -j DNAT --to-destination 172.30.0.77:8080',
    ask: 'far 10.9.0.1 tcp 80',
    says: 'The packet waits in controlplane, which asks by br0 who has 172.30.0.77; nobody answers.',
    by: 'f0> >hf',
  },
];

/** Of the faults that `explain` is tested with, this share: `NETNS_COURSE_FAULTS=1` takes all. */
const share = Number(process.env['NETNS_COURSE_FAULTS'] ?? 4);
/** An IPv6 address is none that a packet is sent to. */
const sendable = allFaults.filter(({ to }) => !to.includes(':'));
const tried = sendable.filter((_, index) => index % share === 0);

const labs: Lab[] = [];
const parallel = 4;
const words = wordsFor();

async function traceOne(lab: Lab, { name, script, ask, mayBeUntold }: Fault): Promise<Record<string, unknown>> {
  await rebuild(lab, script);
  const topology = topologyOf(await takeWhole(lab.snapshot, lab.nodes));
  const traced = await traceInWords(topology, ask.split(' '), lab.trace, words);
  if ('problem' in traced) return { name, problem: traced.problem };
  const { trace } = traced;
  const shown = (role: string): string =>
    trace.sightings
      .filter((each) => each.role === role)
      .map(({ frame }) => (frame.direction === 'out' ? `${frame.interface}>` : `>${frame.interface}`))
      .join(' ');
  const by = [shown('question'), shown('answer')].filter((text) => text !== '').join(' | ');
  const drop = trace.drops.map(({ at, chain, role }) => `${at.netns || 'host'} ${chain} ${role}`).join();
  const says = fateText(trace, words).replace(/\d+\.\d{3} ms/, '* ms');
  const explain = mayBeUntold && trace.agreement === 'untold' ? 'agrees' : trace.agreement;
  return { name, says, by, drop, explain };
}

/** What `explain` says of it, beside what became of a real packet. */
async function compare(lab: Lab, { script, from = 'client', to, port, size }: Told): Promise<string> {
  await rebuild(lab, script);
  const topology = topologyOf(await takeWhole(lab.snapshot, lab.nodes));
  const detail = port === undefined ? (size === undefined ? [] : ['size', size]) : ['tcp', port];
  const typed = [from === '' ? 'controlplane' : from, to, ...detail.map(String)];
  const traced = await traceInWords(topology, typed, lab.trace, words);
  if ('problem' in traced) return traced.problem;
  const { agreement } = traced.trace;
  return agreement === 'differs' ? `differs: ${fateText(traced.trace, words)}` : agreement;
}

describe('trace, on a real kernel', () => {
  beforeAll(async () => {
    labs.push(...(await Promise.all(Array.from({ length: parallel }, () => openLab()))));
  });

  labTest(
    'shows every interface that saw the packet, says where it was last seen, and agrees with explain',
    async () => {
      const found = new Map<string, Record<string, unknown>>();
      await Promise.all(
        labs.map(async (lab, index) => {
          for (const fault of faults.filter((_, at) => at % parallel === index)) {
            found.set(fault.name, await traceOne(lab, fault));
          }
        }),
      );
      expect(faults.map(({ name }) => found.get(name))).toEqual(
        faults.map(({ name, says, by, drop = '' }) => ({ name, says, by, drop, explain: 'agrees' })),
      );
    },
    120_000,
  );

  labTest(
    `sees a packet end where explain says so (${String(tried.length)} faults of ${String(sendable.length)})`,
    async () => {
      const open = [...tried];
      const wrong: string[] = [];
      await Promise.all(
        labs.map(async (lab) => {
          for (let fault = open.pop(); fault !== undefined; fault = open.pop()) {
            const found = await compare(lab, fault);
            const expected = fault.says.startsWith('doubt') ? 'untold' : 'agrees';
            if (found !== expected) wrong.push(`${fault.name} (${fault.says}): ${found}`);
          }
        }),
      );
      expect(wrong).toEqual([]);
    },
    300_000,
  );
});
