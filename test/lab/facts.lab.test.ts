import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NetnsFacts } from '../../src/check/netns-facts.ts';
import type { HttpNeed, Need, ReachNeed, Snapshot } from '../../src/check/snapshot.ts';
import { collect } from '../../src/lab/facts/collect.ts';
import { allNeeds } from '../../src/lab/facts/needs.ts';
import { startBareLab, type BareLab } from './facts-lab.ts';

const node = 'controlplane';
let lab: BareLab;

beforeAll(async () => {
  lab = await startBareLab();
  await lab.inside(`
    ip netns add client; ip netns add server
    ip link add veth-client type veth peer name veth-server
    ip link set veth-client netns client; ip link set veth-server netns server
    ip -n client address add 10.0.0.11/24 dev veth-client; ip -n server address add 10.0.0.12/24 dev veth-server
    ip -n client link set veth-client up; ip -n server link set veth-server up
    ip link add br0 type bridge; ip link add v0 type veth peer name v1 netns client; ip link set v0 master br0 up; ip link set br0 up
    iptables -t nat -A POSTROUTING -s 172.30.0.0/24 ! -o br0 -j MASQUERADE; iptables -P FORWARD DROP
    ip6tables -A INPUT -p tcp --dport 80 -j DROP
    nft add table inet own; nft add table ip nat2
    echo 1 > /proc/sys/net/ipv4/ip_forward; hostname in-the-lab
  `);
});
afterAll(() => lab.close());

const snapshot = (...needs: Need[]): Promise<Snapshot> => collect(lab.target, needs, lab.runInLab);

async function netnsOf(
  netns: string,
  ...parts: ('links' | 'routes' | 'neighbours' | 'fdb' | 'sockets' | 'rules')[]
): Promise<NetnsFacts> {
  const { nodes } = await snapshot(...parts.map((what) => ({ what, node, netns }) as const));
  const facts = nodes[node]?.netns.find(({ name }) => name === netns);
  if (facts === undefined) throw new Error(`no ${netns}`);
  return facts;
}

const fileOf = async (path: string) => (await snapshot({ what: 'file', node, path })).nodes[node]?.files[path];

const reach = async (need: Omit<ReachNeed, 'what' | 'node'>) =>
  (await snapshot({ what: 'reach', node, ...need })).reach[0]?.found;

const http = async (need: Omit<HttpNeed, 'what' | 'node'>) =>
  (await snapshot({ what: 'http', node, ...need })).http[0]?.found;

describe('a snapshot', () => {
  it('lists the node’s own namespace first, then the named ones', async () => {
    const { schema, nodes } = await snapshot({ what: 'namespaces', node });
    expect(schema).toBe('netns-course/snapshot/v1');
    expect(nodes[node]?.netns.map(({ name }) => name)).toEqual(['', 'client', 'server']);
    const inode = Number(await lab.inside('stat -L -c %i /run/netns/client'));
    expect(nodes[node]?.netns[1]?.inode).toBe(inode);
    expect(nodes).not.toHaveProperty('node01');
  });

  it('names the namespaces at the other ends of cables', async () => {
    const { nodes } = await snapshot(
      ...['', 'client', 'server'].map((netns) => ({ what: 'links', node, netns }) as const),
    );
    const peers = nodes[node]?.netns.flatMap(({ name, links }) =>
      links?.state === 'found'
        ? links.value.flatMap((link) => (link.peerNetns === undefined ? [] : [[name, link.name, link.peerNetns]]))
        : [],
    );
    expect(peers?.toSorted()).toEqual([
      ['', 'v0', 'client'],
      ['client', 'v1', ''],
      ['client', 'veth-client', 'server'],
      ['server', 'veth-server', 'client'],
    ]);
  });

  it('names the right one of two whose indices fit', async () => {
    await lab.inside(`
      for n in p q r s; do ip netns add $n; done
      ip -n p link add pq index 50 type veth peer name qp index 60 netns q
      ip -n r link add rs index 50 type veth peer name sr index 60 netns s
    `);
    const { nodes } = await snapshot(...['p', 'q', 'r', 's'].map((netns) => ({ what: 'links', node, netns }) as const));
    const peer = (netns: string, name: string) => {
      const links = nodes[node]?.netns.find((each) => each.name === netns)?.links;
      return links?.state === 'found' ? links.value.find((link) => link.name === name)?.peerNetns : undefined;
    };
    expect([peer('p', 'pq'), peer('q', 'qp'), peer('r', 'rs'), peer('s', 'sr')]).toEqual(['q', 'p', 's', 'r']);
    await lab.inside('for n in p q r s; do ip netns del $n; done');
  });

  it('has links, addresses, routes, forwarding database and sockets', async () => {
    const client = await netnsOf('client', 'links', 'routes', 'fdb', 'sockets', 'neighbours');
    expect(client.links).toMatchObject({ state: 'found' });
    expect(JSON.stringify(client.links)).toContain('10.0.0.11');
    expect(client.routes).toMatchObject({ state: 'found' });
    expect(JSON.stringify(client.routes)).toContain('"to":"10.0.0.0/24"');
    expect(client.sockets).toEqual({ state: 'found', value: [] });
    const own = await netnsOf('', 'fdb');
    expect(JSON.stringify(own.fdb)).toContain('"dev":"v0","master":"br0"');
  });

  it('has rules of iptables, ip6tables and nft, each in its place', async () => {
    const { rules } = await netnsOf('', 'rules');
    if (rules?.state !== 'found') throw new Error(JSON.stringify(rules));
    expect(rules.value.chains).toContainEqual({ table: 'filter', chain: 'FORWARD', policy: 'DROP' });
    expect(rules.value.rules).toEqual([
      { table: 'nat', chain: 'POSTROUTING', words: ['-s', '172.30.0.0/24', '!', '-o', 'br0', '-j', 'MASQUERADE'] },
    ]);
    expect(rules.value.ip6?.rules.map(({ chain }) => chain)).toEqual(['INPUT']);
    expect(rules.value.nft.map((each) => JSON.stringify(each))).toEqual([
      expect.stringContaining('"name":"own"'),
      expect.stringContaining('"name":"nat2"'),
    ]);
    expect((await netnsOf('client', 'rules')).rules).toMatchObject({ value: { chains: [], rules: [], nft: [] } });
  });

  it('has rules of legacy iptables, and makes no tables by asking', async () => {
    await netnsOf('server', 'rules');
    const names = 'ip netns exec server cat /proc/net/ip_tables_names';
    expect(await lab.inside(names)).toBe('');
    expect(await lab.inside('ip netns exec server nft list tables')).toBe('');
    await lab.inside('ip netns exec server iptables-legacy -t nat -A POSTROUTING -j MASQUERADE');
    const { rules } = await netnsOf('server', 'rules');
    expect(rules).toMatchObject({
      value: { rules: [{ table: 'nat', words: ['-j', 'MASQUERADE'], backend: 'legacy' }] },
    });
    await lab.inside('ip netns exec server iptables-legacy -t nat -F');
  });

  it('has sysctls as the namespace has them', async () => {
    const sysctl = async (netns: string, key: string) =>
      (await snapshot({ what: 'sysctl', node, netns, key })).nodes[node]?.netns.find(({ name }) => name === netns)
        ?.sysctls?.[key];
    expect(await sysctl('', 'net.ipv4.ip_forward')).toEqual({ state: 'found', value: '1' });
    expect(await sysctl('client', 'net.ipv4.ip_forward')).toEqual({ state: 'found', value: '0' });
    expect(await sysctl('', 'kernel.hostname')).toEqual({ state: 'found', value: 'in-the-lab' });
    expect(await sysctl('', 'net.ipv4.no_such_key')).toEqual({ state: 'missing' });
    expect(await sysctl('', '../../etc/passwd')).toMatchObject({ state: 'error' });
  });

  it('leaves out what is not there, and says what cannot be asked', async () => {
    const { nodes } = await snapshot(
      { what: 'links', node, netns: 'nowhere' },
      { what: 'links', node: 'node01', netns: '' },
    );
    expect(nodes[node]?.netns.map(({ name }) => name)).not.toContain('nowhere');
    expect(nodes).not.toHaveProperty('node01');
    const gone = await collect(
      { ...lab.target, pids: { controlplane: 4_190_000 } },
      [{ what: 'links', node, netns: '' }],
      lab.runInLab,
    );
    expect(gone.nodes).toEqual({});
    expect(await reach({ netns: 'nowhere', to: '10.0.0.12' })).toMatchObject({ state: 'error' });
  });
});

describe('files', () => {
  it('are read as they are in the lab', async () => {
    await lab.inside(
      'echo "of the lab" > /tmp/file; mkdir -p /tmp/d/a /tmp/d/b; ln -s d /tmp/link; ln -s nowhere /tmp/dangling; ln -s /tmp/d /tmp/abs',
    );
    expect(await fileOf('/tmp/file')).toEqual({
      state: 'found',
      value: { path: '/tmp/file', type: 'file', text: 'of the lab\n' },
    });
    expect(await fileOf('/tmp/d')).toEqual({
      state: 'found',
      value: { path: '/tmp/d', type: 'directory', entries: ['a', 'b'] },
    });
    expect(await fileOf('/tmp/link')).toEqual({
      state: 'found',
      value: { path: '/tmp/link', type: 'symlink', target: 'd' },
    });
    expect(await fileOf('/tmp/dangling')).toMatchObject({ value: { type: 'symlink', target: 'nowhere' } });
    expect(await fileOf('/tmp/abs/../link/../file')).toMatchObject({ value: { text: 'of the lab\n' } });
    expect(await fileOf('/tmp/none')).toEqual({ state: 'missing' });
    expect(await fileOf('/tmp/file/below')).toEqual({ state: 'missing' });
    expect(await fileOf('tmp/file')).toMatchObject({ state: 'error' });
    expect(await fileOf('/tmp/\0')).toEqual({ state: 'missing' });
  });

  it('are never the host’s, by whatever links', async () => {
    // In the lab /run is empty: a path that leads to a file there now, leads nowhere from the lab's root.
    await lab.inside(
      'mkdir -p /tmp/up; ln -s /proc/1/root /tmp/up/root; ln -s ../../../../../../../../.. /tmp/up/dots; ln -s l2 /tmp/up/l1; ln -s l1 /tmp/up/l2',
    );
    await lab.inside('echo lab > /run/only-here');
    expect(await fileOf('/tmp/up/dots/run/only-here')).toMatchObject({ value: { text: 'lab\n' } });
    expect(await fileOf('/../../../run/only-here')).toMatchObject({ value: { text: 'lab\n' } });
    expect(await fileOf('/tmp/up/root/run/only-here')).toMatchObject({ value: { text: 'lab\n' } });
    expect(await fileOf('/tmp/up/l1/x')).toEqual({ state: 'missing' });
    expect(await fileOf('/tmp/up/l1')).toMatchObject({ value: { type: 'symlink' } });
  });

  it('that its root may not read are not read', async () => {
    const denied = await lab.runInLab(node, ['cat', '/proc/1/environ', '/etc/shadow'], { timeoutMs: 20_000 });
    expect(denied.stderr).toContain('/etc/shadow: Permission denied');
    expect(await fileOf('/etc/shadow')).toMatchObject({
      state: 'error',
      message: expect.stringMatching(/EACCES|EPERM/),
    });
  });

  it('cannot hold the reader up', async () => {
    await lab.inside(
      'mkfifo /tmp/fifo; truncate -s 1G /tmp/huge; printf x > /tmp/big; head -c 100000 /dev/zero | tr "\\0" y >> /tmp/big',
    );
    const begun = performance.now();
    expect(await fileOf('/tmp/fifo')).toEqual({ state: 'found', value: { path: '/tmp/fifo', type: 'other' } });
    expect(await fileOf('/dev/null')).toMatchObject({ value: { type: 'other' } });
    expect(await fileOf('/tmp/big')).toMatchObject({ value: { text: `x${'y'.repeat(65_535)}` } });
    const huge = await fileOf('/tmp/huge');
    expect(huge?.state === 'found' ? huge.value.text?.length : undefined).toBe(65_536);
    expect(await fileOf('/proc/kmsg')).toMatchObject({ state: 'error' });
    expect(await fileOf('/proc/1/status')).toMatchObject({ state: 'error' });
    await lab.inside('mkdir /tmp/many; cd /tmp/many; touch {1..3000}');
    const many = await fileOf('/tmp/many');
    expect(many?.state === 'found' ? many.value.entries?.length : undefined).toBe(1000);
    expect(performance.now() - begun).toBeLessThan(20_000);
    await lab.inside('rm /tmp/huge /tmp/big; rm -r /tmp/many');
  });
});

describe('processes', () => {
  it('are the lab’s own, with its pids, words and namespaces', async () => {
    await lab.inside(`
      unshare --uts sh -c 'exec sleep 300.1' & echo $! > /run/one
      unshare --pid --fork sleep 300.2 &
      ip netns exec client sleep 300.3 &
      sleep 0.2`);
    const { nodes } = await snapshot({ what: 'processes', node });
    const processes = nodes[node]?.processes;
    if (processes?.state !== 'found') throw new Error(JSON.stringify(processes));
    const first = processes.value.find(({ pid }) => pid === 1);
    const sleeping = (time: string) =>
      processes.value.find(({ name, words }) => name === 'sleep' && words.includes(time));
    expect(first?.name).toBe('bash');
    expect(sleeping('300.1')?.pid).toBe(Number(await lab.inside('cat /run/one')));
    expect(sleeping('300.1')?.words).toEqual(['sleep', '300.1']);
    expect(sleeping('300.1')?.namespaces['uts']).not.toBe(first?.namespaces['uts']);
    expect(sleeping('300.1')?.namespaces['net']).toBe(first?.namespaces['net']);
    expect(sleeping('300.2')?.namespaces['pid']).not.toBe(first?.namespaces['pid']);
    const parent = processes.value.find(({ pid }) => pid === sleeping('300.2')?.parent);
    expect(parent?.name).toBe('unshare');
    const client = (await snapshot({ what: 'namespaces', node })).nodes[node]?.netns.find(
      ({ name }) => name === 'client',
    );
    expect(sleeping('300.3')?.namespaces['net']).toBe(client?.inode);
    // Nothing of the host's, and nothing of other labs.
    expect(processes.value.every(({ words }) => !words.join(' ').includes('vitest'))).toBe(true);
    expect(processes.value.every(({ namespaces }) => namespaces['user'] === first?.namespaces['user'])).toBe(true);
  });

  it('are told even where the lab covers its /proc', async () => {
    await lab.inside('sleep 300.4 >&- 2>&- & sleep 0.1; mount -t tmpfs none /proc');
    const { nodes } = await snapshot({ what: 'processes', node });
    await lab.runInLab(node, ['umount', '/proc'], { timeoutMs: 20_000 });
    expect(JSON.stringify(nodes[node]?.processes)).toContain('300.4');
  });
});

describe('active probes', () => {
  it('tell who answers a ping', async () => {
    expect(await reach({ netns: 'client', to: '10.0.0.12' })).toMatchObject({
      state: 'found',
      value: { answered: true },
    });
    expect(await reach({ netns: 'client', to: '10.0.0.13' })).toMatchObject({
      state: 'found',
      value: { answered: false },
    });
    expect(await reach({ netns: 'client', to: '8.8.8.8' })).toEqual({
      state: 'found',
      value: { answered: false, text: 'ping: connect: Network is unreachable' },
    });
    for (const to of ['-c 5', 'localhost', '10.0.0.12;id', '']) {
      expect(await reach({ netns: 'client', to })).toMatchObject({ state: 'error' });
    }
  });

  it('tell who listens', async () => {
    expect(await reach({ netns: 'client', to: '10.0.0.12', port: 81 })).toEqual({
      state: 'found',
      value: { answered: false, text: 'Connection refused' },
    });
    expect(await reach({ netns: 'client', to: '8.8.8.8', port: 81 })).toMatchObject({
      value: { answered: false, text: 'Network is unreachable' },
    });
    await lab.inside('ip netns exec server iptables -A INPUT -p tcp --dport 82 -j DROP');
    expect(await reach({ netns: 'client', to: '10.0.0.12', port: 82 })).toMatchObject({
      value: { answered: false, text: 'no answer within 1 s' },
    });
    await lab.inside('ip netns exec server iptables -F');
  });

  it('tell what a server says, and that there is none', async () => {
    const server = `use IO::Socket::INET; my $s = IO::Socket::INET->new(LocalPort => 8080, Listen => 5, ReuseAddr => 1) or die;
      while (my $c = $s->accept) { my $path = <$c>; while (<$c> =~ /\\S/) {}
      if ($path =~ /endless/) { print $c "HTTP/1.1 200 OK\\r\\n\\r\\n"; print $c "y" x 65536 for 1..64; sleep 1 while 1 }
      print $c "HTTP/1.1 404 Not Found\\r\\nContent-Length: 7\\r\\n\\r\\nnothing"; close $c }`;
    await lab.inside(`ip netns exec server perl -e '${server}' > /dev/null 2>&1 < /dev/null & sleep 0.3`);
    expect(await reach({ netns: 'client', to: '10.0.0.12', port: 8080 })).toMatchObject({ value: { answered: true } });
    const sockets = (await netnsOf('server', 'sockets')).sockets;
    expect(sockets).toEqual({ state: 'found', value: [{ protocol: 'tcp', address: '0.0.0.0', port: 8080 }] });
    expect(await http({ netns: 'client', url: 'http://10.0.0.12:8080/' })).toEqual({
      state: 'found',
      value: { status: 404, body: 'nothing' },
    });
    const endless = await http({ netns: 'client', url: 'http://10.0.0.12:8080/endless' });
    expect(endless).toMatchObject({ state: 'found', value: { status: 200 } });
    expect(endless?.state === 'found' ? endless.value.body.length : 0).toBe(65_536);
    expect(await http({ netns: 'client', url: 'http://10.0.0.12:81/' })).toMatchObject({
      value: { status: 0, text: expect.stringContaining('curl: (7)') },
    });
    for (const url of ['file:///etc/passwd', '-o/tmp/x', 'ftp://10.0.0.12/', '']) {
      expect(await http({ netns: 'client', url })).toMatchObject({ state: 'error' });
    }
  });

  it('never reach the machine itself', async () => {
    const host = createServer((_, response) => response.end('of the host'));
    await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
    const address = host.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    try {
      expect(await http({ netns: '', url: `http://127.0.0.1:${port}/` })).toMatchObject({ value: { status: 0 } });
      expect(await reach({ netns: '', to: '127.0.0.1', port })).toMatchObject({ value: { answered: false } });
    } finally {
      host.close();
    }
  });

  it('run a lesson’s script in the lab', async () => {
    const script = async (text: string) => (await snapshot({ what: 'script', node, script: text })).scripts[0]?.found;
    expect(await script('hostname; echo; exit 1')).toEqual({
      state: 'found',
      value: { exitCode: 1, lastLine: 'in-the-lab' },
    });
    expect(await script('echo why >&2; exit 2')).toEqual({ state: 'found', value: { exitCode: 2, lastLine: 'why' } });
    expect(await script('kill -9 $$')).toMatchObject({ state: 'error' });
    expect(await script('')).toEqual({ state: 'found', value: { exitCode: 0, lastLine: '' } });
  });
});

describe('asking', () => {
  it('does not do the learner’s work: neighbours, forwarding database, rules and counters stay as they are', async () => {
    // Let duplicate-address detection and the like, which count packets of their own, come to rest.
    await new Promise((resolve) => setTimeout(resolve, 2500));
    const state = () =>
      lab.inside(`for n in client server; do ip -n $n -j neigh; ip netns exec $n bridge -j fdb; ip -n $n -s -j link; ip netns exec $n nft list ruleset
        ip netns exec $n cat /proc/net/ip_tables_names /proc/net/snmp /proc/net/arp; done
        ip -j neigh; bridge -j fdb; ip -s -j link; nft list ruleset; cat /proc/net/snmp; cat /proc/net/nf_conntrack 2>/dev/null; ip netns list`);
    const before = await state();
    for (let round = 0; round < 3; round++) {
      const needs = allNeeds({ controlplane: ['', 'client', 'server'] });
      const { nodes } = await snapshot(
        ...needs,
        { what: 'processes', node },
        { what: 'file', node, path: '/etc/hosts' },
      );
      expect(nodes[node]?.netns.every(({ links, rules }) => links?.state === 'found' && rules?.state === 'found')).toBe(
        true,
      );
    }
    expect(await state()).toBe(before);
  });
});
