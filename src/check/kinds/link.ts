import { z } from 'zod';
import type { Words } from '../../words/index.ts';
import { defineKind } from '../define-kind.ts';
import type { At } from '../facts.ts';
import { everywhere, inNetns as lookIn, judgeFound, netnsPart, verdict } from '../facts.ts';
import { peersOf, sameNetns } from '../net/peer.ts';
import { problem } from '../problems.ts';
import { absent, inNetns, linkName, onNode, orShort, text } from '../schema.ts';
import type { Link } from '../netns-facts.ts';
import type { Snapshot } from '../snapshot.ts';

const object = z
  .strictObject({
    name: linkName,
    in: inNetns,
    on: onNode,
    kind: text.optional(),
    up: z.boolean().optional(),
    carrier: z.boolean().optional(),
    master: z.union([linkName, z.literal('none')]).optional(),
    peer: z.strictObject({ name: linkName, in: inNetns }).optional(),
    mtu: z.int().positive().optional(),
    absent,
  })
  .refine(
    ({ absent: gone, kind, up, carrier, master, peer, mtu }) =>
      !gone || [kind, up, carrier, master, peer, mtu].every((value) => value === undefined),
    problem('peer-absent'),
  );

export const schema = orShort('name', object);

type Spec = z.output<typeof object>;

/** Links that the kernel itself puts into every new namespace where the module is there (`fb_tunnels_only_for_init_net`). */
export const fallbackLinks: ReadonlySet<string> = new Set([
  'lo',
  'tunl0',
  'gre0',
  'gretap0',
  'erspan0',
  'ip_vti0',
  'ip6_vti0',
  'sit0',
  'ip6tnl0',
  'ip6gre0',
]);

function wishes(spec: Spec, words: Words): string[] {
  const say = words.check.kinds.link;
  return [
    ...(spec.kind === undefined ? [] : [say.wishKind({ kind: spec.kind })]),
    ...(spec.up === undefined ? [] : [say.wishUp({ up: spec.up })]),
    ...(spec.carrier === undefined ? [] : [say.wishCarrier({ carrier: spec.carrier })]),
    ...(spec.master === undefined ? [] : [say.wishMaster({ master: spec.master })]),
    ...(spec.mtu === undefined ? [] : [say.wishMtu({ mtu: spec.mtu })]),
    ...(spec.peer === undefined
      ? []
      : [say.wishPeer({ name: spec.peer.name, at: { node: spec.on, netns: spec.peer.in } })]),
  ];
}

/** Everything about a link that is there but not as wished. */
function differences(link: Link, spec: Spec, at: At, snapshot: Snapshot, words: Words): string[] {
  const say = words.check.kinds.link;
  const found: string[] = [];
  if (spec.kind !== undefined && link.kind !== spec.kind) found.push(say.isKind({ kind: link.kind }));
  if (spec.up !== undefined && link.up !== spec.up) found.push(say.isUp({ up: link.up }));
  if (spec.carrier !== undefined && link.carrier !== spec.carrier) {
    found.push(say.hasCarrier({ carrier: link.carrier, peerMayBeDown: link.kind === 'veth' && link.up }));
  }
  if (spec.master !== undefined && (link.master ?? 'none') !== spec.master)
    found.push(say.isMaster({ master: link.master }));
  if (spec.mtu !== undefined && link.mtu !== spec.mtu) found.push(say.isMtu({ mtu: link.mtu }));
  if (spec.peer !== undefined) {
    const wanted = { node: spec.on, netns: spec.peer.in };
    const peers = peersOf(link, at, snapshot);
    const [first] = peers;
    if (link.peerIndex === undefined) found.push(say.noPeer);
    else if (first === undefined) found.push(say.peerUnknown);
    else if (!peers.some((peer) => peer.link.name === spec.peer?.name && sameNetns(snapshot, peer.at, wanted))) {
      found.push(say.peerIs({ name: first.link.name, at: first.at }));
    }
  }
  return found;
}

/** A network interface. `exactly`: no other in that namespace, `lo` and the kernel's own aside. */
export const link = defineKind({
  name: 'link',
  schema,
  needs: ({ in: netns, on, peer }) => [
    { what: 'namespaces', node: on },
    ...[...new Set([netns, '', ...(peer === undefined ? [] : [peer.in])])].map((name) => ({
      what: 'links' as const,
      node: on,
      netns: name,
    })),
  ],
  describe: (spec, _check, words) =>
    words.check.kinds.link.expected({
      name: spec.name,
      at: { node: spec.on, netns: spec.in },
      absent: spec.absent,
      wishes: wishes(spec, words),
    }),
  judge: (spec, { snapshot }, check, words) => {
    const say = words.check.kinds.link;
    const at: At = { node: spec.on, netns: spec.in };
    const expected = say.expected({ name: spec.name, at, absent: spec.absent, wishes: wishes(spec, words) });
    const list = { expected, look: lookIn(at, 'ip link') };
    const show = { expected, look: lookIn(at, `ip -d link show ${spec.name}`) };
    const found = netnsPart(snapshot, at, (facts) => facts.links, words);
    return judgeFound(found, { at, absent: spec.absent, expectation: list }, words, (links) => {
      const link = links.find(({ name }) => name === spec.name);
      const names = links.map(({ name }) => name);
      if (spec.absent) {
        if (link !== undefined) return verdict('fail', show, say.stillThere({ name: spec.name, at }));
        return verdict('pass', list, say.onlyThese({ names, at }));
      }
      if (link === undefined) {
        const places = everywhere(snapshot, (facts) => facts.links)
          .filter(({ value }) => value.some(({ name }) => name === spec.name))
          .map((other) => other.at);
        const observed = places.length > 0 ? say.elsewhere({ name: spec.name, places }) : say.onlyThese({ names, at });
        return verdict('fail', list, observed);
      }
      const wrong = differences(link, spec, at, snapshot, words);
      if (wrong.length > 0) return verdict('fail', show, wrong.join(words.check.kinds.common.but));
      const others = names.filter((name) => name !== spec.name && !fallbackLinks.has(name));
      if (check.exactly && others.length > 0) return verdict('fail', list, say.others({ names: others }));
      return verdict('pass', show, say.there({ name: spec.name, at }));
    });
  },
});
