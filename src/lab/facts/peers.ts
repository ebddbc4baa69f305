import type { Link } from '../../check/snapshot.ts';

/** The links of one namespace with the names of their peers' namespaces, as far as the ids are known. */
export function namePeers(links: readonly Link[], ids: ReadonlyMap<number, string> | undefined): readonly Link[] {
  return links.map((link) => withPeer(link, link.peerNetnsId === undefined ? undefined : ids?.get(link.peerNetnsId)));
}

/**
 * The same without ids: the two ends of a cable bear each other's index. Indices are per namespace, so where more than
 * one end would fit, none is named.
 */
export function matchPeers(byNetns: ReadonlyMap<string, readonly Link[]>, netns: string): readonly Link[] {
  return (byNetns.get(netns) ?? []).map((link) => {
    if (link.peerNetnsId === undefined) return link;
    const fitting = [...byNetns].filter(
      ([name, links]) => name !== netns && links.some((other) => isOtherEnd(link, other)),
    );
    return withPeer(link, fitting.length === 1 ? fitting[0]?.[0] : undefined);
  });
}

function isOtherEnd(link: Link, other: Link): boolean {
  return (
    other.index === link.peerIndex &&
    other.peerIndex === link.index &&
    other.kind === link.kind &&
    other.peerNetnsId !== undefined
  );
}

function withPeer(link: Link, peerNetns: string | undefined): Link {
  return peerNetns === undefined ? link : { ...link, peerNetns };
}
