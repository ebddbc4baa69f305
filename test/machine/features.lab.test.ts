import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { testableFeatures, tryFeatures } from '../../src/machine/features.ts';
import { lackingFor } from '../../src/machine/requirements.ts';

describe('kernel features', () => {
  it('are tried on the kernel itself: what the course cannot do without is there', async () => {
    const states = await tryFeatures(['veth', 'bridge', 'nat', 'conntrack']);
    expect(Object.fromEntries(states)).toEqual({ veth: 'there', bridge: 'there', nat: 'there', conntrack: 'there' });
  });

  it('are told apart from what we cannot try', async () => {
    expect(await tryFeatures(['no-such-feature'])).toEqual(new Map([['no-such-feature', 'unknown']]));
    expect(await tryFeatures(['constructor'])).toEqual(new Map([['constructor', 'unknown']]));
  });

  it('agree with what the kernel says of its link types when asked another way', async () => {
    const kinds = ['vxlan', 'dummy', 'vrf', 'bond', 'wireguard'];
    const states = await tryFeatures(kinds);
    for (const kind of kinds) {
      // ip-link(8) prints EOPNOTSUPP as "Unknown device type".
      const script = `ip link add q0 type ${kind} ${kind === 'vxlan' ? 'id 9 dstport 0' : kind === 'vrf' ? 'table 9' : ''} 2>&1`;
      const said = execFileSync('unshare', ['--user', '--map-root-user', '--net', 'bash', '-c', `${script}; true`], {
        encoding: 'utf8',
      });
      expect(states.get(kind), `${kind}: ${said}`).toBe(said === '' ? 'there' : 'missing');
    }
  });

  it('leave nothing in the namespaces we were started in', async () => {
    const before = [readFileSync('/proc/net/dev', 'utf8').split('\n').length, readlinkSync('/proc/self/ns/net')];
    await tryFeatures(testableFeatures);
    expect([readFileSync('/proc/net/dev', 'utf8').split('\n').length, readlinkSync('/proc/self/ns/net')]).toEqual(
      before,
    );
  });
});

describe('what a lesson lacks', () => {
  it('is told lesson by lesson, tools and features apart', async () => {
    const lacking = await lackingFor([['bash', 'no-such-tool', 'kernel:veth'], ['kernel:no-such-feature'], []]);
    expect(lacking).toEqual([
      { tools: ['no-such-tool'], features: [], untried: [] },
      { tools: [], features: [], untried: ['no-such-feature'] },
      { tools: [], features: [], untried: [] },
    ]);
  });
});
