import type { Heading, RootContent } from 'mdast';

/** A `##` heading with everything down to the next one. */
export interface Section {
  readonly heading: Heading;
  readonly nodes: readonly RootContent[];
}

/** The file's headings of the first level, what stands before the first step, and the steps. */
export interface Sections {
  readonly titles: readonly Heading[];
  readonly intro: readonly RootContent[];
  readonly sections: readonly Section[];
}

/** Cuts a document at its `##` headings (setext headings underlined with `---` are the same thing). */
export function cutSections(nodes: readonly RootContent[]): Sections {
  const titles: Heading[] = [];
  const intro: RootContent[] = [];
  const sections: { heading: Heading; nodes: RootContent[] }[] = [];
  for (const node of nodes) {
    if (node.type === 'heading' && node.depth === 1) titles.push(node);
    else if (node.type === 'heading' && node.depth === 2) sections.push({ heading: node, nodes: [] });
    else (sections.at(-1)?.nodes ?? intro).push(node);
  }
  return { titles, intro, sections };
}
