import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changesState } from '../../src/lesson/changes-state.ts';
import { unfinished } from '../../src/lesson/shell-line.ts';

describe('unfinished: whether bash would ask for more', () => {
  test.each([
    ['ip link', undefined],
    ['echo "a b" \'c\' \\"', undefined],
    ["echo it\\'s", undefined],
    ["echo it's", 'quote'],
    ['echo "a', 'quote'],
    ['echo "a\nb"', undefined],
    ['echo a \\', 'backslash'],
    ['echo a \\\\', undefined],
    ['echo a \\\n  b', undefined],
    ['cat <<EOF', 'here-document'],
    ['cat <<EOF\na', 'here-document'],
    ["cat <<'EOF' > f\nit's\nEOF", undefined],
    ['cat <<-EOF\n\ta\n\tEOF', undefined],
    ['cat <<< "a"', undefined],
    ['cat <<A <<B\na\nA\nb\nB', undefined],
    ['ls |', 'operator'],
    ['ls &&', 'operator'],
    ['ls # it\'s "fine', undefined],
    ["echo a#'b", 'quote'],
    ['sleep 1 &', undefined],
  ] as const)('%s', (text, expected) => expect(unfinished(text)).toBe(expected));

  test('reads anything', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '"', "'", '\\', '\n', '<', '#', ' ', '|') }), (text) => {
        unfinished(text);
        changesState(text);
      }),
    );
  });
});

describe('changesState', () => {
  test.each([
    'ip link set lo up',
    'ip -n client link set lo up',
    'ip netns exec client ip addr add 10.0.0.11/24 dev eth0',
    'sudo ip netns add client',
    'ip -netns client a add 10.0.0.11/24 dev eth0',
    'ip route add default via 10.0.0.1',
    'ip link add veth0 type veth peer name veth1',
    'iptables -t nat -A POSTROUTING -s 172.30.0.0/24 -j MASQUERADE',
    'iptables --policy FORWARD ACCEPT',
    'sysctl -w net.ipv4.ip_forward=1',
    'sysctl net.ipv4.ip_forward=1',
    'echo 1 > /proc/sys/net/ipv4/ip_forward',
    'echo 1 | tee /proc/sys/net/ipv4/ip_forward',
    'cd / && mkdir x',
    'ifconfig eth0 10.0.0.1/24 up',
    'brctl addif br0 veth1',
    'bridge vlan add dev veth1 vid 10',
    'nsenter -t 1 -n ip link del br0',
    "bash -c 'ip link del br0'",
  ])('%s', (line) => expect(changesState(line)).toBe(true));

  test.each([
    'ip link',
    'ip -n client link show lo',
    'ip netns',
    'ip netns exec client ip route',
    'ip route get 8.8.8.8',
    'ping -c 1 10.0.0.12',
    'ip netns exec client ping -c 1 10.0.0.12 2>/dev/null',
    'ping -c 1 10.0.0.12 > /dev/null 2>&1',
    'iptables -t nat -S',
    'iptables -nvL FORWARD',
    'sysctl net.ipv4.ip_forward',
    'cat /proc/sys/net/ipv4/ip_forward',
    'ifconfig eth0',
    'ifconfig',
    'bridge fdb show br br0',
    'brctl show',
    'curl -s 10.0.10.2 | head -1',
    "echo 'ip link del br0 > x'",
    'lsns -t net',
    'hostname',
  ])('%s: no', (line) => expect(changesState(line)).toBe(false));
});
