import type { Interface, Topology } from '../topology/types.ts';
import type { Words } from '../words/index.ts';
import { isAt } from './fate.ts';
import type { Numbered } from './numbered.ts';

/** The network with the numbers of the sightings in the names of the interfaces that saw the packet: for a picture of it. */
export function markTopology(topology: Topology, sightings: readonly Numbered[], words: Words): Topology {
  const namespaces = topology.namespaces.map((netns) => {
    const here = sightings.filter(({ sighting }) => isAt(netns, sighting.frame.at));
    const marked = (each: Interface): Interface => {
      const numbers = here.flatMap(({ sighting, number }) =>
        sighting.frame.interface === each.link.name ? [number] : [],
      );
      const name = numbers.length === 0 ? each.link.name : words.trace.marked({ name: each.link.name, numbers });
      return { ...each, link: { ...each.link, name } };
    };
    return { ...netns, interfaces: netns.interfaces.map(marked) };
  });
  return { ...topology, namespaces };
}
