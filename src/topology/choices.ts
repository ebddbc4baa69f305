import { spokenName } from './topology.ts';
import type { Netns, Topology } from './types.ts';

/** Every link that can be followed, as `capture` is asked for it. Loopback is nobody's link. */
export function linkChoices({ namespaces }: Topology): readonly string[] {
  return namespaces.flatMap((netns) => outward(netns).map(({ link }) => `${spokenName(netns.at)}/${link.name}`));
}

/** Every way between two namespaces that can have an address, as `explain` and `trace` are asked for it. */
export function pairChoices({ namespaces }: Topology): readonly string[] {
  const joined = namespaces.filter((netns) => outward(netns).length > 0);
  return joined.flatMap((from) =>
    joined.flatMap((to) => (to === from ? [] : [`${spokenName(from.at)} ${spokenName(to.at)}`])),
  );
}

function outward({ interfaces }: Netns): Netns['interfaces'] {
  return interfaces.filter(({ link }) => link.kind !== 'loopback');
}
