import type { Snapshot } from '../../check/snapshot.ts';
import { listText } from '../../topology/draw/list.ts';
import { drawSvg } from '../../topology/draw/svg.ts';
import { topologyOf } from '../../topology/topology.ts';
import { printable } from '../../verify/printable.ts';
import type { Words } from '../../words/index.ts';
import type { Playback } from '../playback.ts';
import { html, type Html } from './html-text.ts';

/** A learner's network has some ten interfaces; a stranger's file may say anything, and no page needs a picture of that. */
const maxInterfaces = 120;

/** The network that a submission shows: a picture that is a document of its own, where no script can run, and the same as text. */
export function pictureOf(snapshot: Snapshot, words: Words): Html {
  const texts = words.gradebook.page;
  const topology = topologyOf(snapshot);
  const count = topology.namespaces.reduce((sum, { interfaces }) => sum + interfaces.length, 0);
  if (count === 0) return { markup: '' };
  const list = listText(topology, words).slice(0, 4 * maxInterfaces);
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

/** A session that can be played; where no script runs, the screen as it was at the end. */
export function playerOf({ node, rows, frames, cut }: Playback, words: Words): Html {
  const texts = words.gradebook.page;
  const screen = Array.from({ length: rows }, () => '');
  for (const [, ...lines] of frames) for (const [row, text] of lines) screen[row] = text;
  // Data, which no browser runs; and nothing in it ends the element (HTML Living Standard, 4.12.1.3).
  const data: Html = {
    markup: `<script type="application/json">${printable(JSON.stringify(frames)).replaceAll('<', String.raw`\u003c`)}</script>`,
  };
  return html`<h3>${texts.session({ node })}</h3>
    <div class="player">
      <p class="screen controls" hidden>
        <button type="button" data-play="${texts.play}" data-pause="${texts.pause}">${texts.play}</button>
        <input
          type="range"
          min="0"
          max="${frames.length}"
          value="${frames.length}"
          aria-label="${texts.position({ node })}"
        />
        <output></output>
      </p>
      <pre tabindex="0" role="region" aria-label="${texts.session({ node })}">${screen.join('\n').trimEnd()}</pre>
      ${cut ? html`<p>${texts.sessionCut}</p>` : ''} ${data}
    </div> `;
}
