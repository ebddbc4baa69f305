import { far, server, type Fault } from './types.ts';

/** Neighbours, forwarding tables, sizes. */
export const wireFaults: readonly Fault[] = [
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
];
