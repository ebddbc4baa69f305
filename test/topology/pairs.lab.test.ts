import { beforeAll, describe, expect } from 'vitest';
import type { Question } from '../../src/topology/explain/types.ts';
import type { Lab } from '../../src/lab/types.ts';
import { labTest, openLab } from '../lab/labs.ts';
import { arrives, ask, mend, rebuild, shown } from './small-net.ts';

/** Faults on the way from the client through the router to the far namespace, each of which can be mended by a command. */
const faults: readonly string[] = [
  'ip -n client link set c0 down',
  'ip -n far link set f0 down',
  'ip link set pc down',
  'ip link set pc nomaster',
  'ip link set br0 down',
  'ip -n client addr flush dev c0',
  'ip -n far route del default',
  'ip -n client route replace default via 172.30.0.99',
  'ip -n client route add blackhole 10.9.0.0/24',
  'sysctl -qw net.ipv4.ip_forward=0',
  'iptables -P FORWARD DROP',
  'iptables -t raw -A PREROUTING -p icmp -j DROP',
  'ip neigh replace 10.9.0.2 lladdr 02:00:00:00:00:01 dev hf nud permanent',
  'ip netns exec far iptables -P INPUT DROP',
  'ip netns exec far sysctl -qw net.ipv4.icmp_echo_ignore_all=1',
];

const question: Question = { from: { node: 'controlplane', netns: 'client' }, to: '10.9.0.2' };

/** Each fault with the one that stands `distance` places further on: of all pairs every fault is in some. */
const pairs = [1, 4].flatMap((distance) =>
  faults.map((fault, index) => [fault, faults[(index + distance) % faults.length] ?? fault] as const),
);

/** Asks and mends until nothing more is proposed. A link that was down has lost its routes: that is a fault of its own. */
async function mendAll(lab: Lab, pair: readonly string[]): Promise<string> {
  await rebuild(lab, ...pair);
  const said: string[] = [];
  let found = await ask(lab, question);
  for (let asked = 0; asked < 6 && (await mend(lab, found)); asked += 1) {
    said.push(shown(found));
    found = await ask(lab, question);
  }
  const isMended = found.halt === undefined && (await arrives(lab, question, found));
  const end = isMended ? 'mended' : [...said, shown(found)].join('; ');
  return `${pair.join(' + ')}: ${end}`;
}

describe('explain, asked again after each mend', () => {
  const labs: Lab[] = [];
  beforeAll(async () => {
    labs.push(...(await Promise.all([openLab(), openLab(), openLab()])));
  });

  labTest('leads out of two faults at once', { timeout: 180_000 }, async () => {
    const found: string[] = [];
    await Promise.all(
      labs.map(async (lab, index) => {
        for (const pair of pairs.filter((_, at) => at % labs.length === index)) found.push(await mendAll(lab, pair));
      }),
    );
    expect(found.toSorted()).toEqual(pairs.map((pair) => `${pair.join(' + ')}: mended`).toSorted());
  });
});
