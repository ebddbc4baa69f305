import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Step } from '../../src/lesson/types.ts';
import { readCourse } from '../../src/storage/course-files.ts';
import { en } from '../../src/words/en/index.ts';

/**
 * What the source articles let a reader do, row by row, and which steps let our learner do it. Each command must be typed
 * (not only looked at) in one of the row's steps: as it stands here, or as the first words of a longer one.
 */
interface Row {
  readonly what: string;
  readonly steps: readonly string[];
  readonly typed: readonly string[];
  /** Kinds of checks that must be among those of the row's steps. */
  readonly checked: readonly string[];
}

const rows: readonly Row[] = [
  {
    what: 'the namespaces a process is in',
    steps: ['namespaces/what-a-process-is-in', 'namespaces/the-same-from-a-processs-side'],
    typed: ['lsns', 'ls -l /proc/$$/ns'],
    checked: ['output', 'ask'],
  },
  {
    what: 'a host name inside that the outside does not see',
    steps: ['namespaces/a-host-name-of-ones-own', 'namespaces/the-machine-never-noticed'],
    typed: ['unshare --uts', 'hostname box', 'hostname', 'exit'],
    checked: ['process', 'output'],
  },
  {
    what: 'a shell that is PID 1',
    steps: ['namespaces/the-first-process', 'namespaces/when-pid-1-goes-everybody-goes'],
    typed: ['unshare --pid --fork --mount-proc', 'ps'],
    checked: ['process', 'output'],
  },
  {
    what: 'a mount that the outside does not see',
    steps: ['namespaces/a-mount-that-nobody-else-sees', 'namespaces/outside-it-never-happened'],
    typed: ['unshare --mount', 'mount -t tmpfs'],
    checked: ['process', 'file'],
  },
  {
    what: 'uid 0 in a user namespace',
    steps: ['namespaces/root-but-only-in-here'],
    typed: ['unshare --user --map-root-user id'],
    checked: ['output'],
  },
  {
    what: 'two named network namespaces',
    steps: ['veth/two-namespaces'],
    typed: ['ip netns add client', 'ip netns add server', 'ip netns list'],
    checked: ['netns', 'output'],
  },
  {
    what: 'what a new one holds: lo, down; no routes, no neighbours',
    steps: ['veth/what-is-inside'],
    typed: ['ip -n server link', 'ip netns exec client ip link', 'ip netns exec client route; ip netns exec client arp'],
    checked: ['output'],
  },
  {
    what: 'a veth pair on the host',
    steps: ['veth/the-cable'],
    typed: ['ip link add veth-client type veth peer name veth-server', 'ip link list | grep veth'],
    checked: ['link', 'output'],
  },
  {
    what: 'each end moved into its namespace',
    steps: ['veth/plug-it-in'],
    typed: ['ip link set veth-client netns client', 'ip link set veth-server netns server'],
    checked: ['link'],
  },
  {
    what: 'the ends seen from inside',
    steps: ['veth/look-from-inside'],
    typed: ['ip netns exec client ip link', 'ip netns exec server ip link'],
    checked: ['output', 'ask'],
  },
  {
    what: 'addresses, and both ends up',
    steps: ['veth/address-and-switch-client-first', 'veth/then-the-server'],
    typed: [
      'ip netns exec client ip address add 10.0.0.11/24 dev veth-client',
      'ip netns exec client ip link set veth-client up',
      'ip netns exec client ip addr',
      'ip netns exec server ip address add 10.0.0.12/24 dev veth-server',
      'ip netns exec server ip link set veth-server up',
    ],
    checked: ['address', 'link', 'output'],
  },
  {
    what: 'the route that an address brings',
    steps: ['veth/the-route-that-came-by-itself'],
    typed: ['ip -n client route'],
    checked: ['route', 'output'],
  },
  {
    what: 'ping in both directions',
    steps: ['veth/ping-both-ways'],
    typed: ['ip netns exec client ping 10.0.0.12', 'ip netns exec server ping -c 1 10.0.0.11'],
    checked: ['output'],
  },
  {
    what: 'what ARP has learnt',
    steps: ['veth/what-arp-learnt'],
    typed: ['ip -n client neigh'],
    checked: ['neighbour', 'output', 'ask'],
  },
  {
    what: 'the cable taken apart again: addresses, ends, namespaces',
    steps: ['cleanup/take-the-addresses-off', 'cleanup/bring-the-ends-home', 'cleanup/nothing-left'],
    typed: [
      'ip netns exec client ip address del 10.0.0.11/24 dev veth-client',
      'ip netns exec server ip address del 10.0.0.12/24 dev veth-server',
      'ip netns exec client ip link set veth-client netns 1',
      'ip netns exec server ip link set veth-server netns 1',
      'ip netns del client',
      'ip netns del server',
    ],
    checked: ['address', 'link', 'netns'],
  },
  {
    what: 'a namespace that takes its veth and the peer along',
    steps: ['cleanup/delete-a-namespace-lose-a-cable'],
    typed: ['ip netns del client1'],
    checked: ['netns', 'link'],
  },
  {
    what: 'a bridge with two namespaces, as the articles script it',
    steps: [
      'bridge/a-switch-made-of-software',
      'bridge/the-first-namespace-the-long-way',
      'bridge/the-second-in-one-line',
      'bridge/addresses-and-everything-up',
    ],
    typed: [
      'BR=bridge1',
      'ip link add $BR type bridge',
      'ip address add 172.30.0.1/24 dev $BR',
      'ip netns add client1',
      'ip netns add server1',
      'ip link add client1-veth type veth peer name client1-veth-br',
      'ip link set client1-veth-br master $BR up',
      'ip link set server1-veth-br master $BR up',
      'ip -n client1 address add 172.30.0.11/24 dev client1-veth',
      'ip -n server1 address add 172.30.0.12/24 dev server1-veth',
    ],
    checked: ['bridge', 'link', 'address'],
  },
  {
    what: 'ping across the bridge, and to it',
    steps: ['bridge/ping-across-and-what-the-bridge-learnt'],
    typed: ['ip netns exec client1 ping 172.30.0.12 -c 5', 'ip netns exec client1 ping 172.30.0.1 -c 5'],
    checked: ['output'],
  },
  {
    what: 'a pair made and plugged in by one line',
    steps: ['bridge/the-second-in-one-line', 'cleanup/once-more-in-five-lines'],
    typed: [
      'ip link add server1-veth netns server1 type veth peer server1-veth-br',
      'ip link add veth-client netns client type veth peer veth-server netns server',
    ],
    checked: ['link'],
  },
  {
    what: 'three namespaces on 10.1.1.0/24, each with an eth0 and lo up',
    steps: ['bridge/three-on-a-second-bridge', 'bridge/inside-everybody-is-eth0'],
    typed: ['ip link add br0 type bridge', 'ip address add 10.1.1.1/24 dev br0', 'for i in 0 1 2'],
    checked: ['bridge', 'link', 'address'],
  },
  {
    what: 'ping host to namespace, namespace to host, namespace to namespace',
    steps: ['bridge/everybody-reaches-everybody'],
    typed: ['ping -c 1 10.1.1.10', 'ip netns exec ns0 ping -c 1 10.1.1.1', 'ip netns exec ns1 ping -c 1 10.1.1.12'],
    checked: ['output'],
  },
  {
    what: 'FORWARD DROP cuts a bridge where br_netfilter is loaded, and both mends',
    steps: ['bridge/when-docker-is-near', 'bridge/two-ways-to-mend-it'],
    typed: ['iptables -P FORWARD DROP', 'iptables -A FORWARD -i br0 -j ACCEPT', 'iptables -P FORWARD ACCEPT'],
    checked: ['forward', 'sysctl', 'output'],
  },
  {
    what: 'the forwarding table and the ports',
    steps: ['bridge/ping-across-and-what-the-bridge-learnt', 'bridge/addresses-and-everything-up'],
    typed: ['bridge fdb show br', 'bridge link'],
    checked: ['bridge', 'output', 'ask'],
  },
  {
    what: 'no route out of the namespace',
    steps: ['nat/no-way-out'],
    typed: ['HOST_IP=', 'ip netns exec client1 ping $HOST_IP -c 2'],
    checked: ['output'],
  },
  {
    what: 'a default route, and the host answers',
    steps: ['nat/a-default-route'],
    typed: [
      'ip netns exec client1 ip route add default via 172.30.0.1',
      'ip netns exec server1 ip route add default via 172.30.0.1',
      'ip netns exec client1 ip route show',
      'ip netns exec client1 ping $HOST_IP -c 2',
    ],
    checked: ['route', 'output'],
  },
  {
    what: 'the internet: in vain, with forwarding, with masquerade; both networks',
    steps: [
      'nat/the-internet-not-yet',
      'nat/the-host-becomes-a-router',
      'nat/masquerade',
      'nat/the-other-bridge-the-other-way-round',
    ],
    typed: [
      'ip netns exec client1 ping 8.8.8.8',
      'sysctl -w net.ipv4.ip_forward=1',
      'iptables -t nat -A POSTROUTING -s 172.30.0.0/24 ! -o bridge1 -j MASQUERADE',
      'iptables -t nat -A POSTROUTING -s 10.1.1.0/24 ! -o br0 -j MASQUERADE',
    ],
    checked: ['sysctl', 'nat', 'output'],
  },
  {
    what: 'links, namespaces, bridges, rules: nothing left',
    steps: [
      'cleanup/rules-first',
      'cleanup/delete-one-end-lose-the-other',
      'cleanup/bridges-and-all-the-rest',
      'cleanup/nothing-left',
    ],
    typed: [
      'iptables -t nat -D POSTROUTING',
      'sysctl -w net.ipv4.ip_forward=0',
      'ip link del server1-veth-br',
      'ip link del bridge1',
      'ip link del br0',
      'ip -all netns del',
      'ip link del veth-client',
    ],
    checked: ['nat', 'sysctl', 'bridge', 'netns', 'link'],
  },
];

const root = fileURLToPath(new URL('../../lessons/', import.meta.url));
const { course, messages } = await readCourse(root, en);
const steps = new Map<string, Step>(
  course?.lessons.flatMap((lesson) => lesson.steps.map((step) => [`${lesson.id}/${step.id}`, step] as const)) ?? [],
);

test('the lessons have no mistakes', () => {
  expect(messages.map(String)).toEqual([]);
});

test('the five lessons come in their order', () => {
  expect(course?.lessons.map(({ id }) => id).slice(0, 5)).toEqual(['namespaces', 'veth', 'bridge', 'nat', 'cleanup']);
});

describe.each(rows)('$what', ({ steps: ids, typed, checked }) => {
  const found = ids.map((id) => steps.get(id));

  test('has its steps', () => {
    expect(ids.filter((id) => !steps.has(id))).toEqual([]);
  });

  test('lets the learner type it', () => {
    const commands = found.flatMap((step) => step?.commands.filter(({ look }) => !look).map(({ text }) => text) ?? []);
    expect(typed.filter((wanted) => !commands.some((text) => text.startsWith(wanted)))).toEqual([]);
  });

  test('checks it', () => {
    const kinds = new Set(found.flatMap((step) => step?.checks.map(({ kind }) => kind) ?? []));
    expect(checked.filter((kind) => !kinds.has(kind))).toEqual([]);
  });
});

test('drawings fit into an 80-column terminal', () => {
  const wide = course?.lessons.flatMap((lesson) =>
    [...lesson.intro, ...lesson.steps.flatMap((step) => step.blocks)].flatMap((block) =>
      block.type === 'prose' && block.node.type === 'code'
        ? block.node.value.split('\n').filter((line) => line.length > 76)
        : [],
    ),
  );
  expect(wide).toEqual([]);
});

test.each(['namespaces', 'veth', 'bridge', 'nat', 'cleanup'])('%s reads like a lesson', (id) => {
  const lesson = course?.lessons.find((candidate) => candidate.id === id);
  expect(lesson?.steps.length).toBeGreaterThanOrEqual(5);
  expect(lesson?.steps.length).toBeLessThanOrEqual(10);
  expect(lesson?.intro.length).toBeGreaterThan(0);
  for (const step of lesson?.steps ?? []) {
    expect(step.hints.length, `${step.id}: hints`).toBeGreaterThanOrEqual(1);
    expect(step.debrief.length, `${step.id}: debrief`).toBeGreaterThan(0);
  }
});
