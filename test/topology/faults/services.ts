import { far, server, type Fault } from './types.ts';

/** Rewritten addresses, and who listens. */
export const serviceFaults: readonly Fault[] = [
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
