import { load } from './load.mjs';
import { figure, inTurn, median, run, timed } from './measure.mjs';

/** As many as a lab can have, beside its own. */
const mostInOne = 120;

/**
 * What a whole picture costs: namespaces each on a cable to one bridge, with addresses and a default route, asked for all that a
 * drawing and `explain` read. More than a lab can hold are asked of several labs, one after the other.
 */
export async function benchSnapshot() {
  const { startLab } = await load('src/lab/start.ts');
  const { takeWhole } = await load('src/topology/needs.ts');
  const { topologyOf } = await load('src/topology/topology.ts');
  const { explain } = await load('src/topology/explain/explain.ts');
  const labs = [];
  const labWith = async (count) => {
    const lab = await startLab({ world: 'host' });
    labs.push(lab);
    const script = `sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1; ip link add br0 type bridge; ip addr add 10.0.0.1/16 dev br0; ip link set br0 up
      for i in $(seq ${count}); do
        ip netns add n$i; ip netns exec n$i sysctl -qw net.ipv6.conf.default.disable_ipv6=1; ip link add v$i type veth peer name eth0 netns n$i; ip link set v$i master br0 up
        ip -n n$i addr add 10.0.1.$i/16 dev eth0; ip -n n$i link set lo up; ip -n n$i link set eth0 up
        ip -n n$i route add default via 10.0.0.1
      done
      iptables -t nat -A POSTROUTING -s 10.0.0.0/16 ! -o br0 -j MASQUERADE`;
    const { exitCode, stderr } = await lab.run('controlplane', ['bash', '-ec', script], { timeoutMs: 60_000 });
    if (exitCode !== 0) throw new Error(stderr);
    return lab;
  };
  const look = async (lab) => {
    const snapshot = await takeWhole(lab.snapshot, lab.nodes);
    const broken = JSON.stringify(snapshot.nodes).match(/"state":"error".{0,80}/);
    if (broken) throw new Error(broken[0]);
    return topologyOf(snapshot);
  };
  try {
    const [ten, hundred] = [await labWith(10), await labWith(100)];
    const from = { node: 'controlplane', netns: 'n1' };
    const why = async (lab, to) => {
      const { halt } = explain(await look(lab), { from, to });
      if (halt) throw new Error(`${halt.reason} at ${halt.at.netns}`);
    };
    const [tenMs, hundredMs, explainMs, bareMs] = await inTurn(30, [
      () => look(ten),
      () => look(hundred),
      () => why(ten, '10.0.1.7'),
      () => run('ip', ['-j', 'address']),
    ]);
    const topology = await look(ten);
    const [aloneMs] = await inTurn(30, [async () => explain(topology, { from, to: '10.0.1.7' })]);
    while (labs.length < 9) await labWith(mostInOne + 5);
    const thousand = [];
    for (let round = 0; round < 5; round += 1) {
      const { ms } = await timed(async () => {
        for (const lab of labs.slice(1)) await look(lab);
      });
      thousand.push(ms);
    }
    return [
      figure('a picture of 10 namespaces', tenMs, 'ms', {
        target: 30,
        beside: { name: 'ip -j address', value: bareMs, unit: 'ms' },
        how: 'median of 30; a cable each, one bridge, NAT',
      }),
      figure('a picture of 100 namespaces', hundredMs, 'ms', { target: 300, how: 'median of 30' }),
      figure('a picture of 975 namespaces', median(thousand), 'ms', {
        target: 3000,
        how: 'median of 5; in eight labs one after the other, as one holds 127 at most',
      }),
      figure('explain among 10 namespaces, with its picture', explainMs, 'ms', { target: 100, how: 'median of 30' }),
      figure('explain, the picture being there', aloneMs, 'ms', { how: 'median of 30' }),
    ];
  } finally {
    for (const lab of labs) await lab.close();
  }
}
