import type { Link } from '../../check/netns-facts.ts';

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

/**
 * For each wanted namespace whose links lead out of it, those that they may lead to: where the two ends of a cable bear each
 * other's index, where a link has one that lies elsewhere for its lower, and wherever links were not asked for.
 */
export function peerCandidates(
  names: readonly string[],
  byNetns: ReadonlyMap<string, readonly Link[]>,
  wanted: ReadonlyMap<string, readonly Link[]>,
): ReadonlyMap<string, readonly string[]> {
  const byIndex = new Map<number, string[]>();
  for (const [name, links] of byNetns) {
    for (const { index } of links) byIndex.set(index, [...(byIndex.get(index) ?? []), name]);
  }
  const unknown = names.filter((name) => !byNetns.has(name));
  return new Map(
    [...wanted].flatMap(([name, links]) => {
      const leading = links.filter(({ peerNetnsId }) => peerNetnsId !== undefined);
      const fits = (link: Link, other: string): boolean =>
        link.kind !== 'veth' ||
        (byNetns.get(other) ?? []).some(({ index, peerIndex }) => index === link.peerIndex && peerIndex === link.index);
      const known = leading.flatMap((link) =>
        (byIndex.get(link.peerIndex ?? 0) ?? []).filter((other) => other !== name && fits(link, other)),
      );
      return leading.length === 0 ? [] : [[name, [...new Set([...known, ...unknown])]] as const];
    }),
  );
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
