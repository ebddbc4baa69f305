import type { Snapshot } from '../../check/snapshot.ts';
import { drawList } from '../../topology/draw/list.ts';
import { drawSvg } from '../../topology/draw/svg.ts';
import { topologyOf } from '../../topology/topology.ts';
import { printable } from '../../verify/printable.ts';
import type { Words } from '../../words/index.ts';
import { html, type Html } from './html-text.ts';

/** A learner's network has some ten interfaces; a stranger's file may say anything, and no page needs a picture of that. */
const maxInterfaces = 120;

/** The network that a submission shows: a picture that is a document of its own, where no script can run, and the same as text. */
export function pictureOf(snapshot: Snapshot, words: Words): Html {
  const texts = words.gradebook.page;
  const topology = topologyOf(snapshot);
  const count = topology.namespaces.reduce((sum, { interfaces }) => sum + interfaces.length, 0);
  if (count === 0) return { markup: '' };
  const list = drawList(topology, words).lines.slice(0, 4 * maxInterfaces);
  return html`<h3>${texts.network}</h3>
    ${
      count > maxInterfaces
        ? html`<p>${texts.networkTooLarge({ interfaces: count })}</p>`
        : html`<img alt="${texts.networkPicture}" src="${dataUrl(drawSvg(topology, words))}" />`
    }
    <details>
      <summary>${texts.asText}</summary>
      <pre>${list.join('\n')}</pre>
    </details> `;
}

const dataUrl = (svg: string): string => `data:image/svg+xml,${encodeURIComponent(printable(svg))}`;
