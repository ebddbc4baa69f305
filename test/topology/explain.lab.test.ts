import { beforeAll, describe, expect } from 'vitest';
import type { Question } from '../../src/topology/explain/types.ts';
import type { Lab } from '../../src/lab/types.ts';
import { labTest, openLab } from '../lab/labs.ts';
import { arrives, ask, mend, rebuild, shown } from './small-net.ts';

interface Fault {
  readonly name: string;
  readonly script: string;
  readonly to: string;
  readonly from?: string;
  readonly port?: number;
  readonly size?: number;
  /** `REASON at NAMESPACE WAY`, or `arrives`. */
  readonly says: string;
  /** No command can mend it that does not do the learner's own work. */
  readonly unmended?: true;
  /** What comes to light when the first has been mended. */
  readonly revealed?: string;
}

const server = '172.30.0.12';
const far = '10.9.0.2';

const faults: readonly Fault[] = [
  { name: 'nothing, on the bridge', script: '', to: server, says: 'arrives' },
  { name: 'nothing, through the router', script: '', to: far, says: 'arrives' },
  { name: 'nothing, from the host', from: '', script: '', to: far, says: 'arrives' },
  { name: 'nothing, to itself', script: '', to: '172.30.0.11', says: 'arrives' },
  {
    name: 'the near end down',
    script: 'ip -n client link set c0 down',
    to: server,
    says: 'stop link-down at client there',
  },
  {
    name: 'the far end down',
    script: 'ip -n server link set s0 down',
    to: server,
    says: 'stop link-down at server there',
  },
  { name: 'the near port down', script: 'ip link set pc down', to: server, says: 'stop link-down at host there' },
  { name: 'the far port down', script: 'ip link set ps down', to: server, says: 'stop link-down at host there' },
  { name: 'the bridge down', script: 'ip link set br0 down', to: server, says: 'stop link-down at host there' },
  { name: 'the router’s cable down', script: 'ip link set hf down', to: far, says: 'stop link-down at host there' },
  {
    name: 'loopback down',
    script: 'ip -n client link set lo down',
    to: '172.30.0.11',
    says: 'stop loopback-down at client there',
  },
  { name: 'a port not enslaved', script: 'ip link set ps nomaster', to: server, says: 'stop not-a-port at host there' },
  {
    name: 'the near port not enslaved',
    script: 'ip link set pc nomaster',
    to: server,
    says: 'stop not-a-port at host there',
  },
  {
    name: 'the address on the port',
    from: '',
    script: 'ip addr add 172.31.0.1/24 dev ps; ip -n server addr add 172.31.0.2/24 dev s0',
    to: '172.31.0.2',
    says: 'stop address-on-port at host there',
  },
  { name: 'no address', script: 'ip -n client addr flush dev c0', to: server, says: 'stop no-address at client there' },
  {
    name: 'nobody has the address',
    script: 'ip -n server addr flush dev s0',
    to: server,
    says: 'stop nobody-answers at client there',
    unmended: true,
  },
  {
    name: 'a prefix too long',
    script: 'ip -n client addr flush dev c0; ip -n client addr add 172.30.0.11/32 dev c0',
    to: server,
    says: 'stop wrong-prefix at client there',
  },
  {
    name: 'a prefix too long at the far end',
    script: 'ip -n server addr flush dev s0; ip -n server addr add 172.30.0.12/32 dev s0',
    to: server,
    says: 'stop wrong-prefix at server back',
  },
  { name: 'no route', script: 'ip -n client route del default', to: far, says: 'stop no-route at client there' },
  { name: 'no way back', script: 'ip -n far route del default', to: far, says: 'stop no-route at far back' },
  {
    name: 'a wrong gateway',
    script: 'ip -n client route replace default via 172.30.0.99',
    to: far,
    says: 'stop nobody-answers at client there',
  },
  {
    name: 'a gateway that does not forward',
    script: 'ip -n client route replace default via 172.30.0.12',
    to: far,
    says: 'stop forwarding-off at server there',
  },
  {
    name: 'a route in another table',
    script: 'ip -n client route del default; ip -n client route add default via 172.30.0.1 table 100',
    to: far,
    says: 'stop wrong-table at client there',
  },
  {
    name: 'a rule for another table',
    script:
      'ip -n client route del default; ip -n client route add default via 172.30.0.1 table 100; ip -n client rule add to 10.9.0.0/24 table 100',
    to: far,
    says: 'arrives',
  },
  {
    name: 'a rule for another source, and one for a mark',
    script:
      'ip -n client route add blackhole default table 100; ip -n client rule add from 10.77.0.0/16 table 100; ip -n client rule add fwmark 7 table 100',
    to: far,
    says: 'arrives',
  },
  {
    name: 'a rule on the router that leads to the wrong table',
    script: 'ip route add unreachable default table 100; ip rule add from 172.30.0.0/24 iif br0 table 100',
    to: far,
    says: 'stop route-refuses at host there',
  },
  {
    name: 'a rule that refuses',
    script: 'ip rule add from 172.30.0.11 to 10.9.0.0/24 prohibit preference 50',
    to: far,
    says: 'stop rule-refuses at host there',
  },
  {
    name: 'a rule for answers',
    script: 'ip -n far route add blackhole default table 9; ip -n far rule add from 10.9.0.2 table 9',
    to: far,
    says: 'stop route-refuses at far back',
  },
  {
    name: 'a rule for a port',
    script: 'ip -n client route add blackhole default table 9; ip -n client rule add ipproto tcp dport 80 table 9',
    to: far,
    says: 'doubt policy-routing at client there',
  },
  {
    name: 'a rule for what is not sent elsewhere',
    script: 'ip route add blackhole default table 100; ip rule add not to 10.0.0.0/8 table 100',
    to: far,
    says: 'stop route-refuses at host back',
  },
  {
    name: 'a blackhole',
    script: 'ip -n client route add blackhole 10.9.0.0/24',
    to: far,
    says: 'stop route-refuses at client there',
  },
  {
    name: 'an unreachable route on the router',
    script: 'ip route add unreachable 10.9.0.2',
    to: far,
    says: 'stop route-refuses at host there',
  },
  {
    name: 'no forwarding',
    script: 'sysctl -qw net.ipv4.ip_forward=0',
    to: far,
    says: 'stop forwarding-off at host there',
  },
  {
    name: 'no forwarding on one interface',
    script: 'sysctl -qw net.ipv4.conf.br0.forwarding=0',
    to: far,
    says: 'stop forwarding-off at host there',
  },
  {
    name: 'a strict reverse path',
    script: 'ip route add 172.30.0.11/32 dev hf; sysctl -qw net.ipv4.conf.br0.rp_filter=1',
    to: far,
    says: 'stop reverse-path at host there',
    revealed: 'stop nobody-answers at host back, unanswered',
  },
  { name: 'FORWARD closed', script: 'iptables -P FORWARD DROP', to: far, says: 'stop filter-policy at host there' },
  { name: 'FORWARD closed beside a bridge', script: 'iptables -P FORWARD DROP', to: server, says: 'arrives' },
  {
    name: 'FORWARD closed, seen by the bridge',
    script: 'iptables -P FORWARD DROP; sysctl -qw net.bridge.bridge-nf-call-iptables=1',
    to: server,
    says: 'stop filter-policy at host there',
  },
  {
    name: 'FORWARD open for one way',
    script: 'iptables -P FORWARD DROP; iptables -A FORWARD -i br0 -j ACCEPT',
    to: far,
    says: 'stop filter-policy at host back',
  },
  {
    name: 'FORWARD open for answers',
    script:
      'iptables -P FORWARD DROP; iptables -A FORWARD -i br0 -j ACCEPT; iptables -A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
    to: far,
    says: 'arrives',
  },
  {
    name: 'a DROP in raw',
    script: 'iptables -t raw -A PREROUTING -s 172.30.0.11 -j DROP',
    to: far,
    says: 'stop filter-rule at host there',
  },
  {
    name: 'a DROP in mangle',
    script: 'iptables -t mangle -A POSTROUTING -d 10.9.0.0/24 -j DROP',
    to: far,
    says: 'stop filter-rule at host there',
  },
  {
    name: 'a DROP for pings alone',
    script: 'ip netns exec far iptables -A INPUT -p icmp --icmp-type echo-request -j DROP',
    to: far,
    says: 'stop filter-rule at far there',
  },
  {
    name: 'a DROP for another',
    script: 'ip netns exec far iptables -A INPUT -s 10.0.0.0/24 -j DROP',
    to: far,
    says: 'arrives',
  },
  {
    name: 'a REJECT in a chain of one’s own',
    script: 'iptables -N no; iptables -A no -j REJECT; iptables -A FORWARD -i br0 -o hf -j no',
    to: far,
    says: 'stop filter-rule at host there',
  },
  {
    name: 'OUTPUT closed',
    script: 'ip netns exec client iptables -P OUTPUT DROP',
    to: far,
    says: 'stop filter-policy at client there',
  },
  {
    name: 'a DROP of answers',
    script: 'ip netns exec client iptables -A INPUT -p icmp --icmp-type echo-reply -j DROP',
    to: far,
    says: 'stop filter-rule at client back',
  },
  {
    name: 'a rule by limit',
    script: 'iptables -P FORWARD DROP; iptables -A FORWARD -m limit --limit 1/s -j ACCEPT',
    to: far,
    says: 'doubt filter-match at host there',
  },
  {
    name: 'a table of nft',
    script: "nft 'add table inet own; add chain inet own c { type filter hook forward priority 0; policy drop; }'",
    to: far,
    says: 'doubt nft-rules at host there',
  },
  {
    name: 'a static wrong neighbour',
    script: 'ip -n client neigh replace 172.30.0.12 lladdr 02:00:00:00:00:01 dev c0 nud permanent',
    to: server,
    says: 'stop wrong-neighbour at client there',
  },
  {
    name: 'the router’s wrong neighbour',
    script: 'ip neigh replace 10.9.0.2 lladdr 02:00:00:00:00:01 dev hf nud permanent',
    to: far,
    says: 'stop wrong-neighbour at host there',
  },
  {
    name: 'a duplicate address',
    script:
      'ip -n far link add d0 type veth peer name pd netns 1; ip link set pd master br0 up; ip -n far link set d0 up; ip -n far addr add 172.30.0.12/24 dev d0',
    to: server,
    says: 'doubt duplicate-address at client there',
  },
  {
    name: 'a router that answers for what is beyond',
    script:
      'ip -n client route add 10.9.0.0/24 dev c0; ip -n client route del default; sysctl -qw net.ipv4.conf.br0.proxy_arp=1',
    to: far,
    says: 'arrives',
  },
  {
    name: 'a router that does not answer for what is beyond',
    script: 'ip -n client route add 10.9.0.0/24 dev c0; ip -n client route del default',
    to: far,
    says: 'stop nobody-answers at client there',
    unmended: true,
  },
  {
    name: 'a router with an entry for what is beyond',
    script:
      'ip -n client route add 10.9.0.0/24 dev c0; ip -n client route del default; ip neigh add proxy 10.9.0.2 dev br0',
    to: far,
    says: 'arrives',
  },
  {
    name: 'a forwarding entry for the wrong port',
    script:
      'mac=$(ip netns exec server cat /sys/class/net/s0/address); bridge fdb replace $mac dev pc master static sticky',
    to: server,
    says: 'stop wrong-fdb at host there',
  },
  {
    name: 'a forwarding entry of the sender for the wrong port',
    script:
      'mac=$(ip netns exec client cat /sys/class/net/c0/address); bridge fdb replace $mac dev ps master static sticky',
    to: server,
    says: 'stop wrong-fdb at host there',
  },
  {
    name: 'a forwarding entry for the wrong port that is learned anew',
    script: 'mac=$(ip netns exec server cat /sys/class/net/s0/address); bridge fdb replace $mac dev pc master static',
    to: server,
    says: 'arrives',
  },
  {
    name: 'a MAC address that the bridge takes for its own',
    script:
      'mac=$(ip netns exec server cat /sys/class/net/s0/address); bridge fdb replace $mac dev pc master permanent',
    to: server,
    says: 'stop wrong-fdb at host there',
  },
  {
    name: 'a forwarding entry for the right port',
    script: 'mac=$(ip netns exec server cat /sys/class/net/s0/address); bridge fdb replace $mac dev ps master static',
    to: server,
    says: 'arrives',
  },
  {
    name: 'a packet too big for the sender',
    script: 'ip -n client link set c0 mtu 1400',
    to: far,
    size: 1500,
    says: 'stop too-big at client there',
  },
  {
    name: 'a packet too big for the router',
    script: 'ip link set hf mtu 1400',
    to: far,
    size: 1500,
    says: 'stop too-big at host there',
  },
  {
    name: 'a packet too big for the far end',
    script: 'ip -n server link set s0 mtu 1300',
    to: server,
    size: 1500,
    says: 'stop too-big at server there',
  },
  {
    name: 'a packet too big for a port',
    script: 'ip link set ps mtu 1300; ip link set br0 mtu 1500',
    to: server,
    size: 1500,
    says: 'stop too-big at host there',
  },
  {
    name: 'a packet too big for a route',
    script: 'ip route replace 10.9.0.0/24 dev hf mtu lock 1300',
    to: far,
    size: 1400,
    says: 'stop too-big at host there',
    unmended: true,
  },
  {
    name: 'an answer that goes in pieces',
    script: 'ip -n far route replace default via 10.9.0.1 mtu lock 1300',
    to: far,
    size: 1500,
    says: 'arrives',
  },
  { name: 'a packet that just fits', script: 'ip link set hf mtu 1400', to: far, size: 1400, says: 'arrives' },
  {
    name: 'a cable in the wrong namespace',
    script: 'ip -n server link set s0 netns far; ip -n far link set s0 up',
    to: server,
    says: 'stop nobody-answers at client there',
    unmended: true,
  },
  { name: 'an IPv6 address', script: '', to: '2001:db8::1', says: 'doubt ipv6 at client there' },
  {
    name: 'echo requests ignored',
    script: 'ip netns exec server sysctl -qw net.ipv4.icmp_echo_ignore_all=1',
    to: server,
    says: 'stop echo-ignored at server there',
  },
  {
    name: 'MASQUERADE in place of a way back',
    script: 'ip -n far route del default; iptables -t nat -A POSTROUTING -s 172.30.0.0/24 ! -o br0 -j MASQUERADE',
    to: far,
    says: 'arrives',
  },
  {
    name: 'MASQUERADE for another network',
    script: 'ip -n far route del default; iptables -t nat -A POSTROUTING -s 172.31.0.0/24 ! -o br0 -j MASQUERADE',
    to: far,
    says: 'stop no-route at far back',
  },
  {
    name: 'nothing listens',
    script: '',
    to: server,
    port: 8080,
    says: 'stop nothing-listens at server there',
    unmended: true,
  },
  { name: 'listens', script: 'listen server 0.0.0.0 8080', to: server, port: 8080, says: 'arrives' },
  {
    name: 'listens on loopback alone',
    script: 'listen server 127.0.0.1 8080',
    to: server,
    port: 8080,
    says: 'stop listens-elsewhere at server there',
    unmended: true,
  },
  {
    name: 'DNAT to a server',
    from: 'far',
    script:
      'listen server 0.0.0.0 8080; iptables -t nat -A PREROUTING -p tcp --dport 80 -j DNAT --to-destination 172.30.0.12:8080',
    to: '10.9.0.1',
    port: 80,
    says: 'arrives',
  },
  {
    name: 'DNAT with FORWARD closed',
    from: 'far',
    script:
      'listen server 0.0.0.0 8080; iptables -P FORWARD DROP; iptables -t nat -A PREROUTING -p tcp --dport 80 -j DNAT --to-destination 172.30.0.12:8080',
    to: '10.9.0.1',
    port: 80,
    says: 'stop filter-policy at host there',
  },
  {
    name: 'DNAT to a dead host',
    from: 'far',
    script: 'iptables -t nat -A PREROUTING -p tcp --dport 80 -j DNAT --to-destination 172.30.0.77:8080',
    to: '10.9.0.1',
    port: 80,
    says: 'stop nobody-answers at host there',
    unmended: true,
  },
];

const labs: Lab[] = [];
const parallel = 3;

const questionOf = ({ from = 'client', to, port, size }: Fault): Question => ({
  from: { node: 'controlplane', netns: from },
  to,
  ...(port === undefined ? {} : { port }),
  ...(size === undefined ? {} : { size }),
});

/** What was found, beside what really happens; then the proposed mends, until none is left. */
async function follow(lab: Lab, fault: Fault): Promise<Record<string, unknown>> {
  const question = questionOf(fault);
  await rebuild(lab, fault.script);
  const first = await ask(lab, question);
  const really = await arrives(lab, question, first);
  const isTrue = first.halt?.halt === 'doubt' || really === (first.halt === undefined);
  let now = first;
  let mended = 0;
  while (mended < 3 && (await mend(lab, now))) {
    mended += 1;
    now = await ask(lab, question);
  }
  return {
    name: fault.name,
    says: shown(first),
    isTrue,
    afterwards:
      mended === 0 ? 'as before' : `${shown(now)}, ${(await arrives(lab, question, now)) ? 'answered' : 'unanswered'}`,
  };
}

describe('explain, on a real kernel', () => {
  beforeAll(async () => {
    labs.push(...(await Promise.all(Array.from({ length: parallel }, () => openLab()))));
  });

  labTest(
    'names the first thing that stops a packet, and what mends it',
    async () => {
      const found = new Map<string, Record<string, unknown>>();
      await Promise.all(
        labs.map(async (lab, index) => {
          for (const fault of faults.filter((_, at) => at % parallel === index)) {
            found.set(fault.name, await follow(lab, fault));
          }
        }),
      );
      expect(faults.map(({ name }) => found.get(name))).toEqual(
        faults.map(({ name, says, unmended, revealed = 'arrives, answered' }) => ({
          name,
          says,
          isTrue: true,
          afterwards: says.startsWith('stop') && unmended !== true ? revealed : 'as before',
        })),
      );
    },
    180_000,
  );
});
