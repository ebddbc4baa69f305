import { printable } from '../../verify/printable.ts';
import type { Words } from '../../words/index.ts';
import type { Playback } from '../playback.ts';
import { html, type Html } from './html-text.ts';

/**
 * A session that can be played, from the beginning or from a mark; where no script runs, the screen as it was at the end.
 *
 * @param titleOf what a mark is called for a reader; as it is written without
 */
export function playerOf(
  { node, rows, frames, marks, cut }: Playback,
  words: Words,
  titleOf = (label: string): string => label,
): Html {
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
      ${
        marks.length === 0
          ? ''
          : html`<p class="screen controls marks" hidden>
              ${marks.map(([at, label]) => html`<button type="button" data-at="${at}">${titleOf(label)}</button> `)}
            </p>`
      }
      <pre tabindex="0" role="region" aria-label="${texts.session({ node })}">${screen.join('\n').trimEnd()}</pre>
      ${cut ? html`<p>${texts.sessionCut}</p>` : ''} ${data}
    </div> `;
}

/** The players' style: a terminal is dark, and on paper its text is as all other. */
export const playerStyle = `
.player pre { white-space: pre; overflow: auto; max-height: 32rem; background: #16161a; color: #e6e6e6; border: 0; padding: .8rem; font: 13px/1.35 ui-monospace, monospace; }
.controls { display: flex; gap: .8rem; align-items: center; } .controls[hidden] { display: none; } .controls input { flex: 1; } .controls button { font: inherit; min-width: 6rem; } .marks { flex-wrap: wrap; gap: .3rem; }
@media print { .player pre { background: none; color: inherit; max-height: none; white-space: pre-wrap; } .controls { display: none; } }`;

/** Plays every session of a page; the page says all of it without. */
export const playerScript = `
const longestPauseMs = 2000;
for (const player of document.querySelectorAll('.player')) {
  const frames = JSON.parse(player.querySelector('script').textContent);
  const [screen, button, seek, clock] = ['pre', 'button', 'input', 'output'].map((name) => player.querySelector(name));
  let lines = [];
  let at = 0;
  let timer;
  const show = (to) => {
    if (to < at) [lines, at] = [[], 0];
    for (; at < to; at += 1) for (const [row, text] of frames[at].slice(1)) lines[row] = text;
    screen.textContent = Array.from(lines, (line) => line ?? '').join('\\n');
    seek.value = at;
    const seconds = Math.round((at === 0 ? 0 : frames[at - 1][0]) / 1000);
    clock.value = Math.floor(seconds / 60) + ':' + String(seconds % 60).padStart(2, '0');
  };
  const stop = () => {
    clearTimeout(timer);
    timer = undefined;
    button.textContent = button.dataset.play;
  };
  const next = () => {
    if (at >= frames.length) return stop();
    const pause = at === 0 ? 0 : frames[at][0] - frames[at - 1][0];
    timer = setTimeout(() => {
      show(at + 1);
      next();
    }, Math.min(pause, longestPauseMs));
  };
  const play = () => {
    button.textContent = button.dataset.pause;
    next();
  };
  button.addEventListener('click', () => {
    if (timer !== undefined) return stop();
    if (at >= frames.length) show(0);
    play();
  });
  for (const mark of player.querySelectorAll('[data-at]'))
    mark.addEventListener('click', () => {
      stop();
      show(Number(mark.dataset.at));
      play();
    });
  seek.addEventListener('input', () => {
    stop();
    show(Number(seek.value));
  });
  show(frames.length);
  for (const controls of player.querySelectorAll('.controls')) controls.hidden = false;
}
`;
