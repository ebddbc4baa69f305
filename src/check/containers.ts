import type { NodeName } from '../lesson/types.ts';
import type { Words } from '../words/index.ts';
import type { Found } from './found.ts';
import type { ContainerFact, Snapshot } from './snapshot.ts';

/** The containers of a node; `missing` where no Docker Engine answers. */
export function containersOf(snapshot: Snapshot, node: NodeName, words: Words): Found<readonly ContainerFact[]> {
  const facts = snapshot.nodes[node];
  if (facts === undefined) return { state: 'error', message: words.check.kinds.common.noNode({ node }) };
  return facts.containers ?? { state: 'error', message: words.check.kinds.common.notAsked };
}
