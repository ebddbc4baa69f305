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
printf 'link del %s\n' pc ps hf pd br0 | ip -force -batch -
ip -all netns delete; ip link del u0; ip route flush type unreachable; ip route flush table 100; ip rule flush; ip rule add table main preference 32766; ip neigh flush proxy; ip neigh flush nud permanent
for t in raw mangle nat filter; do printf '*%s\n:%s ACCEPT\nCOMMIT\n' $t OUTPUT; done | iptables-restore
nft flush ruleset
pkill -x listener
sysctl -qw net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0 net.ipv4.ip_forward=0 net.bridge.bridge-nf-call-iptables=0
`;

const wire = `
for n in client server far; do ip netns add $n; done
ip -batch - <<'END'
link set lo up
link add br0 type bridge
addr add 172.30.0.1/24 dev br0
link set br0 up
link add c0 netns client type veth peer name pc
link add s0 netns server type veth peer name ps
link set pc master br0 up
link set ps master br0 up
link add f0 netns far type veth peer name hf
addr add 10.9.0.1/24 dev hf
link set hf up
END
inside() { ip -n $1 -batch - <<END
link set lo up
addr add $3 dev $2
link set $2 up
route add default via $4
END
ip netns exec $1 sysctl -qw net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.$2.rp_filter=0
}
inside client c0 172.30.0.11/24 172.30.0.1
inside server s0 172.30.0.12/24 172.30.0.1
inside far f0 10.9.0.2/24 10.9.0.1
sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.br0.rp_filter=0 net.ipv4.conf.hf.rp_filter=0
`;

/** Listens on TCP in a namespace: `listen NETNS ADDRESS PORT` in a fault's script. */
const listen = `listen() { ip netns exec $1 bash -c 'exec -a listener perl -MIO::Socket::INET -e "\\$0=q(listener);my \\$s=IO::Socket::INET->new(LocalAddr=>q($0),LocalPort=>$1,Listen=>5,ReuseAddr=>1) or die; \\$SIG{ALRM}=sub{exit}; alarm 60; while(1){\\$s->accept}"' $2 $3 >/dev/null 2>&1 </dev/null & for i in $(seq 100); do ip netns exec $1 ss -Htln | grep -q ":$3 " && break; sleep 0.05; done; }
`;

export async function rebuild(lab: Lab, ...faults: readonly string[]): Promise<void> {
  await output(lab, `{ ${unwire} } >/dev/null 2>&1; set -e\n${wire}set +e\n${listen}${faults.join('\n')}\ntrue`);
}

/** A machine that is very busy may leave something unasked (each program has two seconds): then it is asked once more. */
export async function ask(lab: Lab, question: Question): Promise<Explanation> {
  const once = async (): Promise<Explanation> =>
    explain(topologyOf(await takeWhole(lab.snapshot, lab.nodes)), question);
  const found = await once();
  return found.halt?.reason === 'not-asked' ? once() : found;
}

/**
 * Sends a real packet: a ping, or a TCP connection. What is said to arrive is waited for: a neighbour that did not answer the
 * ping before is asked again only a second later (`retrans_time_ms`, arp(7)), and a lost SYN sent again as late. It is also sent
 * a second time: what waits for a neighbour who is asked for the third time in vain is thrown away with what waited before.
 */
export async function arrives(lab: Lab, { from, to, port, size }: Question, said: Explanation): Promise<boolean> {
  if (typeof to !== 'string') throw new Error('a real packet goes to an address');
  const seconds = said.halt === undefined ? 5 : 0.5;
  // Without the headers of IP and ICMP.
  const sized = size === undefined ? '' : `-M do -s ${String(size - 28)}`;
  const probe =
    port === undefined
      ? `ping -nqc1 ${sized} -W${String(seconds)} ${to}`
      : `timeout ${String(seconds)} bash -c 'exec 3<>/dev/tcp/${to}/${String(port)}'`;
  const command = `${within(from)}${probe} >/dev/null 2>&1`;
  const result = await bash(lab, said.halt === undefined ? `${command} || ${command}` : command);
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
