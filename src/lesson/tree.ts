import type { Nodes } from 'mdast';
import type { Place } from './types.ts';

/** The nodes and everything below them, in the order of the text. */
export function* descendants(nodes: readonly Nodes[]): Generator<Nodes> {
  const open: Nodes[] = nodes.toReversed();
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    yield node;
    if ('children' in node) open.push(...node.children.toReversed());
  }
}

/** Where a node begins, or the beginning of the file. */
export function placeOf(node: { readonly position?: { readonly start: Place } | undefined }): Place {
  return { line: node.position?.start.line ?? 1, column: node.position?.start.column ?? 1 };
}
