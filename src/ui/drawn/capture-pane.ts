import type { PlainStyle } from '../../lesson/plain.ts';
import type { Words } from '../../words/index.ts';
import { asciiText } from './ascii.ts';
import { clip, fit } from './fit.ts';
import type { Layout } from './layout.ts';
import type { UiState } from './state.ts';
import type { View } from './view.ts';

/** The last frames of the link that is followed, as many as its pane holds. */
export function capturePane(
  { followed }: UiState,
  { capture: rect, captureTitle }: Layout,
  { ascii }: PlainStyle,
  { drawn }: Words,
): Pick<View, 'capture' | 'captureTitle'> {
  if (followed === undefined || rect === undefined || captureTitle === undefined) return {};
  const bar = ascii ? '-' : '─';
  const title = `${bar}${bar} ${drawn.captureTitle({ what: followed.what })} `;
  const lines = followed.lines.length === 0 ? [drawn.captureWaits] : followed.lines.slice(-rect.height);
  return {
    captureTitle: fit(ascii ? asciiText(title) : title, captureTitle.width, bar),
    capture: lines.map((line) => clip(` ${line}`, rect.width)),
  };
}
