import { placeNamed } from '../topology/explain/words.ts';
import { spokenName, titleOf } from '../topology/topology.ts';
import type { Topology } from '../topology/types.ts';
import type { Words } from '../words/index.ts';
import { isAt, type Spot } from './fate.ts';

/** The interface that `NETNS/LINK` names; without a link all of the namespace's, whose name is then empty. */
export function spotNamed(topology: Topology, word: string, words: Words): Spot | { readonly problem: string } {
  const slash = word.indexOf('/');
  const [netns, link] = slash === -1 ? [word, ''] : [word.slice(0, slash), word.slice(slash + 1)];
  const places = topology.namespaces.flatMap(({ at, aliases }) => [
    at,
    ...aliases.map((name) => ({ ...at, netns: name })),
  ]);
  const at = placeNamed(netns, places);
  if (at === undefined) {
    const known = words.signs.list({ names: places.map(spokenName) });
    return { problem: words.topology.explain.noPlace({ name: netns, known }) };
  }
  const interfaces = topology.namespaces.find((each) => isAt(each, at))?.interfaces ?? [];
  if (link === '' || interfaces.some((each) => each.link.name === link)) return { at, interface: link };
  const known = words.signs.list({ names: interfaces.map((each) => each.link.name) });
  return { problem: words.trace.capture.noLink({ where: titleOf({ at }), name: link, known }) };
}
