import { chromeRow } from '../../terminal/chrome-row.ts';
import type { PaneView } from '../../terminal/compositor.ts';
import type { Rect } from './layout.ts';
import type { View } from './view.ts';

/** What of a view the compositor paints as text: the lesson, and the picture under its title. */
export function textPanes({
  layout,
  lesson,
  pictureTitle = '',
  picture = [],
  captureTitle = '',
  capture = [],
}: View): readonly PaneView[] {
  const parts: readonly (readonly [Rect | undefined, readonly string[]])[] = [
    [layout.lesson, lesson],
    [layout.pictureTitle, [pictureTitle]],
    [layout.picture, picture],
    [layout.captureTitle, [captureTitle]],
    [layout.capture, capture],
  ];
  return parts.flatMap(([rect, lines]) => (rect === undefined ? [] : [textPane(rect, lines)]));
}

/** Lines of styled text as a pane; those that are missing are blank. */
function textPane(rect: Rect, lines: readonly string[]): PaneView {
  const rows = Array.from({ length: rect.height }, (_, y) => chromeRow(lines[y] ?? '', rect.width));
  const blank = chromeRow('', rect.width);
  return { ...rect, row: (y) => rows[y] ?? blank };
}
