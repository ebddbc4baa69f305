import { far, type Fault } from './types.ts';

/** Routes, routing rules, forwarding. */
export const routeFaults: readonly Fault[] = [
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
];
