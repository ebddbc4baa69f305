import type { At } from '../../src/check/facts.ts';
import { inNetns } from '../../src/check/facts.ts';
import { explain } from '../../src/topology/explain/explain.ts';
import type { Explanation, Question } from '../../src/topology/explain/types.ts';
import { takeWhole } from '../../src/topology/needs.ts';
import { topologyOf } from '../../src/topology/topology.ts';
import type { Lab } from '../../src/lab/types.ts';
import { bash, output } from '../lab/labs.ts';

/** A bridge with two namespaces, a third behind a router's other interface: what is wired, bridged and routed in a lab. */
const unwire = `
for l in pc ps hf pd br0; do ip link del $l; done; ip -all netns delete
ip route flush type unreachable; ip neigh flush nud permanent
for t in raw mangle nat filter; do iptables -t $t -F; iptables -t $t -X; done
iptables -P FORWARD ACCEPT; iptables -P INPUT ACCEPT; iptables -P OUTPUT ACCEPT
nft delete table inet own
pkill -x listener
sysctl -qw net.ipv4.conf.all.rp_filter=0 net.ipv4.ip_forward=0 net.bridge.bridge-nf-call-iptables=0
`;

const wire = `
for n in client server far; do ip netns add $n; ip -n $n link set lo up; done
ip link set lo up
ip link add br0 type bridge; ip addr add 172.30.0.1/24 dev br0; ip link set br0 up
ip link add c0 netns client type veth peer name pc; ip link add s0 netns server type veth peer name ps
ip link set pc master br0 up; ip link set ps master br0 up
ip link add f0 netns far type veth peer name hf; ip addr add 10.9.0.1/24 dev hf; ip link set hf up
ip -n client addr add 172.30.0.11/24 dev c0; ip -n client link set c0 up; ip -n client route add default via 172.30.0.1
ip -n server addr add 172.30.0.12/24 dev s0; ip -n server link set s0 up; ip -n server route add default via 172.30.0.1
ip -n far addr add 10.9.0.2/24 dev f0; ip -n far link set f0 up; ip -n far route add default via 10.9.0.1
sysctl -qw net.ipv4.ip_forward=1
for n in client server far; do for d in all default c0 s0 f0; do ip netns exec $n sysctl -qw net.ipv4.conf.$d.rp_filter=0 || true; done; done
for d in all default br0 hf pc ps; do sysctl -qw net.ipv4.conf.$d.rp_filter=0; done
`;

/** Listens on TCP in a namespace: `listen NETNS ADDRESS PORT` in a fault's script. */
const listen = `listen() { ip netns exec $1 bash -c 'exec -a listener perl -MIO::Socket::INET -e "\\$0=q(listener);my \\$s=IO::Socket::INET->new(LocalAddr=>q($0),LocalPort=>$1,Listen=>5,ReuseAddr=>1) or die; \\$SIG{ALRM}=sub{exit}; alarm 20; while(1){\\$s->accept}"' $2 $3 >/dev/null 2>&1 </dev/null & for i in 1 2 3 4 5 6 7 8 9 10; do ip netns exec $1 ss -Htln | grep -q ":$3 " && break; sleep 0.05; done; }
`;

export async function rebuild(lab: Lab, ...faults: readonly string[]): Promise<void> {
  await output(lab, `{ ${unwire} } >/dev/null 2>&1; set -e\n${wire}set +e\n${listen}${faults.join('\n')}\ntrue`);
}

export async function ask(lab: Lab, question: Question): Promise<Explanation> {
  return explain(topologyOf(await takeWhole(lab.snapshot, lab.nodes)), question);
}

/** Sends a real packet: a ping, or a TCP connection. */
export async function arrives(lab: Lab, { from, to, port }: Question): Promise<boolean> {
  if (typeof to !== 'string') throw new Error('a real packet goes to an address');
  const probe =
    port === undefined ? `ping -nqc1 -W0.4 ${to}` : `timeout 0.5 bash -c 'exec 3<>/dev/tcp/${to}/${String(port)}'`;
  const result = await bash(lab, `${within(from)}${probe} >/dev/null 2>&1`);
  return result.exitCode === 0;
}

const within = ({ netns }: At): string => (netns === '' ? '' : `ip netns exec ${netns} `);

/** Types the commands that an explanation proposes. */
export async function mend(lab: Lab, { halt }: Explanation): Promise<boolean> {
  if (halt?.halt !== 'stop' || halt.mends.length === 0) return false;
  for (const { at, command } of halt.mends) await bash(lab, inNetns(at, command));
  return true;
}

export const shown = ({ halt }: Explanation): string =>
  halt === undefined ? 'arrives' : `${halt.halt} ${halt.reason} at ${halt.at.netns || 'host'} ${halt.way}`;
