import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Link, NetnsFacts, Rule } from '../../src/check/netns-facts.ts';
import type { NodeFacts, Snapshot } from '../../src/check/snapshot.ts';
import type { Check, Verdict } from '../../src/check/types.ts';
import { check, judge, nothing } from './support.ts';

const found = <T>(value: T): { state: 'found'; value: T } => ({ state: 'found', value });

function link(name: string, more: Partial<Link> = {}): Link {
  return {
    index: 1,
    name,
    kind: 'veth',
    up: true,
    carrier: true,
    mtu: 1500,
    mac: '02:00:00:00:00:01',
    addresses: [],
    details: {},
    ...more,
  };
}

const inet = (address: string, prefix: number): Link['addresses'][number] => ({
  family: 'inet',
  address,
  prefix,
  scope: 'global',
});

const rule = (table: string, line: string): Rule => {
  const words = line.split(' ');
  return { table, chain: words[1] ?? '', words };
};

const host: NetnsFacts = {
  name: '',
  inode: 100,
  links: found([
    link('lo', { kind: 'loopback' }),
    link('bridge1', { index: 9, kind: 'bridge', addresses: [inet('172.30.0.1', 24)] }),
    link('p1', { index: 10, master: 'bridge1', peerIndex: 2, peerNetnsId: 0 }),
    link('stray', { index: 11, up: false }),
  ]),
  routes: found([{ family: 'inet', to: '172.30.0.0/24', type: 'unicast', dev: 'bridge1', table: 'main' }]),
  neighbours: found([
    { address: '172.30.0.11', dev: 'bridge1', mac: '02:00:00:00:00:0a', states: ['STALE'] },
    { address: '172.30.0.99', dev: 'bridge1', states: ['FAILED'] },
  ]),
  fdb: found([
    { mac: '02:00:00:00:00:0a', dev: 'p1', master: 'bridge1', state: '', flags: [] },
    { mac: '02:00:00:00:00:0b', dev: 'p1', master: 'bridge1', state: 'permanent', flags: [] },
    { mac: '33:33:00:00:00:01', dev: 'p1', state: 'permanent', flags: ['self'] },
  ]),
  sockets: found([
    { protocol: 'tcp', address: '0.0.0.0', port: 80 },
    { protocol: 'tcp', address: '127.0.0.1', port: 5000 },
    { protocol: 'udp', address: '*', port: 53 },
  ]),
  rules: found({
    chains: [{ table: 'filter', chain: 'FORWARD', policy: 'DROP' }],
    rules: [
      rule('filter', '-A FORWARD -i br0 -o br0 -j ACCEPT'),
      rule('filter', '-A FORWARD -i br1 -s 10.1.1.0/24 -j ACCEPT'),
      rule('filter', '-A FORWARD -i br2 -j MINE'),
      rule('filter', '-A MINE -o eth0 -j RETURN'),
      rule('filter', '-A MINE -m comment --comment all -j ACCEPT'),
      rule('filter', '-A INPUT -i br3 -j ACCEPT'),
      rule('nat', '-A POSTROUTING -s 172.30.0.0/24 ! -o bridge1 -j MASQUERADE'),
      rule('nat', '-A PREROUTING -j DOCKER'),
      rule('nat', '-A DOCKER ! -i docker0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80'),
    ],
    nft: [],
  }),
  sysctls: { 'net.ipv4.ip_forward': found('1\n'), 'net.bridge.bridge-nf-call-iptables': { state: 'missing' } },
};

const client: NetnsFacts = {
  name: 'client',
  inode: 200,
  links: found([
    link('lo', { kind: 'loopback', up: false, carrier: false }),
    link('veth-client', {
      index: 2,
      peerIndex: 10,
      peerNetnsId: 1,
      carrier: false,
      addresses: [inet('10.0.0.11', 24), inet('10.0.0.13', 24)],
    }),
  ]),
  routes: found([
    { family: 'inet', to: 'default', type: 'unicast', via: '172.30.0.1', dev: 'veth-client', table: 'main' },
    { family: 'inet', to: '10.0.0.0/24', type: 'unicast', dev: 'veth-client', src: '10.0.0.11', table: 'main' },
    { family: 'inet', to: '10.9.0.0/24', type: 'unicast', dev: 'veth-client', table: '7' },
    { family: 'inet', to: '10.8.0.0/24', type: 'blackhole', table: 'main' },
  ]),
  rules: { state: 'error', message: 'iptables-save: not found' },
};

const node: NodeFacts = {
  netns: [host, client, { ...client, name: 'alias' }],
  files: {
    '/etc/x': found({ path: '/etc/x', type: 'file', text: 'last 10.0.10.21\n{}' }),
    '/tmp/c.json': found({ path: '/tmp/c.json', type: 'file', text: '{"ips":[{"address":"10.0.10.2/24"}],"n":1}' }),
    '/run/l': found({ path: '/run/l', type: 'symlink', target: '/proc/1/ns/net' }),
    '/var/lib/d': found({ path: '/var/lib/d', type: 'directory', entries: ['10.0.10.2', 'lock'] }),
    '/gone': { state: 'missing' },
  },
  processes: found([
    { pid: 1, parent: 0, name: 'bash', words: ['bash'], namespaces: { net: 100, uts: 1, pid: 1 } },
    { pid: 7, parent: 1, name: 'sleep', words: ['/usr/bin/sleep', '60'], namespaces: { net: 200, uts: 2, pid: 1 } },
    { pid: 8, parent: 1, name: 'nginx', words: ['nginx:', 'master'], namespaces: { net: 100, uts: 1, pid: 1 } },
  ]),
};

const snapshot: Snapshot = {
  ...nothing,
  nodes: { controlplane: node },
  reach: [
    {
      need: { what: 'reach', node: 'controlplane', netns: 'client', to: '8.8.8.8' },
      found: found({ answered: false, text: 'timeout' }),
    },
    {
      need: { what: 'reach', node: 'controlplane', netns: 'client', to: '10.0.0.12', port: 80 },
      found: found({ answered: true, text: '' }),
    },
  ],
  http: [
    {
      need: { what: 'http', node: 'controlplane', netns: '', url: 'http://10.0.0.12/' },
      found: found({ status: 404, body: 'Not here' }),
    },
    {
      need: { what: 'http', node: 'controlplane', netns: '', url: 'http://10.0.0.13/' },
      found: found({ status: 0, body: '', text: 'curl: (7) Connection refused' }),
    },
  ],
  scripts: [
    {
      need: { what: 'script', node: 'controlplane', script: 'exit 1' },
      found: found({ exitCode: 1, lastLine: 'not yet' }),
    },
    { need: { what: 'script', node: 'controlplane', script: 'exit 2' }, found: found({ exitCode: 2, lastLine: '' }) },
    { need: { what: 'script', node: 'controlplane', script: 'true' }, found: found({ exitCode: 0, lastLine: '' }) },
  ],
};

type Row = readonly [kind: string, spec: unknown, state: Verdict['state'], observed?: RegExp, more?: Partial<Check>];
const exactly = { exactly: true };

const rows: readonly Row[] = [
  ['netns', 'client', 'pass'],
  ['netns', 'clinet', 'fail', /there is client/],
  ['netns', 'Client', 'fail', /there is client/],
  ['netns', 'server', 'fail', /client, alias/],
  ['netns', { name: 'client', absent: true }, 'fail', /still/],
  ['netns', { name: 'server', absent: true }, 'pass'],
  ['netns', 'client', 'fail', /others too: alias/, exactly],
  ['netns', { name: 'client', on: 'node01' }, 'error', /node01/],
  ['link', { name: 'veth-client', in: 'client', up: true, kind: 'veth', master: 'none', mtu: 1500 }, 'pass'],
  ['link', { name: 'veth-client', in: 'client', peer: { name: 'p1', in: '' } }, 'pass'],
  [
    'link',
    { name: 'veth-client', in: 'client', peer: { name: 'p1', in: 'client' } },
    'fail',
    /its other end is p1 on the host/,
  ],
  ['link', { name: 'veth-client', in: 'client', peer: { name: 'p2' } }, 'fail', /its other end is p1/],
  ['link', { name: 'p1', peer: { name: 'veth-client', in: 'client' } }, 'pass'],
  ['link', { name: 'p1', peer: { name: 'veth-client', in: 'alias' } }, 'pass'],
  ['link', { name: 'stray', peer: { name: 'x' } }, 'fail', /no other end/],
  ['link', { name: 'veth-client' }, 'fail', /it is in client/],
  ['link', { name: 'stray', in: 'client' }, 'fail', /it is on the host/],
  [
    'link',
    { name: 'stray', up: true, mtu: 9000, master: 'bridge1', kind: 'dummy' },
    'fail',
    /a veth.*DOWN.*no bridge.*1500/,
  ],
  ['link', { name: 'veth-client', in: 'client', carrier: true }, 'fail', /is its other end up/],
  ['link', { name: 'x', in: 'server' }, 'fail', /no namespace server/],
  ['link', { name: 'x', in: 'server', absent: true }, 'pass'],
  ['link', { name: 'stray', absent: true }, 'fail', /still/],
  ['link', { name: 'p1', master: 'bridge1' }, 'fail', /others too/, exactly],
  ['link', { name: 'veth-client', in: 'client' }, 'pass', /./, exactly],
  ['address', { address: '10.0.0.11/24', in: 'client', dev: 'veth-client' }, 'pass'],
  ['address', { address: '10.0.0.11', in: 'client' }, 'pass'],
  ['address', { address: '10.0.0.1', in: 'client' }, 'fail', /10\.0\.0\.11\/24/],
  ['address', { address: '10.0.0.11/16', in: 'client' }, 'fail', /another prefix length/],
  ['address', { address: '10.0.0.11/24', in: 'client', dev: 'lo' }, 'fail', /another link: veth-client/],
  ['address', { address: '10.0.0.11/24' }, 'fail', /in client, not here/],
  ['address', { address: '10.0.0.14/24', in: 'client', dev: 'eth0' }, 'fail', /no link eth0/],
  ['address', { address: '10.0.0.11/24', in: 'client' }, 'fail', /others too: 10\.0\.0\.13/, exactly],
  ['address', { address: '172.30.0.1/24', dev: 'bridge1' }, 'pass', /./, exactly],
  ['address', { address: '10.0.0.11', in: 'client', absent: true }, 'fail', /still/],
  ['address', { address: '10.0.0.99', in: 'client', absent: true }, 'pass'],
  ['route', { to: 'default', via: '172.30.0.1', dev: 'veth-client', in: 'client' }, 'pass'],
  ['route', { to: 'default', via: '172.30.0.2', in: 'client' }, 'fail', /another way: default via 172\.30\.0\.1/],
  ['route', { to: '0.0.0.0/0', in: 'client' }, 'pass'],
  ['route', { to: '10.0.0.0/24', src: '10.0.0.11', in: 'client' }, 'pass'],
  ['route', { to: '10.0.0.0/16', in: 'client' }, 'fail'],
  ['route', { to: '10.9.0.0/24', in: 'client' }, 'fail', /table 7/],
  ['route', { to: '10.8.0.0/24', in: 'client' }, 'fail', /blackhole/],
  ['route', { to: 'default', via: '172.30.0.1' }, 'fail', /that route is in client/],
  ['route', { to: 'default', absent: true }, 'pass'],
  ['route', { to: 'default', in: 'client', absent: true }, 'fail'],
  ['route', { to: '172.30.0.0/24' }, 'pass', /./, exactly],
  ['route', { to: 'default', in: 'client' }, 'fail', /others too/, exactly],
  ['neighbour', '172.30.0.11', 'pass'],
  ['neighbour', { address: '172.30.0.11', mac: '02:00:00:00:00:0A', state: 'STALE' }, 'pass'],
  ['neighbour', { address: '172.30.0.11', mac: '02:00:00:00:00:0b' }, 'fail', /differs/],
  ['neighbour', '172.30.0.99', 'fail', /did not answer/],
  ['neighbour', { address: '172.30.0.99', state: 'FAILED' }, 'pass'],
  ['neighbour', { address: '172.30.0.99', absent: true }, 'pass'],
  ['neighbour', { address: '172.30.0.11', in: 'client' }, 'error', /not asked/],
  ['bridge', { name: 'bridge1', ports: ['p1'], up: true, learnt: 1 }, 'pass', /./, exactly],
  ['bridge', { name: 'bridge1', ports: [] }, 'fail', /in it too: p1/, exactly],
  ['bridge', { name: 'bridge1', ports: ['p1', 'stray'] }, 'fail', /not in it: stray/],
  ['bridge', { name: 'bridge1', learnt: 2 }, 'fail', /learnt 1/],
  ['bridge', { name: 'stray' }, 'fail', /no bridge but a veth/],
  ['bridge', { name: 'bridge1', in: 'client' }, 'fail', /on the host/],
  ['bridge', { name: 'bridge1', absent: true }, 'fail'],
  ['forward', { policy: 'DROP' }, 'pass'],
  ['forward', { policy: 'ACCEPT' }, 'fail', /DROP/],
  ['forward', { accepts: { in: 'br0', out: 'br0' } }, 'pass', /-i br0 -o br0/],
  ['forward', { accepts: { in: 'br0', out: 'eth0' } }, 'fail', /policy is DROP/],
  ['forward', { accepts: { in: 'br1', out: 'br1' } }, 'fail', /only some/],
  ['forward', { accepts: { in: 'br1', out: 'br1', source: '10.1.1.0/24' } }, 'pass'],
  ['forward', { accepts: { in: 'br2', out: 'br2' } }, 'pass'],
  ['forward', { accepts: { in: 'br2', out: 'eth0' } }, 'fail'],
  ['forward', { accepts: { in: 'br3', out: 'br3' } }, 'fail', /chain INPUT/],
  ['forward', { policy: 'DROP', in: 'client' }, 'error', /not found/],
  ['nat', { masquerade: '172.30.0.0/24', out: '!bridge1' }, 'pass'],
  ['nat', { masquerade: '172.30.0.11' }, 'pass'],
  ['nat', { masquerade: '172.30.0.11' }, 'fail', /it is for -s/, exactly],
  ['nat', { masquerade: '172.30.0.0/24', out: 'bridge1' }, 'fail', /! -o bridge1/],
  ['nat', { masquerade: '10.0.0.0/24' }, 'fail', /nearly/],
  ['nat', { masquerade: '172.30.0.0/24', absent: true }, 'fail'],
  ['nat', { dnat: { port: 8080, to: '172.17.0.2:80' } }, 'pass'],
  ['nat', { dnat: { port: 80, to: '172.17.0.2:80' } }, 'fail', /port 8080/],
  ['nat', { dnat: { port: 8080, to: '172.17.0.20:80' } }, 'fail', /172\.17\.0\.2:80/],
  ['socket', { listen: 80 }, 'pass'],
  ['socket', { listen: 80, address: '10.0.0.1' }, 'pass'],
  ['socket', { listen: 80, address: '10.0.0.1' }, 'fail', /only on 0\.0\.0\.0/, exactly],
  ['socket', { listen: 5000, address: '10.0.0.1' }, 'fail', /only on 127/],
  ['socket', { listen: 53 }, 'fail', /udp/],
  ['socket', { listen: 8080, absent: true }, 'pass'],
  ['sysctl', { key: 'net.ipv4.ip_forward', value: 1 }, 'pass'],
  ['sysctl', { key: 'net.ipv4.ip_forward', value: '0' }, 'fail', /is 1/],
  ['sysctl', { key: 'net.bridge.bridge-nf-call-iptables', value: 1 }, 'fail', /no net\.bridge/],
  ['sysctl', { key: 'net.ipv4.conf.all.rp_filter', value: 1 }, 'error', /not asked/],
  ['process', 'sleep', 'pass'],
  ['process', { name: 'sleep', args: '60', unshared: ['uts', 'net'], in: 'client' }, 'pass'],
  ['process', { name: 'sleep', unshared: ['uts', 'pid'] }, 'fail', /still shares pid/],
  ['process', { name: 'nginx', in: 'client' }, 'fail', /own network namespace/],
  ['process', { name: 'sleep', args: '6' }, 'fail', /no process sleep 6/],
  ['process', { name: 'sleep', absent: true }, 'fail'],
  ['same-namespace', { of: [{ netns: 'client' }, { process: 'sleep' }] }, 'pass'],
  ['same-namespace', { of: [{ netns: '' }, { process: 'sleep' }] }, 'fail', /100.*200/],
  ['same-namespace', { of: [{ netns: '' }, { process: 'sleep' }], not: true }, 'pass'],
  ['same-namespace', { type: 'uts', of: [{ process: 'bash' }, { process: 'nginx' }] }, 'pass'],
  ['same-namespace', { of: [{ netns: 'server' }, { process: 'sleep' }] }, 'fail', /no namespace server/],
  ['same-namespace', { of: [{ netns: '' }, { process: 'httpd' }], not: true }, 'fail', /no process httpd/],
  ['file', { path: '/etc/x', type: 'file', contains: '10.0.10.21' }, 'pass'],
  ['file', { path: '/etc/x', contains: '10.0.10.2' }, 'fail'],
  ['file', { path: '/etc/x', matches: '^last 10' }, 'pass'],
  ['file', { path: '/run/l', target: '/proc/1/ns/net' }, 'pass'],
  ['file', { path: '/run/l', target: '/proc/2/ns/net' }, 'fail', /points to/],
  ['file', { path: '/var/lib/d', type: 'directory', contains: '10.0.10.2' }, 'pass'],
  ['file', '/gone', 'fail', /no \/gone/],
  ['file', { path: '/gone', absent: true }, 'pass'],
  ['file', { path: '/etc/x', absent: true }, 'fail', /still/],
  ['file', '/not/asked', 'error'],
  ['json', { path: '/tmp/c.json', at: 'ips.0.address', equals: '10.0.10.2/24' }, 'pass'],
  ['json', { path: '/tmp/c.json', at: 'n', equals: 1 }, 'pass'],
  ['json', { path: '/tmp/c.json', at: 'n', equals: '1' }, 'fail'],
  ['json', { path: '/tmp/c.json', at: 'ips.0.address', matches: '^10\\.' }, 'pass'],
  ['json', { path: '/tmp/c.json', at: 'ips.1.address', equals: 'x' }, 'fail', /no ips\.1/],
  ['json', { path: '/tmp/c.json', at: '__proto__', equals: 'x' }, 'fail', /there is: ips, n/],
  ['json', { path: '/etc/x', at: 'a', equals: 'x' }, 'fail', /not JSON/],
  ['reach', { from: 'client', to: '8.8.8.8' }, 'fail', /timeout/],
  ['reach', { from: 'client', to: '8.8.8.8', answered: false }, 'pass'],
  ['reach', { from: 'client', to: '10.0.0.12', port: 80 }, 'pass'],
  ['reach', { from: 'client', to: '1.1.1.1' }, 'skipped', /not asked yet/],
  ['http', { url: 'http://10.0.0.13/' }, 'fail', /no answer came: curl: \(7\)/],
  ['http', { url: 'http://10.0.0.12/', status: 404, contains: 'Not here' }, 'pass'],
  ['http', { url: 'http://10.0.0.12/' }, 'fail', /404/],
  ['http', { url: 'http://10.0.0.14/' }, 'skipped'],
  ['script', 'true', 'pass'],
  ['script', 'exit 1', 'fail', /ended with 1/],
  ['script', 'exit 2', 'error'],
];

describe('what the kernel has', () => {
  const named = rows.map(([kind, spec, state, observed, more]) => ({ kind, spec, state, observed, more }));
  test.each(named)('$kind $spec → $state', ({ kind, spec, state, observed, more }) => {
    const verdict = judge(check(kind, spec, more ?? {}), { snapshot });
    expect(verdict, verdict.observed ?? '').toMatchObject({ state });
    if (kind !== 'script') expect(verdict.expected ?? '').not.toBe('');
    if (observed !== undefined) expect(verdict.observed).toMatch(observed);
    if (state === 'fail' && kind !== 'script') expect(verdict.look ?? '').not.toBe('');
  });

  test('a fact that could not be had is never the learner’s fault', () => {
    for (const [kind, spec, , , more] of rows) {
      if (kind === 'script') continue;
      const { state } = judge(check(kind, spec, more ?? {}), { snapshot: nothing });
      expect(['error', 'skipped'], `${kind} ${JSON.stringify(spec)}`).toContain(state);
    }
  });

  test('a script shows its last line', () => {
    expect(judge(check('script', 'exit 1'), { snapshot })).toMatchObject({ message: 'not yet' });
    expect(judge(check('script', 'exit 1', { fail: 'No.' }), { snapshot })).toMatchObject({ message: 'No.' });
  });

  test('where to look is a command to type', () => {
    const verdict = judge(check('address', { address: '10.0.0.99/24', in: 'client', dev: 'veth-client' }), {
      snapshot,
    });
    expect(verdict.look).toBe('ip -n client addr show veth-client');
  });
});

describe('rules of nft', () => {
  const nft = [
    { table: { family: 'ip', name: 't' } },
    {
      chain: { family: 'ip', table: 't', name: 'post', type: 'nat', hook: 'postrouting', prio: 100, policy: 'accept' },
    },
    { chain: { family: 'inet', table: 'f', name: 'fwd', type: 'filter', hook: 'forward', prio: 0, policy: 'drop' } },
    {
      rule: {
        family: 'ip',
        table: 't',
        chain: 'post',
        expr: [
          {
            match: {
              op: '==',
              left: { payload: { protocol: 'ip', field: 'saddr' } },
              right: { prefix: { addr: '172.30.0.0', len: 24 } },
            },
          },
          { match: { op: '!=', left: { meta: { key: 'oifname' } }, right: 'bridge1' } },
          { masquerade: null },
        ],
      },
    },
    {
      rule: {
        family: 'inet',
        table: 'f',
        chain: 'fwd',
        expr: [{ match: { op: '==', left: { meta: { key: 'iifname' } }, right: 'br*' } }, { accept: null }],
      },
    },
    {
      rule: {
        family: 'inet',
        table: 'f',
        chain: 'fwd',
        expr: [
          { limit: { rate: 1 } },
          { match: { op: '==', left: { meta: { key: 'iifname' } }, right: 'eth9' } },
          { accept: null },
        ],
      },
    },
    'garbage',
    { rule: 'garbage' },
  ];
  const made: Snapshot = {
    ...nothing,
    nodes: {
      controlplane: { netns: [{ name: '', inode: 1, rules: found({ chains: [], rules: [], nft }) }], files: {} },
    },
  };
  test.each([
    ['nat', { masquerade: '172.30.0.0/24', out: '!bridge1' }, 'pass'],
    ['nat', { masquerade: '172.30.0.0/16' }, 'fail'],
    ['forward', { policy: 'DROP' }, 'pass'],
    ['forward', { accepts: { in: 'br7', out: 'x' } }, 'pass'],
    ['forward', { accepts: { in: 'eth9', out: 'x' } }, 'fail'],
  ] as const)('%s %o → %s', (kind, spec, state) => {
    expect(judge(check(kind, spec), { snapshot: made })).toMatchObject({ state });
  });

  test('nobody has made a rule: everything is let through', () => {
    const none: Snapshot = {
      ...nothing,
      nodes: {
        controlplane: { netns: [{ name: '', inode: 1, rules: found({ chains: [], rules: [], nft: [] }) }], files: {} },
      },
    };
    expect(judge(check('forward', { policy: 'ACCEPT' }), { snapshot: none })).toMatchObject({ state: 'pass' });
    expect(judge(check('forward', { accepts: { in: 'a', out: 'b' } }), { snapshot: none })).toMatchObject({
      state: 'pass',
    });
    expect(judge(check('nat', { masquerade: '10.0.0.0/24' }), { snapshot: none })).toMatchObject({ state: 'fail' });
  });
});

describe('questions', () => {
  const answer = (spec: unknown, text: string): string =>
    judge(check('ask', { question: 'Which?', answer: spec }), { snapshot, answers: { it: text } }).state;
  const hash = `salt:${createHash('sha256').update('saltrouter').digest('hex')}`;
  const asked: readonly (readonly [spec: unknown, text: string, state: Verdict['state']])[] = [
    [{ of: 'mac', link: 'veth-client', in: 'client' }, ' 02:00:00:00:00:01 ', 'pass'],
    [{ of: 'ifindex', link: 'veth-client', in: 'client' }, '2', 'pass'],
    [{ of: 'ifindex', link: 'veth-client', in: 'client' }, '12', 'fail'],
    [{ of: 'mtu', link: 'veth-client', in: 'client' }, '1500', 'pass'],
    [{ of: 'address', link: 'veth-client', in: 'client' }, '10.0.0.13', 'pass'],
    [{ of: 'address', link: 'veth-client', in: 'client' }, '10.0.0.13/24', 'pass'],
    [{ of: 'address', link: 'veth-client', in: 'client' }, '10.0.0.13/16', 'fail'],
    [{ of: 'inode', in: 'client' }, 'net:[200]', 'pass'],
    [{ of: 'inode', in: 'client' }, '100', 'fail'],
    [{ of: 'mac', link: 'nope' }, '1', 'fail'],
    [{ of: 'mac', link: 'nope', in: 'server' }, '1', 'fail'],
    [{ hash }, '  Router\n', 'pass'],
    [{ hash }, 'switch', 'fail'],
    [{ hash }, '', 'fail'],
  ];
  test.each(asked)('%o answered %o → %s', (spec, text, state) => {
    expect(answer(spec, text)).toBe(state);
  });

  test('not answered yet', () => {
    expect(judge(check('ask', { question: 'Which?', answer: { hash } }))).toMatchObject({
      state: 'fail',
      observed: 'no answer yet',
    });
    expect(judge(check('ask', { question: 'Which?', answer: { hash } }, { id: 'constructor' }))).toMatchObject({
      state: 'fail',
    });
  });
});
