import { load } from './load.mjs';
import { figure, inTurn, median, timed } from './measure.mjs';

const rounds = 15;

/**
 * What a trace costs beyond the packet's own time: with the picture that it is drawn over, among ten namespaces behind a router
 * with rules, which the kernel is asked about too. An answer takes its own time; where none comes, a second is waited for one.
 */
export async function benchTrace() {
  const { startLab } = await load('src/lab/start.ts');
  const { takeWhole } = await load('src/topology/needs.ts');
  const { topologyOf } = await load('src/topology/topology.ts');
  const { traceInWords } = await load('src/trace/ask.ts');
  const { wordsFor } = await load('src/words/index.ts');
  const words = wordsFor();
  const lab = await startLab({ world: 'host' });
  try {
    const script = `sysctl -qw net.ipv4.ip_forward=1; ip link add br0 type bridge; ip addr add 10.0.0.1/16 dev br0; ip link set br0 up
      for i in $(seq 9); do
        ip netns add n$i; ip link add v$i type veth peer name eth0 netns n$i; ip link set v$i master br0 up
        ip -n n$i addr add 10.0.1.$i/16 dev eth0; ip -n n$i link set eth0 up; ip -n n$i route add default via 10.0.0.1
      done
      ip netns add far; ip link add hf type veth peer name f0 netns far; ip addr add 10.9.0.1/24 dev hf; ip link set hf up
      ip -n far addr add 10.9.0.2/24 dev f0; ip -n far link set f0 up
      iptables -t nat -A POSTROUTING -s 10.0.0.0/16 ! -o br0 -j MASQUERADE`;
    const made = await lab.run('controlplane', ['bash', '-ec', script], { timeoutMs: 30_000 });
    if (made.exitCode !== 0) throw new Error(made.stderr);
    const trace = async (asked, type) => {
      const topology = topologyOf(await takeWhole(lab.snapshot, lab.nodes));
      const traced = await traceInWords(topology, asked.split(' '), lab.trace, words);
      if (traced.problem !== undefined || traced.trace.fate.type !== type)
        throw new Error(traced.problem ?? traced.trace.fate.type);
      return traced.trace.sightings.at(-1).afterUs / 1000;
    };
    const beyond = [];
    const own = [];
    for (let round = 0; round <= rounds; round += 1) {
      const { ms, value } = await timed(() => trace('n1 far', 'answered'));
      if (round === 0) continue;
      beyond.push(ms - value);
      own.push(value);
    }
    const ping = ['ip', 'netns', 'exec', 'n1', 'ping', '-qnc1', '10.9.0.2'];
    const [pingMs] = await inTurn(rounds, [() => lab.run('controlplane', ping, { timeoutMs: 5000 })]);
    // Each time somebody else: whom the kernel has asked for in vain it does not ask for at once again.
    let nobody = 0;
    const [silentMs] = await inTurn(3, [() => trace(`n1 10.0.9.${(nobody += 1)}`, 'waits')]);
    const beside = { name: 'ping -c1, run in the lab', value: pingMs, unit: 'ms' };
    return [
      figure("the packet's own time, there and back, as traced", median(own), 'ms', { how: `median of ${rounds}` }),
      figure("trace, beyond the packet's own time", median(beyond), 'ms', {
        target: 300,
        beside,
        how: `median of ${rounds}; with its picture of 11 namespaces, rules asked`,
      }),
      figure('trace of what is not answered, beyond the second that is waited', silentMs - 1000, 'ms', {
        target: 300,
        how: 'median of 3',
      }),
    ];
  } finally {
    await lab.close();
  }
}
