import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linkChoices, pairChoices } from '../../src/topology/choices.ts';
import { readQuestion } from '../../src/topology/explain/ask.ts';
import { topologyOf } from '../../src/topology/topology.ts';
import { spotNamed } from '../../src/trace/spot.ts';
import { wordsFor } from '../../src/words/index.ts';
import { linkOf, netnsOf, networks, snapshotOf } from './networks.ts';

const words = wordsFor();

test('every link but loopback, and every two places that have one, in the order of the picture', () => {
  const topology = topologyOf(
    snapshotOf([
      netnsOf('', 1, [linkOf(1, 'lo', { kind: 'loopback' }), linkOf(2, 'br0', { kind: 'bridge' }), linkOf(3, 'pc')]),
      netnsOf('client', 2, [linkOf(1, 'lo', { kind: 'loopback' }), linkOf(2, 'c0')]),
      netnsOf('empty', 3, [linkOf(1, 'lo', { kind: 'loopback' })]),
    ]),
  );
  expect(linkChoices(topology)).toEqual(['controlplane/br0', 'controlplane/pc', 'client/c0']);
  expect(pairChoices(topology)).toEqual(['controlplane client', 'client controlplane']);
});

test('whatever is offered is understood', () => {
  fc.assert(
    fc.property(networks(6), (topology) => {
      const plain = (text: string): boolean => !text.includes('a b');
      for (const choice of linkChoices(topology).filter(plain))
        expect(spotNamed(topology, choice, words)).not.toHaveProperty('problem');
      for (const choice of pairChoices(topology).filter(plain))
        expect(readQuestion(topology, choice.split(' '), words)).not.toHaveProperty('problem');
    }),
    { numRuns: 50 },
  );
});
