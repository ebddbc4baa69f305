import type { ElementContent, Nodes } from 'hast';
import { sanitize } from 'hast-util-sanitize';
import { toHtml } from 'hast-util-to-html';
import type { RootContent } from 'mdast';
import { toHast } from 'mdast-util-to-hast';
import { readAlert } from '../../lesson/alerts.ts';
import { descendants } from '../../lesson/tree.ts';
import { html, type Html } from '../../grade/export/html-text.ts';
import { printable } from '../../verify/printable.ts';
import type { Words } from '../../words/index.ts';
import { inCells } from './cells.ts';

/**
 * A lesson's Markdown as HTML that can do nothing: no element that GitHub would not show either, no HTML of the text's own, links
 * to http, https and mail only. Pictures are their descriptions: a page asks nobody for anything.
 */
export function proseHtml(nodes: readonly RootContent[], words: Words): Html {
  return { markup: nodes.map((node) => nodeHtml(node, words).markup).join('\n') };
}

function nodeHtml(node: RootContent, words: Words): Html {
  const alert = node.type === 'blockquote' ? readAlert(node) : undefined;
  if (alert?.name !== undefined) {
    return html`<aside>
      <p><strong>${words.lesson.alerts[alert.name]}</strong></p>
      ${proseHtml(alert.content, words)}
    </aside>`;
  }
  const copy = structuredClone(node);
  for (const each of descendants([copy])) {
    if (!('children' in each)) continue;
    for (const child of each.children)
      if (child.type === 'image')
        Object.assign(child, { type: 'emphasis', children: [{ type: 'text', value: child.alt ?? '' }] });
  }
  const tree = sanitize(toHast({ type: 'root', children: [copy] }));
  listings(tree);
  return { markup: toHtml(tree) };
}

/** What may be wider than the page is scrolled by keys, too (WCAG 2.1.1); its columns are cells. */
function listings(tree: Nodes | ElementContent, isInside = false): void {
  if (!('children' in tree)) return;
  const isListing = tree.type === 'element' && tree.tagName === 'pre';
  if (isListing) tree.properties['tabIndex'] = 0;
  const inside = isInside || isListing;
  for (const child of tree.children) if (child.type !== 'doctype') listings(child, inside);
  if (inside && tree.type === 'element')
    tree.children = tree.children.flatMap((child) => (child.type === 'text' ? inCells(child.value) : [child]));
}

/** Lines as they stand, in cells: a drawing, a terminal's text. */
export function listingHtml(text: string): Html {
  return { markup: `<pre tabindex="0">${toHtml([...inCells(printable(text))])}</pre>` };
}
