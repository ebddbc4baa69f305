import type { At } from '../check/facts.ts';
import { interfacesOf } from '../topology/topology.ts';
import type { Netns, Topology } from '../topology/types.ts';
import type { Explanation } from '../topology/explain/types.ts';
import { isAt, type Fate } from './fate.ts';
import type { Sighting } from './life.ts';

/**
 * Whether what `explain` reads off the kernel's tables goes with what became of a real packet: it arrived where nothing
 * stops it, or it was last seen where it is said to stop, or beside that place (a link that is down shows nothing: the
 * packet is last seen at the other side). `untold` where the tables do not tell.
 */
export function agreement(
  { halt }: Explanation,
  fate: Fate,
  sightings: readonly Sighting[],
  topology: Topology,
): 'agrees' | 'differs' | 'untold' {
  if (halt?.halt === 'doubt') return 'untold';
  if (halt === undefined || fate.type === 'answered')
    return halt === undefined && fate.type === 'answered' ? 'agrees' : 'differs';
  const lost =
    'lost' in fate ? fate.lost : fate.type === 'rejected' || fate.type === 'refused' ? undefined : 'question';
  // An answer that never left is seen as a question that came in; an answer that was seen had its question arrive.
  if (halt.way === 'there' && lost === 'answer') return 'differs';
  const places = placesOf(fate, sightings);
  const near = halt.way === 'back' && lost === 'question' ? [] : beside(topology, fate, places);
  const end = (halt.halt === 'stop' ? halt.lostAt : undefined) ?? halt.at;
  return [...places, ...near].some((at) => isSame(at, end, topology)) ? 'agrees' : 'differs';
}

function placesOf(fate: Fate, sightings: readonly Sighting[]): readonly At[] {
  switch (fate.type) {
    case 'answered':
    case 'refused':
      return fate.by === undefined ? [] : [fate.by.at];
    case 'unsent':
    case 'unseen':
      return [fate.at];
    case 'rejected':
    case 'misaddressed':
      return [fate.by.at];
    case 'lost-inside':
    case 'lost-between':
      return [fate.last.at];
    case 'waits': {
      const asked = sightings.filter(({ seen }) => seen.arp?.target.address === fate.for);
      return [fate.by.at, ...asked.map(({ frame }) => frame.at)];
    }
  }
}

/** The other ends of the cables of those places, where the packet may have stopped between two interfaces. */
function beside(topology: Topology, fate: Fate, places: readonly At[]): readonly At[] {
  if (!['unseen', 'waits', 'lost-between'].includes(fate.type)) return [];
  const interfaces = interfacesOf(topology);
  return topology.namespaces
    .filter((netns) => places.some((at) => isAt(netns, at)))
    .flatMap((netns) => netns.interfaces.flatMap(({ peer }) => interfaces.get(peer ?? '')?.netns.at ?? []));
}

function isSame(one: At, other: At, { namespaces }: Topology): boolean {
  const find = (at: At): Netns | undefined => namespaces.find((netns) => isAt(netns, at));
  return find(one) !== undefined && find(one) === find(other);
}
