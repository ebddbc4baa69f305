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
  {
    what: 'docker0 and its address',
    steps: ['docker/a-bridge-that-came-with-the-engine'],
    typed: ['ip addr show docker0'],
    checked: ['bridge', 'output', 'ask'],
  },
  {
    what: 'a web server, its address and its SandboxKey',
    steps: ['docker/a-web-server'],
    typed: [
      'docker run -d --name web --rm nginx',
      "docker inspect --format '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}' web",
      "docker inspect --format '{{.NetworkSettings.SandboxKey}}' web",
    ],
    checked: ['container', 'output'],
  },
  {
    what: 'a container’s namespace, invisible to ip until it has a name',
    steps: ['docker/invisible-for-want-of-a-name'],
    typed: ['mkdir -p /var/run/netns && ln -sv $SANDBOX /var/run/netns/web', 'ip netns list'],
    checked: ['same-namespace', 'output'],
  },
  {
    what: 'the same namespace by its process',
    steps: ['docker/the-other-way-to-the-same-place'],
    typed: [
      "PID=$(docker inspect --format '{{.State.Pid}}' web)",
      'ln -s /proc/$PID/ns/net /var/run/netns/ns-$PID',
      'ls -1Li /var/run/netns',
    ],
    checked: ['file', 'output', 'ask'],
  },
  {
    what: 'a look inside a container, and at its cable',
    steps: ['docker/look-inside'],
    typed: ['ip netns exec web ip addr', 'ip netns exec web ip route', 'bridge link'],
    checked: ['output'],
  },
  {
    what: 'the host reaches a container',
    steps: ['docker/reach-it'],
    typed: ['WEB_IP=', 'curl -s $WEB_IP'],
    checked: ['output', 'http'],
  },
  {
    what: 'the network modes: none, host, container:NAME',
    steps: ['docker/four-kinds-of-network'],
    typed: [
      'docker run -d --name alone --rm --network none',
      'docker run -d --name open --rm --network host',
      'docker run -d --name side --rm --network container:web',
      'lsns -n -t net',
    ],
    checked: ['container', 'same-namespace', 'output'],
  },
  {
    what: 'from node01: no answer, then a DNAT rule that hangs, then the mend',
    steps: ['reaching-in/a-server-that-only-the-host-can-see', 'reaching-in/cut-a-door', 'reaching-in/why-it-hangs'],
    typed: [
      'curl -sS -m 2 172.17.0.2',
      'curl -sS -m 2 192.168.0.7',
      'iptables -t nat -A PREROUTING -p tcp -d $HOST_IP --dport 80',
      'iptables -S FORWARD',
      'iptables -I DOCKER-USER -p tcp -d $WEB_IP --dport 80 -j ACCEPT',
    ],
    checked: ['nat', 'forward', 'output'],
  },
  {
    what: 'the host is not caught by PREROUTING',
    steps: ['reaching-in/the-host-is-not-caught-by-its-own-door'],
    typed: [
      'curl -sS -m 2 $HOST_IP',
      'iptables -t nat -A OUTPUT -p tcp -d $HOST_IP --dport 80',
    ],
    checked: ['nat', 'output'],
  },
  {
    what: 'what -p writes',
    steps: ['reaching-in/what--p-writes', 'reaching-in/through-the-engines-door'],
    typed: ['docker run -d --name shop --rm -p 8080:80 nginx', 'iptables -t nat -S DOCKER', 'curl -sS -m 2 192.168.0.7:8080'],
    checked: ['container', 'nat', 'socket', 'output'],
  },
  {
    what: 'a second card for a running container',
    steps: ['reaching-in/a-second-card', 'reaching-in/an-address-for-it'],
    typed: [
      'ip link add veth-host type veth peer name veth-web',
      'ip link set veth-web netns web',
      'ip -n web link set veth-web name eth1',
      'ip -n web address add 10.1.0.2/24 dev eth1',
      'ip address add 10.1.0.1/24 dev veth-host',
      'ping -c 1 -W 1 10.1.0.2',
      'curl -sS -m 2 10.1.0.2',
    ],
    checked: ['same-namespace', 'link', 'address', 'output'],
  },
  {
    what: 'the plugins and the contract',
    steps: ['cni/a-contract-of-one-page'],
    typed: ['cd /opt/cni/bin; ls', 'CNI_COMMAND=VERSION ./bridge'],
    checked: ['cni', 'output'],
  },
  {
    what: 'the articles’ configuration',
    steps: ['cni/the-configuration'],
    typed: ["cat > /tmp/00-demo.conf << 'END'"],
    checked: ['json'],
  },
  {
    what: 'a container with no network',
    steps: ['cni/a-container-with-no-network'],
    typed: ['docker run --name pause_demo -d --rm --network none', 'ln -s', 'ip netns exec pause_demo ifconfig'],
    checked: ['container', 'same-namespace', 'link', 'output'],
  },
  {
    what: 'ADD by hand: 10.0.10.2/24; a mistake in the configuration',
    steps: ['cni/when-a-plugin-says-no', 'cni/add'],
    typed: [
      'CNI_COMMAND=ADD CNI_CONTAINERID=pause_demo',
    ],
    checked: ['cni', 'address', 'bridge'],
  },
  {
    what: 'what ADD did',
    steps: ['cni/what-it-did'],
    typed: [
      'ip netns exec pause_demo ifconfig',
      'ip -n pause_demo route',
      'ip addr show cni_net0',
      'iptables -t nat -S',
    ],
    checked: ['output', 'nat'],
  },
  {
    what: 'IPAM’s memory',
    steps: ['cni/ipams-memory'],
    typed: ['grep . /var/lib/cni/networks/demo_br/*'],
    checked: ['file', 'output'],
  },
  {
    what: 'a second container, a result of 1.0.0, and FORWARD between the two',
    steps: ['cni/a-second-container-in-todays-format'],
    typed: [
      'CNI_COMMAND=ADD CNI_CONTAINERID=second',
      'ip netns exec second ping -c 1 -W 1 10.0.10.2',
      'iptables -I DOCKER-USER -i cni_net0 -o cni_net0 -j ACCEPT',
    ],
    checked: ['cni', 'forward', 'output'],
  },
  {
    what: 'VERSION, CHECK, DEL',
    steps: ['cni/a-contract-of-one-page', 'cni/check', 'cni/del'],
    typed: [
      'CNI_COMMAND=VERSION',
      'CNI_COMMAND=CHECK CNI_CONTAINERID=second',
      'CNI_COMMAND=DEL CNI_CONTAINERID=second',
      'CNI_COMMAND=DEL CNI_CONTAINERID=nobody',
    ],
    checked: ['cni', 'file', 'link', 'route'],
  },
  {
    what: 'a container joins pause, and the Pod is reached, from outside and by localhost',
    steps: ['pause/a-seat-in-the-pod', 'pause/reach-the-pod'],
    typed: [
      'docker run --name web_demo -d --rm --network container:pause_demo nginx',
      'curl -sS -m 2 10.0.10.2',
      'ip netns exec pause_demo curl -sS -m 2 127.0.0.1',
    ],
    checked: ['container', 'same-namespace', 'http', 'output'],
  },
  {
    what: 'a fuller Pod: net, ipc and pid shared, two published ports',
    steps: ['pause/a-fuller-pod', 'pause/one-machine-as-seen-from-inside', 'pause/the-end-of-process-1'],
    typed: [
      'docker run -d --name pause --rm -p 8080:80 -p 5000:5000 --ipc=shareable',
      'docker run -d --name front --rm --net container:pause',
      'curl -sS -m 2 127.0.0.1:8080',
      'curl -sS -m 2 127.0.0.1:5000',
      'docker kill pause',
    ],
    checked: ['container', 'same-namespace', 'output'],
  },
  {
    what: 'the server dies and the address stays; pause dies, and what holds the network',
    steps: ['pause/the-server-dies-the-address-stays', 'pause/and-when-pause-itself-dies', 'pause/who-clears-up'],
    typed: ['docker kill web_demo', 'ip -n pause_demo -br addr', 'docker kill pause_demo', 'docker kill web_again'],
    checked: ['container', 'bridge', 'cni', 'file', 'output'],
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

const order = ['namespaces', 'veth', 'bridge', 'nat', 'cleanup', 'docker', 'reaching-in', 'cni', 'pause'];

test('the lessons come in their order', () => {
  expect(course?.lessons.map(({ id }) => id).filter((id) => order.includes(id))).toEqual(order);
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
      block.type !== 'console' && block.node.type === 'code'
        ? block.node.value.split('\n').filter((line) => line.length > 76)
        : [],
    ),
  );
  expect(wide).toEqual([]);
});

test.each(order)('%s reads like a lesson', (id) => {
  const lesson = course?.lessons.find((candidate) => candidate.id === id);
  expect(lesson?.steps.length).toBeGreaterThanOrEqual(5);
  expect(lesson?.steps.length).toBeLessThanOrEqual(10);
  expect(lesson?.intro.length).toBeGreaterThan(0);
  for (const step of lesson?.steps ?? []) {
    expect(step.hints.length, `${step.id}: hints`).toBeGreaterThanOrEqual(1);
    expect(step.debrief.length, `${step.id}: debrief`).toBeGreaterThan(0);
  }
});
