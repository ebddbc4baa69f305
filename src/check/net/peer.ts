import type { At } from '../facts.ts';
import { everywhere } from '../facts.ts';
import type { Link } from '../netns-facts.ts';
import type { Snapshot } from '../snapshot.ts';

/** A link, and where it is. */
export interface PlacedLink {
  readonly link: Link;
  readonly at: At;
}

/** As `peerFinder`, for one link. */
export function peersOf(link: Link, at: At, snapshot: Snapshot): readonly PlacedLink[] {
  return peerFinder(snapshot)(link, at);
}

/**
 * Where a link's other end can be, among what was asked for: usually one place, none where its namespace has no name
 * here. The kernel tells each end the other's index and, where that is in another namespace, its id there (`IFLA_LINK`,
 * `IFLA_LINK_NETNSID`); indexes repeat between namespaces, so both ends must point at each other, both must agree on
 * whether they share a namespace, and a name that `ip` knew for the id must fit.
 */
export function peerFinder(snapshot: Snapshot): (link: Link, at: At) => readonly PlacedLink[] {
  const inodes = inodesOf(snapshot);
  const same = (a: At, b: At): boolean => isSame(inodes, a, b);
  const fits = (name: string | undefined, from: At, place: At): boolean =>
    name === undefined || same({ node: from.node, netns: name }, place);
  const byEnds = new Map<string, PlacedLink[]>();
  for (const { at, value } of everywhere(snapshot, (facts) => facts.links)) {
    for (const link of value) {
      if (link.peerIndex === undefined) continue;
      const key = `${String(link.index)} ${String(link.peerIndex)}`;
      const known = byEnds.get(key);
      if (known === undefined) byEnds.set(key, [{ link, at }]);
      else known.push({ link, at });
    }
  }
  return (link, at) => {
    const { index, peerIndex, kind, peerNetns } = link;
    if (peerIndex === undefined) return [];
    const together = sharesNamespace(link);
    return (byEnds.get(`${String(peerIndex)} ${String(index)}`) ?? []).filter(
      (other) =>
        other.link.kind === kind &&
        sharesNamespace(other.link) === together &&
        same(at, other.at) === together &&
        fits(peerNetns, at, other.at) &&
        fits(other.link.peerNetns, other.at, at),
    );
  };
}

function sharesNamespace(link: Link): boolean {
  return link.peerNetnsId === undefined && link.peerNetns === undefined;
}

/** One namespace can have several names (`ln -s` of a container's): the inode of its file decides. */
export function sameNetns(snapshot: Snapshot, a: At, b: At): boolean {
  return isSame(inodesOf(snapshot), a, b);
}

type Inodes = ReadonlyMap<string, number>;

const keyOf = ({ node, netns }: At): string => `${node}/${netns}`;

function inodesOf({ nodes }: Snapshot): Inodes {
  return new Map(
    (['controlplane', 'node01'] as const).flatMap((node) =>
      (nodes[node]?.netns ?? []).map(({ name, inode }) => [keyOf({ node, netns: name }), inode] as const),
    ),
  );
}

function isSame(inodes: Inodes, a: At, b: At): boolean {
  if (a.node !== b.node) return false;
  if (a.netns === b.netns) return true;
  const [left, right] = [inodes.get(keyOf(a)), inodes.get(keyOf(b))];
  return left !== undefined && left === right;
}
