import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareSample, matchesLine } from '../../src/verify/sample.ts';

const once = { interrupted: false };
const untilInterrupt = { interrupted: true };
const same = (sample: string, output: string, options = once): boolean =>
  compareSample(sample.split('\n'), output, options).same;

const link = `5: veth-client@if4: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP mode DEFAULT group default qlen 1000
    link/ether 3a:5f:0c:11:22:33 brd ff:ff:ff:ff:ff:ff link-netns server`;

describe('volatile parts', () => {
  test.each([
    ['interface numbers', '5: veth0@if4: <UP> mtu 1500', '17: veth0@if16: <UP> mtu 1500', true],
    [
      'a MAC',
      'link/ether 3a:5f:0c:11:22:33 brd ff:ff:ff:ff:ff:ff',
      'link/ether 0e:01:02:03:04:05 brd ff:ff:ff:ff:ff:ff',
      true,
    ],
    ['the broadcast address is none', 'brd ff:ff:ff:ff:ff:ff', 'brd 3a:5f:0c:11:22:33', false],
    ['the loopback has no MAC', 'link/loopback 00:00:00:00:00:00', 'link/loopback 3a:5f:0c:11:22:33', false],
    ['a shortened MAC', 'link/ether 3a:… brd', 'link/ether 0e:01:02:03:04:05 brd', true],
    [
      'an address is not volatile',
      'inet 10.0.0.11/24 scope global veth0',
      'inet 10.0.0.12/24 scope global veth0',
      false,
    ],
    ['an address that begins like it', '10.0.0.1 dev veth0', '10.0.0.12 dev veth0', false],
    ['the MTU is not volatile', 'mtu 1500', 'mtu 1400', false],
    ['a state is not volatile', 'state UP mode DEFAULT', 'state DOWN mode DEFAULT', false],
    [
      'a round trip',
      '64 bytes from 10.0.0.12: icmp_seq=1 ttl=64 time=0.045 ms',
      '64 bytes from 10.0.0.12: icmp_seq=1 ttl=64 time=12 ms',
      true,
    ],
    ['its ttl is not volatile', 'icmp_seq=1 ttl=64 time=0.045 ms', 'icmp_seq=1 ttl=63 time=0.045 ms', false],
    ['its sequence is not volatile', 'icmp_seq=1 ttl=64 time=0.045 ms', 'icmp_seq=2 ttl=64 time=0.045 ms', false],
    [
      'ping totals',
      '3 packets transmitted, 3 received, 0% packet loss, time 2003ms',
      '3 packets transmitted, 3 received, 0% packet loss, time 2051ms',
      true,
    ],
    [
      'loss is not volatile',
      '3 packets transmitted, 3 received, 0% packet loss, time 2ms',
      '3 packets transmitted, 0 received, 100% packet loss, time 2ms',
      false,
    ],
    [
      'the rtt line',
      'rtt min/avg/max/mdev = 0.045/0.055/0.063/0.007 ms',
      'rtt min/avg/max/mdev = 1.045/2.055/3.063/0.107 ms',
      true,
    ],
    ['a container’s id', 'a'.repeat(64), '0123456789abcdef'.repeat(4), true],
    ['a short id is no id', 'abcdef012345', '0123456789ab', false],
    ['a sandbox', '/var/run/docker/netns/1e0452739dee', '/var/run/docker/netns/f5c837b1aef0', true],
    ['Docker’s and CNI’s cables', '5: veth3f4aa2d@if4: <UP>', '9: vethcb379612@if2: <UP>', true],
    ['a cable with a name of one’s own', '5: veth-web@if4: <UP>', '5: veth-host@if4: <UP>', false],
    ['a CNI chain', '-j CNI-14bb1d0447711a662b7021e7', '-j CNI-398b9908d4ef1cfd17404a5e', true],
    ['how long a container is up', 'web Up 2 seconds', 'web Up Less than a second', true],
    ['curl’s patience', 'timed out after 2001 milliseconds', 'timed out after 2000 milliseconds', true],
    ['a process beside its namespace', '227 4026532260 nginx', '1312 4026596299 nginx', true],
    ['a namespace inode', 'net:[4026531992]', 'net:[4026532311]', true],
    [
      'a namespace inode of a machine that made many',
      'net:[4026531992] 4026531992',
      'net:[4031234567] 4294967295',
      true,
    ],
    ['a number of ten digits is no inode', '1026531992', '1026531993', false],
    ['an abbreviated inode alone', '402653… net', '4026531992 net', true],
    ['an abbreviated inode', 'net:[4026532…]', 'net:[4026531840]', true],
    ['the kind of namespace is not volatile', 'net:[4026532311]', 'uts:[4026532311]', false],
    [
      'lsns',
      '4026531992 net        3     1 root unassigned   /sbin/init',
      '4026532999 net       12   871 root 0   /sbin/init',
      true,
    ],
    ['lsns: the command is not volatile', '4026531992 uts 3 1 root /sbin/init', '4026531992 uts 3 1 root bash', false],
    ['ip netns ids', 'client (id: 0)\nserver', 'client\nserver (id: 1)', true],
    [
      'counters of iptables',
      '    3   252 MASQUERADE  all  --  *  !v-net  172.30.0.0/24  0.0.0.0/0',
      '   11   1K MASQUERADE  all  --  *  !v-net  172.30.0.0/24  0.0.0.0/0',
      true,
    ],
    ['targets of iptables are not volatile', '3 252 MASQUERADE all -- * *', '3 252 ACCEPT all -- * *', false],
    [
      'a chain of iptables',
      'Chain FORWARD (policy DROP 3 packets, 252 bytes)',
      'Chain FORWARD (policy DROP 0 packets, 0 bytes)',
      true,
    ],
    [
      'its policy is not volatile',
      'Chain FORWARD (policy DROP 3 packets, 252 bytes)',
      'Chain FORWARD (policy ACCEPT 3 packets, 252 bytes)',
      false,
    ],
    [
      'a neighbour ages',
      '10.0.0.12 dev veth0 lladdr 3a:5f:0c:11:22:33 REACHABLE',
      '10.0.0.12 dev veth0 lladdr 3a:5f:0c:11:22:34 STALE',
      true,
    ],
    ['a neighbour that failed', '10.0.0.12 dev veth0 FAILED', '10.0.0.12 dev veth0 REACHABLE', false],
    [
      'tcpdump',
      '12:01:02.123456 IP 10.0.0.11 > 10.0.0.12: ICMP echo request, id 77, seq 1, length 64',
      '23:59:59.000001 IP 10.0.0.11 > 10.0.0.12: ICMP echo request, id 9, seq 1, length 64',
      true,
    ],
    ['ls -l', '-r--r--r-- 1 root root 0 Nov 21 05:58 client', '-r--r--r-- 1 root root 0 Jan  3 11:02 client', true],
    ['columns', 'a    b', 'a b', true],
    ['ip_forward is not volatile', '1', '0', false],
    ['a key is not volatile', 'net.ipv4.ip_forward = 1', 'net.ipv4.ip_forward = 0', false],
  ])('%s', (_, sample, output, expected) => {
    expect(same(sample, output)).toBe(expected);
  });

  test('the end of a job may be told or not, what it printed may not', () => {
    const told = 'IP 10.0.0.1 > 10.0.0.2\n[1]+  Done                    timeout 2 tcpdump -n';
    expect(same('IP 10.0.0.1 > 10.0.0.2', told)).toBe(true);
    expect(same(told, 'IP 10.0.0.1 > 10.0.0.2')).toBe(true);
    expect(same('IP 10.0.0.1 > 10.0.0.2', '[1]+  Done   timeout')).toBe(false);
  });

  test('a link-local address may be there or not yet, with its lifetime', () => {
    const before = `${link}\n    inet 10.0.0.11/24 scope global veth0\n       valid_lft forever preferred_lft forever`;
    const after = `${before}\n    inet6 fe80::385f:cff:fe11:2233/64 scope link tentative \n       valid_lft forever preferred_lft forever`;
    expect(same(before, after)).toBe(true);
    expect(same(after, before)).toBe(true);
    expect(same(before, `${before}\n       valid_lft forever preferred_lft forever`)).toBe(false);
  });
});

describe('…', () => {
  test.each([
    [
      '5: veth0@if4: <BROADCAST> mtu 1500 … link-netns server',
      '5: veth0@if4: <BROADCAST> mtu 1500 qdisc noop state DOWN link-netns server',
      true,
    ],
    ['mtu 1500 … link-netns server', 'mtu 1500 link-netns server', true],
    ['mtu 1500 …', 'mtu 1500', true],
    ['mtu 1500 …', 'mtu 15000', false],
    ['… server', 'link-netns server', true],
    ['… server', 'link-netns myserver', false],
    ['time=… ms', 'time=0.045 ms', true],
    ['a … b … c', 'a b c', true],
    ['a … b … b', 'a b', false],
    ['10.0.0.1…', '10.0.0.12', true],
  ])('%s ~ %s: %s', (sample, output, expected) => {
    expect(same(sample, output)).toBe(expected);
  });

  test('alone it stands for any lines, none too', () => {
    expect(same('a\n…\nd', 'a\nb\nc\nd')).toBe(true);
    expect(same('a\n…\nd', 'a\nd')).toBe(true);
    expect(same('a\n…', 'a\nb')).toBe(true);
    expect(same('…\nb\n…\nd', 'a\nb\nd\nb\nc\nd')).toBe(true);
    expect(same('a\n…\nd', 'a\nb')).toBe(false);
    expect(same('…', 'anything')).toBe(true);
  });
});

describe('whole outputs', () => {
  test('lines that are missing or too many are found', () => {
    expect(compareSample(['a', 'b'], 'a', once)).toEqual({ same: false, index: 1, expected: 'b' });
    expect(compareSample(['a'], 'a\nb\n', once)).toEqual({ same: false, index: 1, observed: 'b' });
    expect(compareSample(['a', 'x', 'c'], 'a\nb\nc', once)).toEqual({
      same: false,
      index: 1,
      expected: 'x',
      observed: 'b',
    });
    expect(compareSample(['a', '…', 'x'], 'a\nb\nc', once)).toMatchObject({ same: false, index: 2, expected: 'x' });
  });

  test('empty lines and indentation are not compared', () => {
    expect(same('a\n\n  b\n', 'a\n    b')).toBe(true);
  });

  const replies = (count: number): string =>
    [
      'PING 10.0.0.12 (10.0.0.12) 56(84) bytes of data.',
      ...Array.from(
        { length: count },
        (_, index) => `64 bytes from 10.0.0.12: icmp_seq=${String(index + 1)} ttl=64 time=0.0${String(index)} ms`,
      ),
    ].join('\n');

  test('until ^C it is open how many replies came, and whether the summary is shown', () => {
    const ended = `${replies(1)}\n^C\n--- 10.0.0.12 ping statistics ---\n1 packets transmitted, 1 received, 0% packet loss, time 0ms\nrtt min/avg/max/mdev = 0.1/0.1/0.1/0.0 ms`;
    expect(same(replies(3), ended, untilInterrupt)).toBe(true);
    expect(
      same(
        `${replies(3)}\n^C\n--- 10.0.0.12 ping statistics ---\n3 packets transmitted, 3 received, 0% packet loss, time 2003ms\nrtt …`,
        ended,
        untilInterrupt,
      ),
    ).toBe(true);
    expect(
      same(replies(1), ended.replaceAll('64 bytes from 10.0.0.12', '64 bytes from 10.0.0.13'), untilInterrupt),
    ).toBe(false);
    expect(same(replies(3), ended)).toBe(false);
    expect(same(replies(3), 'PING 10.0.0.12 (10.0.0.12) 56(84) bytes of data.', untilInterrupt)).toBe(false);
  });
});

describe('properties', () => {
  const hex = fc.integer({ min: 0, max: 255 }).map((byte) => byte.toString(16).padStart(2, '0'));
  const mac = fc.tuple(hex, hex, hex, hex, hex).map((bytes) => `02:${bytes.join(':')}`);
  const name = fc.constantFrom('veth0', 'veth-client', 'br0', 'v-net', 'eth0');
  const octet = fc.integer({ min: 1, max: 254 });
  const stable = fc.record({
    name,
    octet,
    prefix: fc.integer({ min: 8, max: 32 }),
    mtu: fc.integer({ min: 68, max: 9000 }),
  });
  const volatile = fc.record({
    index: fc.integer({ min: 1, max: 9999 }),
    mac,
    time: fc.integer({ min: 1, max: 99_999 }),
    inode: fc.integer({ min: 4026530000, max: 4026539999 }),
  });
  type Stable = { name: string; octet: number; prefix: number; mtu: number };
  type Volatile = { index: number; mac: string; time: number; inode: number };
  const show = (kept: Stable, loose: Volatile): string[] => [
    `${String(loose.index)}: ${kept.name}@if${String(loose.index)}: <UP> mtu ${String(kept.mtu)} qdisc noqueue`,
    `    link/ether ${loose.mac} brd ff:ff:ff:ff:ff:ff`,
    `    inet 10.0.0.${String(kept.octet)}/${String(kept.prefix)} scope global ${kept.name}`,
    `64 bytes from 10.0.0.${String(kept.octet)}: icmp_seq=1 ttl=64 time=${(loose.time / 1000).toFixed(3)} ms`,
    `net:[${String(loose.inode)}]`,
  ];

  test('what is volatile never matters, what is not always does', () => {
    fc.assert(
      fc.property(stable, stable, volatile, volatile, (one, other, first, second) => {
        const equal =
          one.name === other.name && one.octet === other.octet && one.prefix === other.prefix && one.mtu === other.mtu;
        expect(compareSample(show(one, first), show(other, second).join('\n'), once).same).toBe(equal);
      }),
    );
  });

  const line = fc.string({ unit: 'grapheme-ascii', maxLength: 60 });

  test('an output is a true sample of itself, whatever it holds', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), fc.boolean(), (lines, interrupted) => {
        expect(compareSample(lines, lines.join('\n'), { interrupted })).toEqual({ same: true });
      }),
    );
  });

  test('… may replace any words of a line, and any lines', () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,6}$/u), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(words, fc.nat(), fc.nat(), (list, one, other) => {
        const [from = 0, to = 0] = [one % (list.length + 1), other % (list.length + 1)].sort((a, b) => a - b);
        const cut = [...list.slice(0, from), '…', ...list.slice(to)];
        expect(matchesLine(cut.join(' '), list.join(' '))).toBe(true);
        expect(same(cut.join('\n'), list.join('\n'))).toBe(true);
      }),
    );
  });

  test('many … against a long line take no time worth speaking of', () => {
    const began = performance.now();
    expect(matchesLine(`${'…a'.repeat(500)}b`, 'a'.repeat(50_000))).toBe(false);
    expect(compareSample([...Array<string>(200).fill('…'), 'x'], 'a\n'.repeat(4_000), once).same).toBe(false);
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});
