import type { Need, NetnsPart } from '../../check/snapshot.ts';
import type { NodeName } from '../../lesson/types.ts';

/** Every part of a namespace that can be asked without sending a packet. */
const netnsParts: readonly NetnsPart[] = ['links', 'routes', 'neighbours', 'fdb', 'sockets', 'rules'];

/** The names of namespaces by node; `''` is the node's own. */
type NamesByNode = Readonly<Partial<Record<NodeName, readonly string[]>>>;

/** The needs of a whole picture: all passive parts of all these namespaces, and the switch that makes each a router. */
export function allNeeds(names: NamesByNode): readonly Need[] {
  return nodesOf(names).flatMap(([node, each]): readonly Need[] => [
    { what: 'namespaces', node },
    ...each.flatMap((netns): readonly Need[] => [
      ...netnsParts.map((what) => ({ what, node, netns })),
      { what: 'sysctl', node, netns, key: 'net.ipv4.ip_forward' },
    ]),
  ]);
}

function nodesOf(names: NamesByNode): readonly (readonly [NodeName, readonly string[]])[] {
  const nodes: readonly NodeName[] = ['controlplane', 'node01'];
  return nodes.flatMap((node) => (names[node] === undefined ? [] : [[node, names[node]] as const]));
}

/** Each need once, in the order given. */
export function uniqueNeeds(needs: readonly Need[]): readonly Need[] {
  return [...new Map(needs.map((need) => [keyOf(need), need])).values()];
}

function keyOf(need: Need): string {
  return JSON.stringify(Object.entries(need).map(String).toSorted());
}
