import type { Topology } from '../types.ts';
import { orderedInterfaces } from './lines.ts';

/**
 * The order in which namespaces are drawn: those that were drawn before as they were, new ones after them, by the place of
 * the host's interface that they are plugged into.
 *
 * @param before ids of namespaces in the order in which they were drawn
 */
export function drawingOrder({ namespaces, cables }: Topology, before: readonly string[]): readonly string[] {
  const [host, ...others] = namespaces;
  if (host === undefined) return [];
  const ports = new Map(orderedInterfaces(host).map(({ id }, index) => [id, index]));
  const owners = new Map(others.flatMap(({ id, interfaces }) => interfaces.map((each) => [each.id, id] as const)));
  const plugged = new Map<string, number>();
  for (const { ends } of cables) {
    for (const [near, far] of [ends, ends.toReversed()]) {
      const port = ports.get(near ?? '');
      const owner = owners.get(far ?? '');
      if (port !== undefined && owner !== undefined)
        plugged.set(owner, Math.min(port, plugged.get(owner) ?? Number.POSITIVE_INFINITY));
    }
  }
  const known = new Map(before.map((id, index) => [id, index]));
  const isNode = new Set(others.filter(({ at }) => at.netns === '').map(({ id }) => id));
  const rank = (id: string): readonly number[] => [
    isNode.has(id) ? 0 : 1,
    known.get(id) ?? before.length,
    plugged.get(id) ?? Number.MAX_SAFE_INTEGER,
  ];
  const sorted = others.map(({ id }) => id).toSorted((a, b) => compare(rank(a), rank(b)));
  return [host.id, ...sorted];
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const other = b[index] ?? 0;
    if (value !== other) return value - other;
  }
  return 0;
}
