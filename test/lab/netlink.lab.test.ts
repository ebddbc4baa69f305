import { afterAll, beforeAll, describe, expect, vi } from 'vitest';
import type { Link, NetnsFacts } from '../../src/check/netns-facts.ts';
import type { NetnsPart } from '../../src/check/snapshot.ts';
import { asker } from '../../src/lab/facts/ask.ts';
import { collect } from '../../src/lab/facts/collect.ts';
import { Memory } from '../../src/lab/facts/memory.ts';
import { netnsFile } from '../../src/lab/facts/namespaces.ts';
import { askPart } from '../../src/lab/facts/parts.ts';
import { factsFrom, readingFor } from '../../src/lab/facts/readings.ts';
import { askSysctl } from '../../src/lab/facts/sysctl.ts';
import { readNamespaces } from '../../src/lab/netlink/read.ts';
import { startBareLab, type BareLab } from './facts-lab.ts';
import { labTest } from './labs.ts';

const node = 'controlplane';
const names = ['', 'client', 'server', 'empty'];
const parts: readonly NetnsPart[] = ['links', 'routes', 'lookups', 'neighbours', 'fdb', 'sockets', 'rules'];
const keys = ['net.ipv4.ip_forward', 'net/ipv4/conf/eth0.5/rp_filter', 'net.ipv4.no_such_key'];

/** Something of everything that a lesson can come by. */
const network = `
  for n in client server empty; do ip netns add $n; done
  ip link add br0 type bridge vlan_filtering 1 2>/dev/null || ip link add br0 type bridge; ip address add 172.30.0.1/24 dev br0; ip link set br0 up
  ip link add pc type veth peer name eth0 netns client; ip link add ps type veth peer name eth0 netns server
  ip link set pc master br0 up; ip link set ps master br0 up; bridge link set dev ps isolated on hairpin on learning off
  bridge fdb add 02:00:00:00:00:09 dev ps master static; bridge fdb append 02:00:00:00:00:0a dev ps self permanent
  ip link add d0 type dummy; ip address add 10.1.2.3/32 dev d0; ip link set d0 up mtu 1400
  ip link add same0 type veth peer name same1
  ip link add vx0 type vxlan id 42 dstport 4789 dev d0; ip link add tun0 type ipip local 10.1.2.3 remote 10.9.9.9 2>/dev/null
  ip -n client link add link eth0 name eth0.5 type vlan id 5 2>/dev/null
  ip -n client link add link eth0 name mv0 type macvlan mode bridge 2>/dev/null
  for n in client server; do ip -n $n link set lo up; ip -n $n link set eth0 up; done
  ip -n client address add 172.30.0.11/24 dev eth0; ip -n server address add 172.30.0.12/24 dev eth0
  ip -n server address add 192.0.2.1 peer 192.0.2.2/32 dev eth0; ip -n client address add 2001:db8::1/64 dev eth0 nodad
  ip -n client route add default via 172.30.0.1 metric 100; ip -n client route add 10.5.0.0/16 via 172.30.0.1 src 172.30.0.11 mtu 1300
  ip -n client route add 10.6.0.0/16 nexthop via 172.30.0.1 weight 1 nexthop via 172.30.0.12 weight 2
  ip -n client route add blackhole 10.7.0.0/16; ip -n client route add unreachable 10.8.0.0/16 table 100 proto static
  ip -n client route add 10.9.0.0/16 via inet6 2001:db8::2 dev eth0; ip -n client -6 route add default via 2001:db8::2 metric 7
  ip -n client -6 route add prohibit 2001:db8:9::/48; ip -n client route add throw 10.10.0.0/16 table 7 proto 77 scope link
  ip -n client rule add from 10.0.0.0/8 to 10.1.0.0/16 table 100 preference 50; ip -n client rule add fwmark 7 table 100
  ip -n client rule add iif eth0 blackhole; ip -n client rule add not to 10.3.0.0/16 lookup 7; ip -n client rule add goto 32766 preference 9
  ip -n client rule add table main suppress_prefixlength 0 preference 8; ip -n client rule add tos 16 table 7
  ip -n client neighbour add 172.30.0.77 lladdr 02:00:00:00:00:77 dev eth0 nud permanent
  ip -n client neighbour add 172.30.0.78 lladdr 02:00:00:00:00:78 dev eth0 nud stale
  ip -n client -6 neighbour add 2001:db8::5 lladdr 02:00:00:00:00:05 dev eth0 nud reachable
  ip -n client neighbour add proxy 172.30.0.80 dev eth0; ip -n client neighbour add 172.30.0.79 dev eth0 nud noarp
  iptables -t nat -A POSTROUTING -s 172.30.0.0/24 -j MASQUERADE; ip6tables -P INPUT DROP
  ip netns exec server nft 'add table inet own; add chain inet own c { type filter hook input priority 0; policy drop; }'
  sysctl -qw net.ipv4.ip_forward=1
`;

const listeners = `for spec in '0.0.0.0 80' '127.0.0.1 81' ':: 82' '::1 83'; do set -- $spec
  perl -MSocket=:all -e 'my $six = $ARGV[0] =~ /:/; socket(my $s, $six ? AF_INET6 : AF_INET, SOCK_STREAM, 0);
    setsockopt($s, 41, 26, $ARGV[1] == 82 ? 0 : 1) if $six;
    bind($s, $six ? pack_sockaddr_in6($ARGV[1], inet_pton(AF_INET6, $ARGV[0])) : pack_sockaddr_in($ARGV[1], inet_aton($ARGV[0]))) or die; listen($s, 5);
    socket(my $u, $six ? AF_INET6 : AF_INET, SOCK_DGRAM, 0); setsockopt($u, 41, 26, 1) if $six;
    bind($u, $six ? pack_sockaddr_in6($ARGV[1], inet_pton(AF_INET6, $ARGV[0])) : pack_sockaddr_in($ARGV[1], inet_aton($ARGV[0]))) or die;
    kill STOP => $$' "$@" </dev/null >/dev/null 2>&1 &
done; for i in $(seq 200); do [ "$(ss -Htuln | wc -l)" = 8 ] && exit 0; sleep 0.05; done; exit 1`;

let lab: BareLab;
beforeAll(async () => {
  lab = await startBareLab();
  await lab.inside(`set +e; ${network} true`);
  await lab.inside(listeners);
});
afterAll(() => lab.close());

/** What the programs' reading leaves out: a link's switches, a route's MTU, an entry's VLAN, and names of namespaces. */
const more = new Set(['switches', 'mtu', 'vlan', 'peerNetns']);
const without = (value: object): object => Object.fromEntries(Object.entries(value).filter(([key]) => !more.has(key)));

/** What both ways tell. Of a kind's own data netlink's keeps what is judged; the order of entries and of keys is no fact. */
function common(facts: NetnsFacts): unknown {
  const { links, routes, fdb, sockets, cache: _cache, ...rest } = facts;
  const only = (names: readonly string[], data: Readonly<Record<string, unknown>> = {}): object =>
    Object.fromEntries(names.map((key) => [key, data[key]]));
  const plain = (link: Link): object => ({
    ...without(link),
    mtu: link.mtu,
    details: only(['stp_state', 'vlan_filtering', 'id'], link.details),
    port: only(['state', 'hairpin', 'isolated', 'learning', 'flood', 'locked'], link.port),
  });
  const sorted = (found: NetnsFacts['fdb'] | NetnsFacts['sockets']): unknown =>
    found?.state === 'found'
      ? found.value.map((each) => JSON.stringify(Object.entries(without(each)).map(String).toSorted())).toSorted()
      : found;
  return {
    ...rest,
    links: links?.state === 'found' ? links.value.map(plain) : links,
    routes: routes?.state === 'found' ? routes.value.map(without) : routes,
    fdb: sorted(fdb),
    sockets: sorted(sockets),
  };
}

const needsOf = (netns: string) => [
  ...parts.map((what) => ({ what, node, netns }) as const),
  ...keys.map((key) => ({ what: 'sysctl', node, netns, key }) as const),
];

describe('what is read over netlink', () => {
  labTest('is what the machine’s own programs print', () =>
    // The kernel goes on by itself (IPv6 looks for duplicates of its addresses): what is asked one after the other may differ.
    vi.waitFor(
      async () => {
        const ask = asker(lab.target);
        const { nodes } = await collect(lab.target, names.flatMap(needsOf), lab.runInLab);
        for (const name of names) {
          const read = nodes[node]?.netns.find((each) => each.name === name);
          if (read === undefined) throw new Error(`no ${name}`);
          const printed = await Promise.all(parts.map((part) => askPart(ask(node, name), part)));
          const sysctls = await Promise.all(
            keys.map(async (key) => [key, await askSysctl(ask(node, name), key)] as const),
          );
          const all = {
            name,
            inode: read.inode,
            ...Object.assign({}, ...printed),
            sysctls: Object.fromEntries(sysctls),
          };
          expect(common(read)).toEqual(common(all as NetnsFacts));
          expect(JSON.stringify(all)).not.toContain('"state":"error"');
        }
        const client = nodes[node]?.netns.find(({ name }) => name === 'client');
        expect(client?.routes).toMatchObject({
          value: expect.arrayContaining([expect.objectContaining({ mtu: 1300 })]),
        });
        expect(JSON.stringify(client?.links)).toContain('"rp_filter"');
      },
      { timeout: 40_000, interval: 500 },
    ),
  );

  labTest('is all of it, in one process for all namespaces', async () => {
    const ask = asker(lab.target)(node, '');
    let programs = 0;
    const readings = names.map((name) => readingFor(netnsFile(lab.pid, name) ?? '', needsOf(name)));
    const answers = await readNamespaces((argv, options) => {
      programs += 1;
      return ask(argv, options);
    }, readings);
    expect(programs).toBe(1);
    const open = names.flatMap((name, index) => {
      const read = factsFrom(answers[index], new Memory());
      return needsOf(name)
        .filter((need) => read(need) === undefined)
        .map((need) => `${name} ${need.what}`);
    });
    // Only where there are tables, whose rules are read by the programs that made them.
    expect(open).toEqual([' rules', 'server rules']);
  });
});

describe('what is remembered', () => {
  labTest('is asked again when a rule has changed, also in another namespace of the same name', async () => {
    const memory = new Memory();
    const policy = async (): Promise<unknown> => {
      const need = [{ what: 'rules', node, netns: 'empty' } as const];
      const { nodes } = await collect(lab.target, need, lab.runInLab, undefined, memory);
      const rules = nodes[node]?.netns.find(({ name }) => name === 'empty')?.rules;
      return rules?.state === 'found' ? rules.value.chains.filter(({ policy: each }) => each === 'DROP') : rules;
    };
    const inEmpty = (words: string): Promise<string> => lab.inside(`ip netns exec empty iptables ${words}`);
    expect(await policy()).toEqual([]);
    await inEmpty('-P INPUT DROP');
    expect(await policy()).toEqual([{ table: 'filter', chain: 'INPUT', policy: 'DROP' }]);
    expect(await policy()).toEqual([{ table: 'filter', chain: 'INPUT', policy: 'DROP' }]);
    await inEmpty('-P INPUT ACCEPT');
    expect(await policy()).toEqual([]);
    await lab.inside('ip netns delete empty; ip netns add empty');
    await inEmpty('-P FORWARD DROP');
    expect(await policy()).toEqual([{ table: 'filter', chain: 'FORWARD', policy: 'DROP' }]);
  });

  labTest('names the namespace that has an id now', async () => {
    const memory = new Memory();
    const peerOf = async (): Promise<unknown> => {
      const need = names.map((netns) => ({ what: 'links', node, netns }) as const);
      const { nodes } = await collect(lab.target, need, lab.runInLab, undefined, memory);
      const links = nodes[node]?.netns.find(({ name }) => name === '')?.links;
      return links?.state === 'found' ? links.value.find(({ name }) => name === 'w0')?.peerNetns : links;
    };
    await lab.inside('ip link add w0 type veth peer name w1 netns empty');
    expect(await peerOf()).toBe('empty');
    expect(await peerOf()).toBe('empty');
    // The kernel takes the cable away some time after the namespace (cleanup_net()).
    await lab.inside('ip netns delete empty; while ip link show w0 2> /dev/null; do sleep 0.02; done');
    await lab.inside('ip netns add empty; ip link add w0 type veth peer name w1 netns server');
    expect(await peerOf()).toBe('server');
    await lab.inside('ip -n server link set w1 netns client');
    expect(await peerOf()).toBe('client');
  });
});
