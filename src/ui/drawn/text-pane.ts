import { chromeRow } from '../../terminal/chrome-row.ts';
import type { PaneView } from '../../terminal/compositor.ts';
import type { Rect } from './layout.ts';

/** Lines of styled text as a pane; those that are missing are blank. */
export function textPane(rect: Rect, lines: readonly string[]): PaneView {
  const rows = Array.from({ length: rect.height }, (_, y) => chromeRow(lines[y] ?? '', rect.width));
  const blank = chromeRow('', rect.width);
  return { ...rect, row: (y) => rows[y] ?? blank };
}
