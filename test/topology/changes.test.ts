import { expect, it } from 'vitest';
import type { NetnsFacts, Route } from '../../src/check/netns-facts.ts';
import { changesBetween } from '../../src/topology/changes.ts';
import { changesText } from '../../src/topology/draw/changes.ts';
import { topologyOf } from '../../src/topology/topology.ts';
import { wordsFor } from '../../src/words/index.ts';
import { linkOf, netnsOf, snapshotOf } from './networks.ts';

const words = wordsFor();
const address = { family: 'inet', address: '10.0.0.11', prefix: 24, scope: 'global' } as const;
const gateway: Route = { family: 'inet', to: 'default', type: 'unicast', via: '10.0.0.1', dev: 'v', table: 'main' };
const told = (before: readonly NetnsFacts[], after: readonly NetnsFacts[]) =>
  changesText(changesBetween(topologyOf(snapshotOf(before)), topologyOf(snapshotOf(after))), words);

it('says nothing of what is as it was', () => {
  const same = [netnsOf('', 1, [linkOf(1, 'v', { addresses: [address] })], [gateway])];
  expect(told(same, same)).toEqual([]);
});

it('says what came, went and changed', () => {
  const before = [
    netnsOf('', 1, [linkOf(1, 'br0', { kind: 'bridge' }), linkOf(2, 'p', { up: false }), linkOf(3, 'old')], [gateway]),
    netnsOf('gone', 2, []),
    netnsOf('client', 3, [linkOf(1, 'v', { up: false })]),
  ];
  const after = [
    netnsOf('', 1, [linkOf(1, 'br0', { kind: 'bridge' }), linkOf(2, 'p', { master: 'br0' })]),
    netnsOf('client', 3, [linkOf(1, 'v', { addresses: [address] })], [gateway]),
    netnsOf('new', 4, [linkOf(1, 'lo', { kind: 'loopback' }), linkOf(2, 'w', { carrier: false })]),
  ];
  expect(told(before, after)).toEqual([
    'gone: this namespace is gone',
    'controlplane: old is gone',
    'controlplane: p is now up, port of br0',
    'controlplane: the route default via 10.0.0.1 is gone',
    'client: v is now up, 10.0.0.11/24',
    'client: new route default via 10.0.0.1',
    'new: a new namespace',
    'new: w is new (no carrier)',
  ]);
});

it('takes a namespace that was deleted and made again for a new one', () => {
  expect(told([netnsOf('', 1, []), netnsOf('a', 2, [])], [netnsOf('', 1, []), netnsOf('a', 3, [])])).toEqual([
    'a: this namespace is gone',
    'a: a new namespace',
  ]);
});

it('says which rules and policies came and went', () => {
  const rules = (chains: readonly string[], texts: readonly string[]): Pick<NetnsFacts, 'rules'> => ({
    rules: {
      state: 'found',
      value: {
        chains: chains.map((chain) => ({ table: 'filter', chain, policy: 'DROP' })),
        rules: texts.map((text) => ({ table: 'nat', chain: 'POSTROUTING', words: text.split(' ') })),
        nft: [],
      },
    },
  });
  const before = [{ ...netnsOf('', 1, []), ...rules(['INPUT'], []) }];
  const after = [{ ...netnsOf('', 1, []), ...rules(['FORWARD'], ['-s 10.0.0.0/8 -j MASQUERADE']) }];
  expect(told(before, after)).toEqual([
    'controlplane: no longer DROP is the policy of INPUT',
    'controlplane: from now on DROP is the policy of FORWARD',
    'controlplane: from now on NAT MASQUERADE 10.0.0.0/8',
  ]);
});
