import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitLine } from '../../src/check/output/shell-words.ts';
import type { CommandRecord } from '../../src/check/types.ts';
import { check, fixture, judge, judgeText, ran } from './support.ts';

const reply = (address: string, sequence = 1): string =>
  `64 bytes from ${address}: icmp_seq=${sequence} ttl=64 time=0.05 ms`;
const pinged = (address: string): string => `PING ${address} (${address}) 56(84) bytes of data.\n${reply(address)}\n`;

function state(spec: unknown, commands: readonly CommandRecord[]): string {
  return judge(check('output', spec), { commands }).state;
}

const want = { ping: '10.0.0.12', from: 'client' };

describe('where a command ran', () => {
  test.each([
    'ip netns exec client ping 10.0.0.12',
    'ip net e client ping 10.0.0.12',
    'sudo ip netns exec client ping -c 1 10.0.0.12',
    'sudo -E -u root ip netns exec client sudo ping 10.0.0.12',
    'nsenter --net=/run/netns/client ping 10.0.0.12',
    'nsenter --net=/var/run/netns/client -- ping 10.0.0.12',
    'nsenter -n/var/run/netns/client ping 10.0.0.12',
    'env -i LC_ALL=C ip netns exec client ping 10.0.0.12',
    'LC_ALL=C ip netns exec client ping 10.0.0.12',
    'NS=client; ip netns exec $NS ping 10.0.0.12',
    'export NS=client && ip netns exec "${NS}" ping 10.0.0.12',
    "bash -c 'ip netns exec client ping 10.0.0.12'",
    'ip netns exec client sh -c "ping 10.0.0.12"',
    'timeout -s INT 5 ip netns exec client ping 10.0.0.12',
    'time nice -n 10 ip netns exec client /usr/bin/ping 10.0.0.12',
    'ip netns exec client busybox ping 10.0.0.12',
    'ip netns exec client ping 10.0.0.12 2>&1 | tee log | grep bytes',
    'for i in 1 2 3; do ip netns exec client ping -c 1 10.0.0.12; done',
    'if true; then ip netns exec client ping 10.0.0.12; fi',
    '( ip netns exec client ping 10.0.0.12 )',
    'ip netns exec client \\\n  ping 10.0.0.12',
    'ip netns exec client ping 10.0.0.12 # and now?',
    'ip netns exec client ping $SERVER',
    'echo pinging 10.0.0.12; ip netns exec client ping 10.0.0.12',
  ])('in the namespace: %s', (line) => {
    expect(state(want, [ran(line, pinged('10.0.0.12'))])).toBe('pass');
  });

  test('in a shell that was opened in the namespace', () => {
    expect(state(want, [ran('ping 10.0.0.12', pinged('10.0.0.12'), { netns: 'client' })])).toBe('pass');
    expect(state({ ping: '10.0.0.12', from: '' }, [ran('ping 10.0.0.12', pinged('10.0.0.12'))])).toBe('pass');
  });

  test('a variable of an earlier command is known', () => {
    const commands = [ran('NS=client', ''), ran('ip netns exec $NS ping 10.0.0.12', pinged('10.0.0.12'))];
    expect(state(want, commands)).toBe('pass');
    expect(state({ ...want, from: 'server' }, commands)).toBe('fail');
  });

  test.each([
    'ping 10.0.0.12',
    'ip netns exec server ping 10.0.0.12',
    'ip netns exec $NS ping 10.0.0.12',
    'nsenter -t 123 -n ping 10.0.0.12',
    'unshare --net ping 10.0.0.12',
    'docker exec web ping 10.0.0.12',
    'ip -all netns exec ping 10.0.0.12',
  ])('elsewhere, or it cannot be told: %s', (line) => {
    const verdict = judge(check('output', want), { commands: [ran(line, pinged('10.0.0.12'))] });
    expect(verdict.state).toBe('fail');
    expect(verdict.observed).toMatch(/not in client|cannot be told/);
  });

  test('two in one line are told apart', () => {
    const line = 'ip netns exec client ping -c1 10.0.0.12; ip netns exec server ping -c1 10.0.0.11';
    const both = `${pinged('10.0.0.12')}${pinged('10.0.0.11')}`;
    expect(state(want, [ran(line, both)])).toBe('pass');
    expect(state({ ping: '10.0.0.11', from: 'server' }, [ran(line, both)])).toBe('pass');
    expect(state({ ping: '10.0.0.11', from: 'client' }, [ran(line, both)])).toBe('fail');
    const twice = 'ip netns exec client ping -c1 10.0.0.12; ip netns exec server ping -c1 10.0.0.12';
    const lost =
      'PING 10.0.0.12 (10.0.0.12) 56(84) bytes of data.\n\n--- 10.0.0.12 ping statistics ---\n1 packets transmitted, 0 received, 100% packet loss, time 0ms\n';
    expect(state(want, [ran(twice, lost + pinged('10.0.0.12'))])).toBe('fail');
    expect(state({ ...want, from: 'server' }, [ran(twice, lost + pinged('10.0.0.12'))])).toBe('pass');
    const lists = ran('ip -n client addr; ip -n server addr', fixture('iproute2-6.1.0/addr.txt'));
    expect(state({ address: '10.0.0.11', in: 'server' }, [lists])).toBe('fail');
  });
});

describe('what is no evidence', () => {
  test.each([
    ['typed', reply('10.0.0.12'), ''],
    ['echoed', `echo '${reply('10.0.0.12')}'`, reply('10.0.0.12')],
    ['echoed beside a ping', `ip netns exec client ping -c1 10.0.0.99; echo ${reply('10.0.0.12')}`, reply('10.0.0.12')],
    [
      'printf with a format',
      `ip netns exec client ping -c1 10.0.0.99; printf '64 bytes from %s: icmp_seq=1 ttl=64 time=%s ms\\n' 10.0.0.12 1`,
      reply('10.0.0.12'),
    ],
    ['a file beside a ping', 'ip netns exec client ping -c1 10.0.0.99; cat fake', reply('10.0.0.12')],
    ['a file', 'cat fake', pinged('10.0.0.12')],
    ['a here-document', `cat <<EOF\n${pinged('10.0.0.12')}\nEOF`, pinged('10.0.0.12')],
    ['a grep of a file', 'grep bytes fake', reply('10.0.0.12')],
    ['rewritten', 'ip netns exec client ping -c1 10.0.0.99 | sed s/99/12/', pinged('10.0.0.12')],
    ['rewritten by awk', "ip netns exec client ping -c1 10.0.0.99 | awk '{print}'", pinged('10.0.0.12')],
    ['a comment', `# ip netns exec client ping 10.0.0.12`, pinged('10.0.0.12')],
    ['quoted', `echo "ip netns exec client ping 10.0.0.12"`, pinged('10.0.0.12')],
    ['another host', 'ip netns exec client ping 10.0.0.121', pinged('10.0.0.121')],
    [
      'another target, typed while it ran',
      'ip netns exec client ping 10.0.0.99',
      `PING 10.0.0.99 (10.0.0.99) 56(84) bytes of data.\n${reply('10.0.0.12')}\n`,
    ],
    [
      'contradicted by the summary',
      'ip netns exec client ping 10.0.0.12',
      `${pinged('10.0.0.12')}--- 10.0.0.12 ping statistics ---\n1 packets transmitted, 0 received, 100% packet loss, time 0ms`,
    ],
    ['an address only', 'ip netns exec client ping 10.0.0.12', '10.0.0.12'],
    [
      'no ttl',
      'ip netns exec client ping 10.0.0.12',
      '64 bytes from 10.0.0.12: icmp_seq=1 Destination Host Unreachable',
    ],
    [
      'sequence of a route lookup',
      'ip netns exec client ip route get 10.0.0.12',
      '10.0.0.12 dev veth-client src 10.0.0.11 uid 0',
    ],
  ])('%s', (_name, line, output) => {
    expect(state(want, [ran(line, output)])).toBe('fail');
  });

  test('and says why', () => {
    const echoed = judge(check('output', want), { commands: [ran('cat fake', reply('10.0.0.12'))] });
    expect(echoed.observed).toMatch(/typed or printed by another program/);
    const other = judge(check('output', { ping: '10.0.0.12' }), {
      commands: [ran('ping 10.0.0.121', pinged('10.0.0.121'))],
    });
    expect(other.observed).toBe('that ping was of 10.0.0.121');
    const none = judge(check('output', want));
    expect(none).toMatchObject({ state: 'fail', observed: 'no ping was run yet' });
    const lost = judgeText({ ping: '10.0.0.12' }, fixture('iputils-20221126/lost.txt'));
    expect(lost.observed).toBe('2 sent, no reply');
    const unreachable = judgeText({ ping: '10.0.0.12' }, fixture('iputils-20221126/network-unreachable.txt'));
    expect(unreachable.observed).toBe('it said: ping: connect: Network is unreachable');
    const plugin = judgeText(
      { command: './bridge', contains: '10.0.10.2' },
      fixture('cni-plugins-1.1.1/add-error.txt'),
    );
    expect(plugin.observed).toMatch(/^it said: failed to allocate/);
  });

  test('an http text in the command itself', () => {
    const wish = { http: 'Welcome to nginx!' };
    expect(state(wish, [ran("curl -sw 'Welcome to nginx!' 10.0.0.12:81", 'Welcome to nginx!', { exitCode: 7 })])).toBe(
      'fail',
    );
    expect(state(wish, [ran("curl -s 10.0.0.12; echo 'Welcome to nginx!'", 'Welcome to nginx!')])).toBe('fail');
    expect(state(wish, [ran('curl -s 10.0.0.12 | grep Welcome', '<h1>Welcome to nginx!</h1>')])).toBe('pass');
  });
});

describe('a command that still runs', () => {
  const running = (line: string, output: string): CommandRecord => {
    const { exitCode: _exit, endedMs: _ended, ...rest } = ran(line, output);
    return rest;
  };
  test('a ping passes once it shows replies', () => {
    const line = 'ip netns exec client ping 10.0.0.12';
    expect(state(want, [running(line, 'PING 10.0.0.12 (10.0.0.12) 56(84) bytes of data.\n')])).toBe('fail');
    expect(state(want, [running(line, pinged('10.0.0.12'))])).toBe('pass');
  });

  test('a summary is no evidence beside packets that are told to be undeliverable', () => {
    const line = 'ip netns exec client ping -c 2 10.0.0.12';
    const text = (middle: string): string =>
      `PING 10.0.0.12 (10.0.0.12) 56(84) bytes of data.\n${middle}\n--- 10.0.0.12 ping statistics ---\n2 packets transmitted, 2 received, 0% packet loss`;
    expect(state(want, [ran(line, text(''))])).toBe('pass');
    expect(state(want, [ran(line, text('From 10.0.0.11 icmp_seq=1 Destination Host Unreachable'))])).toBe('fail');
  });

  test('`answered: false` waits for the end, or for the word that it is undeliverable', () => {
    const wish = { ping: '10.0.0.12', answered: false };
    const head = 'PING 10.0.0.12 (10.0.0.12) 56(84) bytes of data.\n';
    expect(state(wish, [running('ping 10.0.0.12', head)])).toBe('fail');
    expect(
      state(wish, [running('ping 10.0.0.12', `${head}From 10.0.0.11 icmp_seq=1 Destination Host Unreachable`)]),
    ).toBe('pass');
    expect(
      state(wish, [
        running('ping 10.0.0.12', `${head}From 10.0.0.1: icmp_seq=1 Redirect Host(New nexthop: 10.0.0.12)`),
      ]),
    ).toBe('fail');
    expect(state(wish, [ran('ping 10.0.0.12', '', { exitCode: 1 })])).toBe('fail');
    expect(state(wish, [ran('echo connect: Network is unreachable', 'connect: Network is unreachable')])).toBe('fail');
    expect(state(wish, [ran('ping $HOST_IP -c 2', 'ping: connect: Network is unreachable', { exitCode: 2 })])).toBe(
      'pass',
    );
  });

  test('`lacks` and `exit` wait for the end', () => {
    expect(state({ command: 'ip link', lacks: 'veth' }, [running('ip link', '1: lo: <LOOPBACK> mtu 65536')])).toBe(
      'fail',
    );
    expect(state({ command: 'ip link', lacks: 'veth' }, [ran('ip link', '1: lo: <LOOPBACK> mtu 65536')])).toBe('pass');
    expect(state({ command: 'sleep', exit: 0 }, [running('sleep 9', '')])).toBe('fail');
  });
});

describe('command, contains, lacks, matches, exit', () => {
  test.each([
    ['ip link', 'ip -n client l sh', true],
    ['ip link show', 'ip link', true],
    ['ip -d link', 'ip -details link show', true],
    ['ip -d link', 'ip link show', false],
    ['ip link', 'ip addr', false],
    ['ip route add', 'ip r add default via 10.0.0.1', true],
    ['ip route add', 'ip route', false],
    ['hostname', '/bin/hostname', true],
    ['hostname', 'hostnamectl', false],
    ['ls -l /proc/$$/ns', 'ls -l /proc/$$/ns', true],
    ['lsns', 'sudo lsns -t net', true],
    ['ip netns list', 'ip netns', true],
  ])('%s is seen in %s: %s', (command, line, seen) => {
    expect(state({ command, contains: 'x' }, [ran(line, 'x')])).toBe(seen ? 'pass' : 'fail');
  });

  test('numbers and addresses are whole', () => {
    const shows = (contains: string, output: string): string => state({ command: 'a', contains }, [ran('a', output)]);
    expect(shows('10.0.10.2', 'inet 10.0.10.21/24')).toBe('fail');
    expect(shows('10.0.10.2', 'inet 110.0.10.2/24')).toBe('fail');
    expect(shows('10.0.10.2', 'inet 10.0.10.2/24')).toBe('pass');
    expect(shows('10.0.10.2', 'it is 10.0.10.2.')).toBe('pass');
    expect(shows('eth1', 'eth10: up')).toBe('fail');
    expect(shows('fe80::1', 'fe80::12')).toBe('fail');
    expect(shows('inet 10.0.0.1/24 scope', 'inet   10.0.0.1/24  scope global')).toBe('pass');
  });

  test('a command that failed shows nothing, unless its failure is asked for', () => {
    const failed = ran('ip link show veth9', 'Device "veth9" does not exist.', { exitCode: 1 });
    expect(state({ command: 'ip link', contains: 'veth9' }, [failed])).toBe('fail');
    expect(state({ command: 'ip link', contains: 'veth9', exit: 1 }, [failed])).toBe('pass');
    expect(state({ command: 'ip link', lacks: 'veth1' }, [failed])).toBe('fail');
    expect(state({ command: 'curl', exit: 28 }, [ran('curl -m 1 10.0.0.77', 'curl: (28) …', { exitCode: 28 })])).toBe(
      'pass',
    );
  });

  test('a filter must not hide what must not be there', () => {
    const wish = { command: 'ip link', lacks: 'veth-client' };
    expect(state(wish, [ran('ip link | grep veth', '', { exitCode: 1 })])).toBe('pass');
    expect(state(wish, [ran('ip link | grep lo', '1: lo: <LOOPBACK>')])).toBe('fail');
    expect(state(wish, [ran('ip link | head -1', '1: lo: <LOOPBACK>')])).toBe('fail');
    expect(state(wish, [ran('ip link | grep -v veth', '1: lo: <LOOPBACK>')])).toBe('fail');
  });
});

describe('never', () => {
  const specs = [
    want,
    { link: 'veth-client@' },
    { address: '10.0.0.11/24' },
    { route: 'default' },
    { neighbour: '10.0.0.12' },
    { netns: 'client' },
    { http: 'x' },
    { command: 'ip', matches: '(a+)+$' },
  ];

  test('throws, whatever was typed and shown', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.string({ unit: fc.constantFrom(...'ip netns exec|;&$("\'`\\<>{}#*\n -/=.0123456789:@[]%'), maxLength: 200 }),
    );
    fc.assert(
      fc.property(text, text, fc.constantFrom(...specs), (line, output, spec) => {
        const verdict = judge(check('output', spec), {
          commands: [ran(line, output), ran(`ip netns exec client ping ${line}`, output)],
        });
        expect(['pass', 'fail']).toContain(verdict.state);
        expect(['pass', 'fail']).toContain(judgeText(spec, `$ ${line}\n${output}`).state);
      }),
      { numRuns: 500 },
    );
  });

  test('takes replies of another address for ours', () => {
    const byte = fc.integer({ min: 0, max: 255 });
    const address = fc.tuple(byte, byte, byte, byte).map((bytes) => bytes.join('.'));
    fc.assert(
      fc.property(
        address,
        fc.oneof(address, fc.constant('')),
        fc.constantFrom('', '0', '1', '12', '.1'),
        (ours, other, tail) => {
          const theirs = other === '' ? `${ours}${tail}` : other;
          fc.pre(theirs !== ours);
          const line = `ping ${theirs}`;
          expect(state({ ping: ours }, [ran(line, pinged(theirs))])).toBe('fail');
        },
      ),
      { numRuns: 300 },
    );
  });

  test('splits quoted words', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }), { minLength: 1, maxLength: 6 }),
        (words) => {
          const line = words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
          const { pipelines, incomplete } = splitLine(`run ${line}`);
          expect(incomplete).toBe(false);
          expect(pipelines).toHaveLength(1);
          expect(pipelines[0]?.[0]?.words.map(({ text }) => text)).toEqual(['run', ...words]);
        },
      ),
      { numRuns: 300 },
    );
  });
});
