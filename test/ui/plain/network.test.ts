import { expect, it } from 'vitest';
import type { NetnsFacts } from '../../../src/check/netns-facts.ts';
import { networkReplies } from '../../../src/ui/plain/network.ts';
import { wordsFor } from '../../../src/words/index.ts';
import { linkOf, netnsOf, snapshotOf } from '../../topology/networks.ts';

const words = wordsFor();
const { changes, explain } = words.topology;

/** A lab that answers every question with what it is told to. */
function labOf(netns: readonly NetnsFacts[]) {
  const now = { netns };
  const nodes = ['controlplane'] as const;
  return { now, lab: { nodes, snapshot: () => Promise.resolve(snapshotOf(now.netns)) } };
}

it('says what changed between two pictures of one lab, and nothing of another lab', async () => {
  const { lab, now } = labOf([netnsOf('', 1, [linkOf(1, 'v', { up: false })])]);
  const replies = networkReplies(words, true);
  const first = await replies.topology(lab);
  expect(first.join('\n')).toContain('v down');
  expect(first).not.toContain(changes.none);
  now.netns = [netnsOf('', 1, [linkOf(1, 'v')]), netnsOf('a', 2, [])];
  const second = await replies.topology(lab);
  expect(second.slice(-2)).toEqual(['controlplane: v is now up', 'a: a new namespace']);
  expect((await replies.topology(lab)).at(-1)).toBe(changes.none);
  expect((await replies.topology(labOf([netnsOf('', 9, [])]).lab)).join('\n')).not.toContain(changes.none);
});

it('keeps the place of a box when another comes before it by name', async () => {
  const { lab, now } = labOf([netnsOf('', 1, []), netnsOf('m', 2, [])]);
  const replies = networkReplies(words, true);
  const lineOf = (lines: readonly string[]) => lines.findIndex((line) => line.includes(' m '));
  const before = lineOf(await replies.topology(lab));
  now.netns = [netnsOf('', 1, []), netnsOf('a', 3, []), netnsOf('m', 2, [])];
  expect(lineOf(await replies.topology(lab))).toBe(before);
});

it('explains without giving the command away, and says when there is no lab', async () => {
  const { lab } = labOf([netnsOf('', 1, [linkOf(1, 'lo', { kind: 'loopback', up: false })]), netnsOf('a', 2, [])]);
  const replies = networkReplies(words, true);
  const lines = await replies.explain(lab, ['a', '10.0.0.1']);
  expect(lines[0]).toBe(
    explain.stopped({ what: explain.stops['no-address']({ where: 'a', name: '', to: '', text: '' }) }),
  );
  expect(lines.join('\n')).not.toContain('mend');
  expect(await replies.explain(lab, ['a'])).toEqual([explain.usage]);
  expect(await replies.explain(undefined, ['a', 'b'])).toEqual([explain.labIsGone]);
  expect(await replies.topology(undefined)).toEqual([explain.labIsGone]);
});
