import { far, server, type Fault } from './types.ts';

/** Nothing wrong; then cables, bridges and addresses. */
export const linkFaults: readonly Fault[] = [
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
    name: 'neither port enslaved',
    script: 'ip link set pc nomaster; ip link set ps nomaster',
    to: server,
    says: 'stop not-a-port at host there',
  },
  {
    name: 'the near port down, the far port not enslaved',
    script: 'ip link set pc down; ip link set ps nomaster',
    to: server,
    says: 'stop link-down at host there',
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
    name: 'a route, but no address to send from',
    script: 'ip -n client addr flush dev c0; ip -n client route add 172.30.0.0/24 dev c0',
    to: server,
    says: 'stop no-address at client there',
  },
  {
    name: 'the one address on an interface that is down',
    script:
      'ip -n client addr flush dev c0; ip -n client link add x0 type veth peer name x1; ip -n client addr add 172.30.0.13/24 dev x0; ip -n client link set x0 up; ip -n client link set x0 down; ip -n client route add 172.30.0.0/24 dev c0',
    to: server,
    says: 'arrives',
  },
  {
    name: 'no address at the far end',
    script: 'ip -n server addr flush dev s0',
    to: server,
    says: 'stop no-address at server there',
  },
  {
    name: 'nobody has the address',
    script: '',
    to: '172.30.0.77',
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
];
