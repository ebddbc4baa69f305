import { far, server, type Fault } from './types.ts';

/** Listens in `server` on TCP port 8080, on a socket made so. */
const serves = (socket: string): string =>
  `ip netns exec server perl -MSocket=:all -e '$0="listener"; ${socket}; listen($s,5); alarm 20; sleep' >/dev/null 2>&1 & for i in $(seq 50); do ip netns exec server ss -Htln | grep -q :8080 && break; sleep 0.05; done`;

/** An IPv6 socket; whether it hears IPv6 alone. */
const inet6 = (alone: 0 | 1): string =>
  `socket(my $s,AF_INET6,SOCK_STREAM,0); setsockopt($s,41,26,pack("i",${String(alone)})); bind($s,sockaddr_in6(8080,IN6ADDR_ANY))`;

/** Settings that are seldom made, and that stop packets all the same; whatever is not followed must be said to be so. */
export const settingFaults: readonly Fault[] = [
  {
    name: 'the near end does not ask for addresses',
    script: 'ip -n client link set c0 arp off',
    to: server,
    says: 'stop arp-off at client there',
  },
  {
    name: 'the far end does not answer for its address',
    script: 'ip -n server link set s0 arp off',
    to: server,
    says: 'stop arp-off at server there',
  },
  {
    name: 'a wrong neighbour that is never asked for',
    script: 'ip -n client neigh replace 172.30.0.12 lladdr 02:00:00:00:00:01 dev c0 nud noarp',
    to: server,
    says: 'stop wrong-neighbour at client there',
  },
  {
    name: 'a stale neighbour that is wrong',
    script: 'ip -n client neigh replace 172.30.0.12 lladdr 02:00:00:00:00:01 dev c0 nud stale',
    to: server,
    says: 'stop wrong-neighbour at client there',
  },
  {
    name: 'a stale neighbour that is right',
    script:
      'ip -n client neigh replace 172.30.0.12 lladdr $(ip netns exec server cat /sys/class/net/s0/address) dev c0 nud stale',
    to: server,
    says: 'arrives',
  },
  {
    name: 'a neighbour that has another MAC address since',
    script:
      'ip -n client neigh replace 172.30.0.12 lladdr $(ip netns exec server cat /sys/class/net/s0/address) dev c0 nud stale; ip -n server link set s0 address 02:00:00:00:00:77',
    to: server,
    says: 'stop wrong-neighbour at client there',
  },
  {
    name: 'a MAC address that two have',
    script: 'ip -n client link set c0 address 02:00:00:00:00:77; ip -n server link set s0 address 02:00:00:00:00:77',
    to: server,
    says: 'doubt duplicate-mac at client there',
  },
  {
    name: 'a port that somebody disabled',
    script: 'bridge link set dev ps state 0',
    to: server,
    says: 'stop port-not-forwarding at host there',
  },
  {
    name: 'a port that gets no broadcasts',
    script: 'bridge link set dev ps bcast_flood off',
    to: server,
    says: 'doubt port-settings at host there',
  },
  {
    name: 'ports that are isolated from each other',
    script: 'bridge link set dev ps isolated on; bridge link set dev pc isolated on',
    to: server,
    says: 'stop nobody-answers at client there',
    unmended: true,
  },
  {
    name: 'FORWARD closed, seen by this bridge alone',
    script: 'iptables -P FORWARD DROP; ip link set br0 type bridge nf_call_iptables 1',
    to: server,
    says: 'stop filter-policy at host there',
  },
  {
    name: 'a table of nft for frames at the bridge',
    script: "nft 'add table bridge own; add chain bridge own c { type filter hook forward priority 0; policy drop; }'",
    to: server,
    says: 'doubt nft-rules at host there',
  },
  {
    name: 'a table of nft for ARP',
    script:
      "ip netns exec server nft 'add table arp own; add chain arp own c { type filter hook input priority 0; policy drop; }'",
    to: server,
    says: 'doubt nft-rules at server there',
  },
  {
    name: 'a DROP in a nat chain of nft',
    script:
      "nft 'add table ip own; add chain ip own c { type nat hook prerouting priority -100; }; add rule ip own c drop'",
    to: far,
    says: 'doubt nft-rules at host there',
  },
  {
    name: 'a queue that throws away',
    script: 'ip netns exec server tc qdisc add dev s0 root bfifo limit 1',
    to: server,
    says: 'doubt queue at server back',
  },
  {
    name: 'a TTL that ends at the router',
    script: 'ip netns exec client sysctl -qw net.ipv4.ip_default_ttl=1',
    to: far,
    says: 'stop ttl-over at client there',
  },
  {
    name: 'a TTL of answers that ends at the router',
    script: 'ip netns exec far sysctl -qw net.ipv4.ip_default_ttl=1',
    to: far,
    says: 'stop ttl-over at far back',
  },
  {
    name: 'a route through a nexthop of its own',
    script: 'ip -n client nexthop add id 1 via 172.30.0.99 dev c0; ip -n client route replace default nhid 1',
    to: far,
    says: 'stop nobody-answers at client there',
  },
  {
    name: 'DNAT to a loopback address',
    script:
      'listen server 127.0.0.1 8080; ip netns exec server iptables -t nat -A PREROUTING -p tcp --dport 80 -j DNAT --to-destination 127.0.0.1:8080',
    to: server,
    port: 80,
    says: 'stop loopback-address at server there',
  },
  {
    name: 'listens on IPv6 alone',
    script: serves(inet6(1)),
    to: server,
    port: 8080,
    says: 'stop listens-elsewhere at server there',
    unmended: true,
  },
  {
    name: 'listens on both families',
    script: serves(inet6(0)),
    to: server,
    port: 8080,
    says: 'arrives',
  },
  {
    name: 'listens at another interface',
    script: serves(
      'socket(my $s,AF_INET,SOCK_STREAM,0); setsockopt($s,1,25,"lo"); bind($s,sockaddr_in(8080,INADDR_ANY))',
    ),
    to: server,
    port: 8080,
    says: 'stop listens-elsewhere at server there',
    unmended: true,
  },
  { name: 'what is for no address', script: '', to: '0.0.0.0', says: 'arrives' },
  {
    name: 'an address in a namespace that cannot be found',
    script: hidden('172.30.0.50/24'),
    to: '172.30.0.50',
    says: 'doubt leads-elsewhere at host there',
  },
  {
    name: 'an address in a namespace without a name',
    script: unnamed('172.30.0.50/24'),
    to: '172.30.0.50',
    says: 'arrives',
  },
  {
    name: 'a namespace that ended with what ran in it',
    script: `${unnamed('172.30.0.50/24')}; kill $p; wait $p; for i in $(seq 50); do ip link show u0 || break; sleep 0.05; done`,
    to: '172.30.0.50',
    says: 'stop nobody-answers at client there',
    unmended: true,
  },
];

/** A namespace without a name, on the bridge: `$p` runs in it. */
function unnamed(address: string): string {
  return `unshare -n sleep 20 & p=$!; until [ "$(readlink /proc/$p/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.05; done; ${onBridge('$p', '-t $p -n', address)}`;
}

/** A namespace on the bridge to which neither a name nor a process leads. */
function hidden(address: string): string {
  return `h=$(mktemp); unshare --net=$h true; ${onBridge('$h', '--net=$h', address)}`;
}

function onBridge(netns: string, entered: string, address: string): string {
  return `ip link add u0 type veth peer name u1 netns ${netns}; nsenter ${entered} ip addr add ${address} dev u1; nsenter ${entered} ip link set u1 up; ip link set u0 master br0 up`;
}
