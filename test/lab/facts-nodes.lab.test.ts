import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NodeName } from '../../src/lesson/types.ts';
import type { Lab } from '../../src/lab/types.ts';
import { startLab } from '../../src/lab/start.ts';

let lab: Lab;
beforeAll(async () => void (lab = await startLab({ world: 'lan' })));
afterAll(() => lab.close());

const inside = async (node: NodeName, script: string): Promise<string> => {
  const result = await lab.run(node, ['bash', '-c', script], { timeoutMs: 10_000 });
  if (result.exitCode !== 0) throw new Error(result.stderr);
  return result.stdout;
};

describe('a lab of two nodes', () => {
  it('keeps their namespaces, files and processes apart', async () => {
    await inside(
      'controlplane',
      'ip netns add mine; echo here > /tmp/mine; setsid sleep 400.1 > /dev/null 2>&1 < /dev/null &',
    );
    await inside('node01', 'ip netns add theirs; setsid sleep 400.2 > /dev/null 2>&1 < /dev/null &');
    const { nodes } = await lab.snapshot([
      { what: 'processes', node: 'controlplane' },
      { what: 'processes', node: 'node01' },
      { what: 'file', node: 'controlplane', path: '/tmp/mine' },
      { what: 'file', node: 'node01', path: '/tmp/mine' },
    ]);
    const { controlplane, node01 } = nodes;
    expect(controlplane?.netns.map(({ name }) => name)).toEqual(['', 'mine']);
    expect(node01?.netns.map(({ name }) => name)).toEqual(['', 'theirs']);
    expect(controlplane?.files['/tmp/mine']).toMatchObject({ value: { text: 'here\n' } });
    expect(node01?.files['/tmp/mine']).toEqual({ state: 'missing' });
    const words = (facts: typeof controlplane) => JSON.stringify(facts?.processes);
    expect(words(controlplane)).toContain('400.1');
    expect(words(controlplane)).not.toContain('400.2');
    expect(words(node01)).toContain('400.2');
    expect(words(node01)).not.toContain('400.1');
    expect(words(controlplane)).not.toContain('vitest');
  });

  it('is asked on each node by itself', async () => {
    const snapshot = await lab.snapshot([
      { what: 'links', node: 'controlplane', netns: '' },
      { what: 'links', node: 'node01', netns: '' },
      { what: 'rules', node: 'controlplane', netns: '' },
      { what: 'reach', node: 'node01', netns: '', to: '192.168.0.7' },
      { what: 'script', node: 'node01', script: 'hostname' },
    ]);
    const links = (node: NodeName) => JSON.stringify(snapshot.nodes[node]?.netns[0]?.links);
    expect(links('controlplane')).toContain('"192.168.0.7"');
    expect(links('controlplane')).not.toContain('"192.168.0.8"');
    expect(links('node01')).toContain('"192.168.0.8"');
    expect(snapshot.nodes.controlplane?.netns[0]?.rules).toMatchObject({ state: 'found' });
    expect(snapshot.reach[0]?.found).toMatchObject({ state: 'found', value: { answered: true } });
    expect(snapshot.scripts[0]?.found).toEqual({ state: 'found', value: { exitCode: 0, lastLine: 'node01' } });
  });

  it('is believed by no program of its own', async () => {
    await inside(
      'controlplane',
      `cat > /tmp/fake << 'END'
#!/bin/bash
echo '[{"ifindex":9,"ifname":"forged","flags":["UP"],"addr_info":[]}]'
END
chmod +x /tmp/fake; for tool in ip bridge ss nft; do cp /tmp/fake "/usr/local/sbin/$tool"; rm -f "/usr/sbin/$tool" "/usr/bin/$tool"; cp /tmp/fake "/usr/sbin/$tool"; done
echo '/tmp/evil.so' > /etc/ld.so.preload; echo 'ip() { echo forged; }' >> /root/.bashrc`,
    );
    expect(await inside('controlplane', 'ip -j link 2> /dev/null')).toContain('forged');
    const { nodes } = await lab.snapshot([
      { what: 'links', node: 'controlplane', netns: '' },
      { what: 'sockets', node: 'controlplane', netns: '' },
    ]);
    expect(nodes.controlplane?.netns[0]?.links).toMatchObject({ state: 'found' });
    expect(JSON.stringify(nodes)).not.toContain('forged');
    expect(nodes.controlplane?.netns[0]?.sockets).toEqual({ state: 'found', value: [] });
  });

  it('is watched, and its end is noticed by a snapshot rather than an exception', async () => {
    let calls = 0;
    const watcher = lab.watch(() => calls++);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const before = calls;
    await inside('node01', 'ip address add 10.7.7.7/32 dev lo');
    const end = performance.now() + 2000;
    while (calls === before && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(calls).toBeGreaterThan(before);
    watcher.close();
    await lab.close();
    const after = await lab.snapshot([
      { what: 'links', node: 'controlplane', netns: '' },
      { what: 'reach', node: 'node01', netns: '', to: '192.168.0.7' },
    ]);
    expect(after.nodes).toEqual({});
    expect(after.reach[0]?.found.state).toBe('error');
  });
});
