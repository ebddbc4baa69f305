import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Rule } from '../../src/check/netns-facts.ts';
import type { ContainerFact, NodeFacts, Snapshot } from '../../src/check/snapshot.ts';
import type { Check, Verdict } from '../../src/check/types.ts';
import { readDescriptions } from '../../src/lab/facts/containers.ts';
import { check, judge, nothing } from './support.ts';

const found = <T>(value: T): { state: 'found'; value: T } => ({ state: 'found', value });

/** The recorded descriptions of an Engine, each as the text it sends. */
function described(change: (text: string) => string = (text) => text): readonly ContainerFact[] {
  const file = readFileSync(new URL('../../fixtures/engine/20.10.24.json', import.meta.url), 'utf8');
  const all: unknown = JSON.parse(change(file));
  const texts = Array.isArray(all) ? all.map((each: unknown) => JSON.stringify(each)) : [];
  const facts = readDescriptions(texts);
  if (facts.state !== 'found') throw new Error(JSON.stringify(facts));
  return facts.value;
}

const containers = described();

describe('what an Engine describes', () => {
  test('is read as facts, with names for ids', () => {
    expect(containers).toMatchObject([
      {
        name: 'app',
        running: false,
        pid: 0,
        exitCode: 143,
        network: 'container:pause',
        ipc: 'container:pause',
        pidMode: 'container:pause',
      },
      { name: 'pause', running: true, network: 'none', ipc: 'shareable', pidMode: 'private', addresses: [] },
      {
        name: 'web',
        image: 'nginx',
        network: 'bridge',
        ipc: 'private',
        addresses: ['172.17.0.2'],
        published: [{ port: 80, protocol: 'tcp', hostPort: 8080 }],
        sandboxKey: '/var/run/docker/netns/f1d2d297c775',
      },
    ]);
  });

  test('is the same without what Engine 29 left out', () => {
    const later = described((text) => {
      const all: unknown = JSON.parse(text);
      return JSON.stringify(all, (key, value: unknown) => {
        if (key !== 'NetworkSettings' || typeof value !== 'object' || value === null) return value;
        // Deprecated since 1.9, gone from API 1.52: the addresses outside of Networks, and with them Bridge.
        const kept = ['Ports', 'SandboxID', 'SandboxKey', 'Networks'];
        return Object.fromEntries(Object.entries(value).filter(([name]) => kept.includes(name)));
      }).replaceAll('"NetworkMode":"default"', '"NetworkMode":"bridge"');
    });
    expect(later).toEqual(containers);
  });

  test('is an error where it is something else', () => {
    expect(readDescriptions(['{"Id":"x"}'])).toMatchObject({
      state: 'error',
      message: expect.stringContaining('Name'),
    });
    expect(readDescriptions(['<html>'])).toMatchObject({ state: 'error' });
  });
});

const webPid = containers.find(({ name }) => name === 'web')?.pid ?? 0;
const pausePid = containers.find(({ name }) => name === 'pause')?.pid ?? 0;

const rule = (table: string, line: string): Rule => {
  const words = line.split(' ');
  return { table, chain: words[1] ?? '', words };
};

/** Docker Engine 20.10's rules with a published port, the learner's own, and those of the CNI bridge plugin. */
const rules: readonly Rule[] = [
  ...[
    '-A FORWARD -j DOCKER-USER',
    '-A FORWARD -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
    '-A FORWARD -o docker0 -j DOCKER',
    '-A FORWARD -i docker0 ! -o docker0 -j ACCEPT',
    '-A DOCKER -d 172.17.0.3/32 ! -i docker0 -o docker0 -p tcp -m tcp --dport 80 -j ACCEPT',
    '-A DOCKER-USER -d 172.17.0.2/32 -p tcp -m tcp --dport 80 -j ACCEPT',
    '-A DOCKER-USER -i cni_net0 -o cni_net0 -j ACCEPT',
    '-A DOCKER-USER -j RETURN',
  ].map((line) => rule('filter', line)),
  ...[
    '-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER',
    '-A PREROUTING -d 192.168.0.7/32 -p tcp -m tcp --dport 80 -j DNAT --to-destination 172.17.0.2:80',
    '-A PREROUTING -s 10.0.0.1/32 -p tcp -m tcp --dport 81 -j DNAT --to-destination 172.17.0.9:90',
    '-A OUTPUT -d 192.168.0.7/32 -p tcp -m tcp --dport 8000 -j DNAT --to-destination 172.17.0.2:80',
    '-A DOCKER ! -i docker0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.17.0.3:80',
    '-A POSTROUTING -s 10.0.10.2/32 -m comment --comment demo -j CNI-14bb',
    '-A CNI-14bb -d 10.0.10.0/24 -m comment --comment demo -j ACCEPT',
    '-A CNI-14bb ! -d 224.0.0.0/4 -m comment --comment demo -j MASQUERADE',
  ].map((line) => rule('nat', line)),
];

const process = (pid: number, namespaces: Record<string, number>) => ({
  ...{ pid, parent: 1, name: 'x', words: ['x'], namespaces },
});

const node: NodeFacts = {
  netns: [
    {
      name: '',
      inode: 100,
      rules: found({ chains: [{ table: 'filter', chain: 'FORWARD', policy: 'DROP' }], rules, nft: [] }),
    },
    { name: 'web', inode: 200 },
    { name: 'other', inode: 300 },
  ],
  files: {},
  processes: found([
    process(1, { net: 100, ipc: 1, pid: 1 }),
    process(webPid, { net: 200, ipc: 2, pid: 2 }),
    process(pausePid, { net: 400, ipc: 3, pid: 3 }),
  ]),
  containers: found(containers),
};
const snapshot: Snapshot = { ...nothing, nodes: { controlplane: node } };
const without: Snapshot = { ...nothing, nodes: { controlplane: { ...node, containers: { state: 'missing' } } } };
const broken: Snapshot = {
  ...nothing,
  nodes: { controlplane: { ...node, containers: { state: 'error', message: 'no answer' } } },
};

type Row = readonly [kind: string, spec: unknown, state: Verdict['state'], observed?: RegExp, more?: Partial<Check>];
const net = (...of: readonly unknown[]) => ({ of });

const rows: readonly Row[] = [
  ['container', 'web', 'pass', /PID/],
  ['container', 'wbe', 'fail', /the containers are: app, pause, web/],
  ['container', 'app', 'fail', /does not run: it ended with exit code 143, by signal 15/],
  ['container', { name: 'app', running: false }, 'pass'],
  ['container', { name: 'web', running: false }, 'fail', /web runs/],
  ['container', { name: 'web', absent: true }, 'fail', /still/],
  ['container', { name: 'gone', absent: true }, 'pass'],
  ['container', 'web', 'fail', /others too: app, pause/, { exactly: true }],
  ['container', { name: 'web', image: 'docker.io/library/nginx:latest', network: 'bridge' }, 'pass'],
  ['container', { name: 'web', image: 'nginx:1.27' }, 'fail', /image is nginx/],
  ['container', { name: 'web', network: 'none' }, 'fail', /network is bridge/],
  ['container', { name: 'web', address: '172.17.0.2', publishes: { port: 8080, to: 80 } }, 'pass'],
  ['container', { name: 'web', address: '172.17.0.20' }, 'fail', /172\.17\.0\.2/],
  ['container', { name: 'web', publishes: { port: 80, to: 8080 } }, 'fail', /8080->80\/tcp/],
  ['container', { name: 'pause', network: 'none', ipc: 'shareable', pid: 'private' }, 'pass'],
  ['container', { name: 'pause', ipc: 'private', pid: 'host' }, 'fail', /ipc is shareable; its pid is private/],
  ['container', { name: 'app', running: false, network: 'container:pause', pid: 'container:pause' }, 'pass'],
  ['container', { name: 'web', on: 'node01' }, 'error', /node01/],
  ['same-namespace', net({ container: 'web' }, { netns: 'web' }), 'pass', /200/],
  ['same-namespace', net({ container: 'web' }, { netns: 'other' }), 'fail', /200.*300/],
  ['same-namespace', { ...net({ container: 'web' }, { container: 'pause' }), not: true }, 'pass'],
  ['same-namespace', { ...net({ container: 'web' }, { container: 'pause' }), type: 'ipc' }, 'fail', /2.*3/],
  ['same-namespace', net({ container: 'app' }, { container: 'pause' }), 'fail', /no container app runs/],
  ['same-namespace', net({ container: 'web' }, { netns: 'gone' }), 'fail', /no namespace gone/],
  ['nat', { dnat: { port: 80, to: '172.17.0.2:80', destination: '192.168.0.7' } }, 'pass'],
  ['nat', { dnat: { port: 8080, to: '172.17.0.3:80', destination: '192.168.0.7' } }, 'fail', /to anybody/],
  ['nat', { dnat: { port: 8080, to: '172.17.0.3:80' } }, 'pass'],
  ['nat', { dnat: { port: 81, to: '172.17.0.9:90' } }, 'fail', /also asks for -s 10\.0\.0\.1/],
  ['nat', { dnat: { port: 80, to: '172.17.0.2:80', chain: 'OUTPUT' } }, 'fail', /nearly/],
  ['nat', { dnat: { port: 8000, to: '172.17.0.2:80', chain: 'OUTPUT' } }, 'pass'],
  ['nat', { masquerade: '10.0.10.2' }, 'pass', /CNI-14bb/],
  ['nat', { masquerade: '10.0.10.3' }, 'fail', /10\.0\.10\.2\/32/],
  [
    'forward',
    { accepts: { in: 'eth0', out: 'docker0', destination: '172.17.0.2', protocol: 'tcp', port: 80 } },
    'pass',
    /DOCKER-USER/,
  ],
  [
    'forward',
    { accepts: { in: 'eth0', out: 'docker0', destination: '172.17.0.2', protocol: 'tcp', port: 81 } },
    'fail',
    /policy is DROP|only some/,
  ],
  [
    'forward',
    { accepts: { in: 'eth0', out: 'docker0', destination: '172.17.0.3', protocol: 'tcp', port: 80 } },
    'pass',
  ],
  ['forward', { accepts: { in: 'cni_net0', out: 'cni_net0' } }, 'pass'],
  ['forward', { accepts: { in: 'eth0', out: 'cni_net0', protocol: 'udp', port: 80 } }, 'fail'],
];

describe('the verdicts', () => {
  const named = rows.map(([kind, spec, state, observed, more]) => ({ kind, spec, state, observed, more }));
  test.each(named)('$kind $spec: $state', ({ kind, spec, state, observed, more }) => {
    const verdict = judge(check(kind, spec, more), { snapshot });
    expect(verdict).toMatchObject({ state });
    if (observed !== undefined) expect(verdict.observed).toMatch(observed);
    expect(verdict.expected).toBeTruthy();
  });
});

describe('where no Engine answers', () => {
  test('no container is found, nor found to be gone', () => {
    expect(judge(check('container', 'web'), { snapshot: without })).toMatchObject({
      state: 'fail',
      observed: expect.stringContaining('Engine'),
    });
    expect(judge(check('container', { name: 'web', absent: true }), { snapshot: without }).state).toBe('fail');
  });

  test('one that cannot be asked costs nobody anything', () => {
    expect(judge(check('container', 'web'), { snapshot: broken }).state).toBe('error');
    const same = check('same-namespace', net({ container: 'web' }, { netns: 'web' }));
    expect(judge(same, { snapshot: broken }).state).toBe('error');
  });
});

test.each([{ name: 'web', absent: true, image: 'nginx' }, {}, { name: 'web', publishes: { port: 80 } }])(
  'container %j is no valid check',
  (spec) => {
    expect(() => check('container', spec)).toThrow();
  },
);
