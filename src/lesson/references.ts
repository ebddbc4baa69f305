import type { Definition, Nodes, PhrasingContent, RootContent } from 'mdast';
import { descendants } from './tree.ts';

/**
 * Writes links and images in the place of references to definitions (`[text][label]`), which may stand in another section;
 * the definitions themselves show nothing and go.
 */
export function resolveReferences(nodes: readonly RootContent[]): RootContent[] {
  const definitions = new Map<string, Definition>();
  for (const node of descendants(nodes)) {
    if (node.type === 'definition' && !definitions.has(node.identifier)) definitions.set(node.identifier, node);
  }
  if (definitions.size > 0) for (const node of descendants(nodes)) replaceChildren(node, definitions);
  return nodes.filter((node) => node.type !== 'definition');
}

function replaceChildren(node: Nodes, definitions: ReadonlyMap<string, Definition>): void {
  if (node.type !== 'paragraph' && node.type !== 'heading' && node.type !== 'tableCell' && node.type !== 'strong') {
    if (node.type !== 'emphasis' && node.type !== 'delete') return;
  }
  node.children = node.children.map((child) => resolved(child, definitions));
}

function resolved(node: PhrasingContent, definitions: ReadonlyMap<string, Definition>): PhrasingContent {
  if (node.type !== 'linkReference' && node.type !== 'imageReference') return node;
  const definition = definitions.get(node.identifier);
  if (definition === undefined) return node;
  const { url } = definition;
  const position = node.position === undefined ? {} : { position: node.position };
  return node.type === 'linkReference'
    ? { type: 'link', url, children: node.children, ...position }
    : { type: 'image', url, alt: node.alt ?? null, ...position };
}
