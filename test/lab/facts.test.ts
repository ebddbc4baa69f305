import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Link } from '../../src/check/netns-facts.ts';
import { parseResponse } from '../../src/lab/facts/active.ts';
import { parseIptables, splitWords } from '../../src/lab/facts/iptables.ts';
import { parseLinks } from '../../src/lab/facts/links.ts';
import { allNeeds, uniqueNeeds } from '../../src/lab/facts/needs.ts';
import { parseFdb, parseNeighbours } from '../../src/lab/facts/neighbours.ts';
import { parseNetnsIds } from '../../src/lab/facts/netns-ids.ts';
import { parseNft } from '../../src/lab/facts/nft.ts';
import { matchPeers, namePeers } from '../../src/lab/facts/peers.ts';
import { belonging, parseStatus } from '../../src/lab/facts/processes.ts';
import { parseRoutes } from '../../src/lab/facts/routes.ts';
import { parseSockets } from '../../src/lab/facts/sockets.ts';
import { sysctlPath } from '../../src/lab/facts/sysctl.ts';

const fixture = (path: string): string =>
  readFileSync(new URL(`../../fixtures/facts/${path}`, import.meta.url), 'utf8');

const found = <T>(fact: { readonly state: string; readonly value?: T }): T => {
  if (fact.state !== 'found' || fact.value === undefined) throw new Error(JSON.stringify(fact));
  return fact.value;
};

describe('links', () => {
  it('reads kinds, flags, masters, peers and addresses', () => {
    const links = found(parseLinks(fixture('debian-12/address.json')));
    const byName = new Map(links.map((link) => [link.name, link]));
    expect(byName.get('lo')).toMatchObject({ kind: 'loopback', up: true, carrier: true, mtu: 65536 });
    expect(byName.get('br0')).toMatchObject({ kind: 'bridge', up: true, carrier: false, details: { stp_state: 0 } });
    expect(byName.get('br0')?.addresses[0]).toEqual({
      family: 'inet',
      address: '172.30.0.1',
      prefix: 24,
      scope: 'global',
    });
    expect(byName.get('v0')).toMatchObject({ kind: 'veth', master: 'br0', peerIndex: 5, peerNetnsId: 0 });
    expect(byName.get('vx')).toMatchObject({ kind: 'vxlan', up: false, details: { id: 7 } });
  });

  it('gives the index of a peer in the same namespace, of which ip prints only the name', () => {
    const links = found(parseLinks(fixture('debian-12/address.json')));
    const v2 = links.find(({ name }) => name === 'v2');
    const v3 = links.find(({ name }) => name === 'v3');
    expect(v2?.peerIndex).toBe(v3?.index);
    expect(v3?.peerIndex).toBe(v2?.index);
    expect(v2).not.toHaveProperty('peerNetnsId');
  });

  it('reads iproute2 4.15, which prints empty objects', () => {
    const [link, ...others] = found(parseLinks(fixture('iproute2-4.15/address.json')));
    expect(others).toEqual([]);
    expect(link).toMatchObject({ name: 'veth-client', peerIndex: 2, peerNetnsId: 0 });
    expect(link?.addresses.map(({ address }) => address)).toEqual(['10.0.0.11']);
  });

  it('does not believe names that the host has for namespaces', () => {
    const text = '[{"ifindex":2,"ifname":"a","link_index":3,"link_netnsid":0,"link_netns":"of-the-host","flags":[]}]';
    expect(found(parseLinks(text))[0]).not.toHaveProperty('peerNetns');
  });
});

describe('peers', () => {
  const end = (index: number, peerIndex: number, peerNetnsId: number): Link => ({
    ...{ index, peerIndex, peerNetnsId, name: `v${index}`, kind: 'veth', up: true, carrier: true, mtu: 1500 },
    ...{ mac: '', addresses: [], details: {} },
  });

  it('are named by the ids the kernel has', () => {
    const ids = parseNetnsIds('0 1 4\n0 2 5\n1 0 0\nrubbish\n9 9 9\n', ['', 'client', 'server']);
    expect(namePeers([end(2, 3, 5), end(4, 5, 6)], ids.get(''))).toMatchObject([{ peerNetns: 'server' }, {}]);
    expect(namePeers([end(4, 5, 6)], ids.get(''))[0]).not.toHaveProperty('peerNetns');
    expect(ids.get('client')?.get(0)).toBe('');
  });

  it('without ids are named by their indices where only one fits', () => {
    const a = new Map([
      ['a', [end(2, 3, 0)]],
      ['b', [end(3, 2, 0)]],
      ['c', [end(7, 8, 0)]],
    ]);
    expect(matchPeers(a, 'a')).toMatchObject([{ peerNetns: 'b' }]);
    expect(matchPeers(new Map([...a, ['d', [end(3, 2, 0)]]]), 'a')[0]).not.toHaveProperty('peerNetns');
    expect(matchPeers(a, 'c')[0]).not.toHaveProperty('peerNetns');
  });
});

describe('routes', () => {
  const routes = found(parseRoutes('inet', fixture('debian-12/route-4.json')));

  it('fills in what ip leaves out', () => {
    expect(routes[0]).toEqual({
      ...{ family: 'inet', to: '10.1.0.0/16', type: 'unicast', via: '172.30.0.2', dev: 'br0', table: 'main' },
    });
    expect(routes.find(({ type }) => type === 'blackhole')).toMatchObject({ to: '10.99.0.0/16' });
    expect(routes.filter(({ table }) => table === 'local')).toHaveLength(5);
  });

  it('makes each hop a route, and reads a hop of the other family', () => {
    expect(routes.filter(({ to }) => to === '10.2.0.0/16').map(({ via }) => via)).toEqual(['172.30.0.2', '172.30.0.3']);
    expect(routes.find(({ to }) => to === '10.3.0.0/24')?.via).toBe('fe80::1');
  });

  it('knows the family of IPv6 routes', () => {
    const six = found(parseRoutes('inet6', fixture('debian-12/route-6.json')));
    expect(new Set(six.map(({ family }) => family))).toEqual(new Set(['inet6']));
    expect(six.find(({ to }) => to === 'fe80::/64')).toMatchObject({ dev: 'br0', metric: 256 });
  });
});

describe('neighbours, fdb and sockets', () => {
  it('reads neighbours with and without a MAC', () => {
    expect(found(parseNeighbours(fixture('debian-12/neighbour.json')))).toEqual([
      { address: '172.30.0.7', dev: 'br0', mac: '02:00:00:00:00:07', states: ['PERMANENT'] },
      { address: '172.30.0.9', dev: 'br0', states: ['FAILED'] },
    ]);
  });

  it('reads the forwarding database of new and old bridge', () => {
    expect(found(parseFdb(fixture('debian-12/fdb.json'))).find(({ master }) => master === 'br0')).toMatchObject({
      dev: 'v0',
    });
    expect(found(parseFdb(fixture('iproute2-4.15/fdb.json'))).map(({ dev }) => dev)).toEqual(['br0', 'port1']);
  });

  it('reads listening sockets', () => {
    expect(found(parseSockets(fixture('debian-12/ss.txt')))).toEqual([
      { protocol: 'udp', address: '0.0.0.0', port: 53 },
      { protocol: 'tcp', address: '127.0.0.1', port: 8080 },
    ]);
    const others =
      'tcp LISTEN 0 511 [::]:80 [::]:*\nudp UNCONN 0 0 127.0.0.53%lo:53 0.0.0.0:*\ntcp LISTEN 0 1 *:22 *:*\n';
    expect(found(parseSockets(others)).map(({ address }) => address)).toEqual(['::', '127.0.0.53', '*']);
    expect(found(parseSockets('udp UNCONN 0 0 [fe80::1%eth0]:546 [::]:*'))[0]?.address).toBe('fe80::1');
    expect(parseSockets('Cannot open netlink socket').state).toBe('error');
  });
});

describe('rules', () => {
  it('reads tables, chains and rules of iptables-save', () => {
    const { tables, chains, rules } = found(parseIptables(fixture('debian-12/iptables-save.txt')));
    expect(tables).toEqual(['filter', 'nat']);
    expect(chains).toContainEqual({ table: 'filter', chain: 'FORWARD', policy: 'DROP' });
    expect(chains).toContainEqual({ table: 'filter', chain: 'MINE', policy: '-' });
    expect(rules).toEqual([
      { table: 'filter', chain: 'FORWARD', words: ['-i', 'br0', '-j', 'MINE'] },
      {
        table: 'nat',
        chain: 'POSTROUTING',
        words: [
          '-s',
          '172.30.0.0/24',
          '!',
          '-o',
          'br0',
          '-m',
          'comment',
          '--comment',
          `it's "a" test`,
          '-j',
          'MASQUERADE',
        ],
      },
    ]);
  });

  it('leaves counters out and does not take a text for rules', () => {
    expect(found(parseIptables('*nat\n[3:180] -A POSTROUTING -j MASQUERADE\nCOMMIT\n')).rules).toHaveLength(1);
    expect(parseIptables('-A POSTROUTING -j MASQUERADE').state).toBe('error');
    expect(parseIptables('*nat\nsomething\nCOMMIT').state).toBe('error');
    expect(parseIptables('*nat\n-A X --comment "open\nCOMMIT').state).toBe('error');
  });

  it('splits words as iptables quotes them', () => {
    const quote = (word: string): string => `"${word.replace(/["'\\]/g, '\\$&')}"`;
    fc.assert(
      fc.property(fc.array(fc.string()), (words) => {
        expect(splitWords(words.map(quote).join(' '))).toEqual(words);
      }),
    );
  });

  it('tells tables of iptables from others', () => {
    const text = fixture('debian-12/nft.json');
    expect(found(parseNft(text)).compatible).toEqual({ ip: ['nat', 'filter'], ip6: ['filter'] });
    expect(JSON.stringify(found(parseNft(text, () => true)).own)).not.toContain('"POSTROUTING"');
    expect(found(parseNft(text, () => true)).own).toMatchObject([
      { table: { family: 'inet', name: 'mine' } },
      { chain: { name: 'c' } },
    ]);
    // A table `ip nat` that iptables-save does not know is somebody's own.
    expect(JSON.stringify(found(parseNft(text, (family) => family === 'ip6')).own)).toContain('"POSTROUTING"');
    expect(found(parseNft(''))).toEqual({ own: [], compatible: { ip: [], ip6: [] } });
  });
});

describe('processes', () => {
  it('reads the status of a process', () => {
    expect(parseStatus(fixture('debian-12/status.txt'))).toEqual({
      pid: 8668,
      parent: 8667,
      name: 'sleep',
      pids: [8668, 1],
    });
    expect(parseStatus('Name:\ta\\nPid:\\t1\nPid:\t7\nPPid:\t1\nNSpid:\t7\n')).toMatchObject({
      name: 'a\nPid:\\t1',
      pid: 7,
    });
    expect(parseStatus('')).toBeUndefined();
  });

  it('counts those in namespaces made in the lab, but not other labs and nodes', () => {
    const at = (pid: number, parent: number, pidns: number, ...pids: number[]) => ({
      pid,
      parent,
      pidns,
      name: 'x',
      pids,
    });
    const all = [
      at(10, 5, 100, 10, 1), // the lab's first
      at(11, 10, 100, 11, 2), // unshare --pid
      at(12, 11, 101, 12, 3, 1), // its init
      at(13, 12, 101, 13, 4, 2),
      at(20, 5, 200, 20, 1), // another lab
      at(21, 20, 201, 21, 2, 1),
      at(30, 11, 300, 30, 9, 1), // the other node
      at(40, 999, 400, 40, 1), // of nobody
    ];
    expect(belonging(all, 100, new Set([300])).map(({ pid }) => pid)).toEqual([10, 11, 12, 13]);
  });
});

describe('sysctls', () => {
  it.each([
    ['net.ipv4.ip_forward', '/proc/sys/net/ipv4/ip_forward'],
    ['net/ipv4/conf/eth0.100/forwarding', '/proc/sys/net/ipv4/conf/eth0.100/forwarding'],
    ['net.ipv4.conf.eth0/100.forwarding', '/proc/sys/net/ipv4/conf/eth0.100/forwarding'],
  ])('%s', (key, path) => expect(sysctlPath(key)).toBe(path));

  it.each([
    'net',
    '',
    '../kernel.hostname',
    'net/../../../etc/passwd',
    'net..x',
    'net.ipv4.a b',
    'net.ipv4.\0',
    'net./..x',
    '-a',
  ])('refuses %j', (key) => expect(sysctlPath(key)).toBeUndefined());
});

describe('http', () => {
  it('reads status and body behind interim answers', () => {
    expect(parseResponse('HTTP/1.1 200 OK\r\nServer: x\r\n\r\nWelcome\r\n\r\nto')).toEqual({
      status: 200,
      body: 'Welcome\r\n\r\nto',
    });
    expect(parseResponse('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 Not Found\r\nA: b\r\n\r\n')).toEqual({
      status: 404,
      body: '',
    });
    expect(parseResponse('HTTP/2 204 \r\n\r\n')).toEqual({ status: 204, body: '' });
    expect(parseResponse('')).toBeUndefined();
  });
});

describe('needs', () => {
  it('are asked once each', () => {
    const needs = allNeeds({ controlplane: ['', 'client'], node01: [''] });
    expect(needs).toHaveLength(2 + 3 * 7);
    expect(uniqueNeeds([...needs, ...needs])).toEqual(needs);
    expect(
      uniqueNeeds([
        { what: 'links', node: 'controlplane', netns: '' },
        { netns: '', node: 'controlplane', what: 'links' },
        { what: 'links', node: 'node01', netns: '' },
      ]),
    ).toHaveLength(2);
  });
});

describe('garbage', () => {
  const parsers = { parseLinks, parseNeighbours, parseFdb, parseSockets, parseIptables, parseNft };

  it.each(Object.entries(parsers))('%s says error, or finds something, and never throws', (_, parse) => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(['found', 'error']).toContain(parse(text).state);
      }),
    );
  });

  it.each([
    ['{', 'not JSON'],
    ['{"a":1}', 'expected array'],
    ['[{"ifindex":"x","ifname":"y"}]', 'ifindex'],
    ['[null]', ''],
  ])('%s is an error that says why', (text, message) => {
    const fact = parseLinks(text);
    expect(fact.state).toBe('error');
    expect(fact).toMatchObject({ message: expect.stringContaining(message) });
    expect(parseRoutes('inet', text).state).toBe('error');
  });
});
