import type { ElementContent, Nodes } from 'hast';
import { sanitize } from 'hast-util-sanitize';
import { toHtml } from 'hast-util-to-html';
import type { RootContent } from 'mdast';
import { toHast } from 'mdast-util-to-hast';
import { readAlert } from '../../lesson/alerts.ts';
import { descendants } from '../../lesson/tree.ts';
import { html, type Html } from '../../grade/export/html-text.ts';
import type { Words } from '../../words/index.ts';

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
      <p><strong>${words.share.alerts[alert.name]}</strong></p>
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
  focusable(tree);
  return { markup: toHtml(tree) };
}

/** What may be wider than the page is scrolled by keys, too (WCAG 2.1.1). */
function focusable(tree: Nodes | ElementContent): void {
  if (tree.type === 'element' && tree.tagName === 'pre') tree.properties['tabIndex'] = 0;
  if ('children' in tree) for (const child of tree.children) if (child.type !== 'doctype') focusable(child);
}
