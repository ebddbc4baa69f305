import type { At } from '../facts.ts';
import { everywhere } from '../facts.ts';
import type { Link, Snapshot } from '../snapshot.ts';

/** A link, and where it is. */
export interface PlacedLink {
  readonly link: Link;
  readonly at: At;
}

/**
 * Where a link's other end can be, among what was asked for: usually one place, none where its namespace has no name
 * here. The kernel tells each end the other's index and, where that is in another namespace, its id there (`IFLA_LINK`,
 * `IFLA_LINK_NETNSID`); indexes repeat between namespaces, so both ends must point at each other, both must agree on
 * whether they share a namespace, and a name that `ip` knew for the id must fit.
 */
export function peersOf(link: Link, at: At, snapshot: Snapshot): readonly PlacedLink[] {
  const { peerIndex } = link;
  if (peerIndex === undefined) return [];
  const together = sharesNamespace(link);
  return everywhere(snapshot, (facts) => facts.links).flatMap((place) =>
    place.value
      .filter(
        (other) =>
          sameNetns(snapshot, at, place.at) === together &&
          sharesNamespace(other) === together &&
          other.index === peerIndex &&
          other.peerIndex === link.index &&
          other.kind === link.kind &&
          fits(snapshot, link.peerNetns, place.at) &&
          fits(snapshot, other.peerNetns, at),
      )
      .map((other) => ({ link: other, at: place.at })),
  );
}

function sharesNamespace(link: Link): boolean {
  return link.peerNetnsId === undefined && link.peerNetns === undefined;
}

function fits(snapshot: Snapshot, name: string | undefined, at: At): boolean {
  return name === undefined || sameNetns(snapshot, { node: at.node, netns: name }, at);
}

/** One namespace can have several names (`ln -s` of a container's): the inode of its file decides. */
export function sameNetns(snapshot: Snapshot, a: At, b: At): boolean {
  if (a.node !== b.node) return false;
  if (a.netns === b.netns) return true;
  const inode = (at: At): number | undefined =>
    snapshot.nodes[at.node]?.netns.find(({ name }) => name === at.netns)?.inode;
  const [left, right] = [inode(a), inode(b)];
  return left !== undefined && left === right;
}
