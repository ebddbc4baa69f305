import { chromeRow } from './chrome-row.ts';
import type { CellRow } from './rows.ts';
import { writeChanges, type Grid } from './changes.ts';

/** What stands over the chrome: a pane's rows at a place of the screen, in cells from the top left. */
export interface PaneView {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly row: (y: number) => CellRow;
}

/** A whole screen, as it should be. */
export interface Frame {
  readonly columns: number;
  readonly rows: number;
  /** Text with SGR sequences, from the top; may be too few, too many, too long. */
  readonly chrome: readonly string[];
  readonly panes: readonly PaneView[];
  /** Absent: not shown. */
  readonly cursor?: { readonly x: number; readonly y: number };
}

export interface CompositorOptions {
  /** Asked for when it is time to paint, so that many changes make one frame. */
  readonly frame: () => Frame;
  readonly write: (text: string) => void;
  /** The terminal has not taken the last frame yet: frames are left out until `drained`. */
  readonly isBlocked: () => boolean;
  /** At most one paint in so many milliseconds; default 16. */
  readonly everyMs?: number;
  readonly now?: () => number;
}

/** Draws frames on the user's terminal by what changed since the last one. */
export interface Compositor {
  /** Something changed: paints at once, or when 16 ms have passed since the last paint. */
  readonly request: () => void;
  /** The terminal takes output again. */
  readonly drained: () => void;
  /** Nothing is known of the screen any more (a suspension, a resize): the next paint writes every cell. */
  readonly forget: () => void;
  readonly close: () => void;
}

export function createCompositor({
  frame,
  write,
  isBlocked,
  everyMs = 16,
  now = () => performance.now(),
}: CompositorOptions): Compositor {
  const cache = newComposed();
  let shown: Grid | undefined;
  let shownCursor: string | undefined;
  let paintedMs = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  let wanted = false;
  let closed = false;

  const paint = (): void => {
    timer = undefined;
    if (closed) return;
    if (isBlocked()) {
      wanted = true;
      return;
    }
    wanted = false;
    paintedMs = now();
    const next = frame();
    const grid = compose(next, cache);
    const known = shown?.columns === grid.columns && shown.rows.length === grid.rows.length ? shown : undefined;
    const changes = writeChanges(known, grid);
    const cursor = cursorText(next);
    shown = grid;
    if (changes === '' && cursor === shownCursor && known !== undefined) return;
    shownCursor = cursor;
    // One picture, not the making of it (synchronized output); the cursor does not run about where that is not known.
    write(`\u001b[?2026h${changes === '' ? '' : `\u001b[?25l${changes}`}${cursor}\u001b[?2026l`);
  };

  return {
    request: () => {
      if (closed || timer !== undefined) return;
      const waitMs = paintedMs + everyMs - now();
      if (waitMs <= 0) paint();
      else timer = setTimeout(paint, waitMs);
    },
    drained: () => {
      if (wanted && timer === undefined) paint();
    },
    forget: () => {
      shown = undefined;
      shownCursor = undefined;
    },
    close: () => {
      closed = true;
      clearTimeout(timer);
    },
  };
}

/** Rows that were composed before, so that a key costs one row and not a screen of them. */
export interface Composed {
  columns: number;
  /** The chrome's, by its lines. */
  readonly chrome: Map<string, CellRow>;
  /** By pane and its row: what that gave, laid over which row where. */
  readonly panes: Overlaid[][];
}

interface Overlaid {
  readonly under: CellRow;
  readonly over: CellRow;
  readonly x: number;
  readonly width: number;
  readonly row: CellRow;
}

function newComposed(): Composed {
  return { columns: 0, chrome: new Map(), panes: [] };
}

/** The frame as cells: the chrome, cut and filled to the screen, and the panes over it. */
export function compose(frame: Frame, cache: Composed = newComposed()): Grid {
  const { columns, rows } = frame;
  // Lines of a former width, and of texts long gone.
  if (cache.columns !== columns || cache.chrome.size > 4 * rows + 64) cache.chrome.clear();
  cache.columns = columns;
  const grid: CellRow[] = [];
  for (let y = 0; y < rows; y++) {
    const line = frame.chrome[y] ?? '';
    let row = cache.chrome.get(line);
    if (row === undefined) cache.chrome.set(line, (row = chromeRow(line, columns)));
    grid.push(row);
  }
  for (const [index, { x, y, row, ...pane }] of frame.panes.entries()) {
    const width = Math.min(pane.width, columns - x);
    const known = (cache.panes[index] ??= []);
    for (let dy = 0; dy < pane.height; dy++) {
      const under = grid[y + dy];
      if (under === undefined || width <= 0) continue;
      const over = row(dy);
      const last = known[dy];
      const isSame = last?.under === under && last.over === over && last.x === x && last.width === width;
      const now = isSame ? last : { under, over, x, width, row: overlaid(under, over, x, width) };
      known[dy] = now;
      grid[y + dy] = now.row;
    }
  }
  return { columns, rows: grid };
}

function overlaid(under: CellRow, over: CellRow, x: number, width: number): CellRow {
  const texts = [...under.texts];
  const styles = [...under.styles];
  for (let i = 0; i < width; i++) {
    texts[x + i] = over.texts[i] ?? ' ';
    styles[x + i] = over.styles[i] ?? '';
  }
  // Wide characters cut by an edge of the pane: of the chrome to its left and right, and of the pane itself.
  if (under.texts[x] === '' && x > 0) texts[x - 1] = ' ';
  if (over.texts[0] === '') texts[x] = ' ';
  if (over.texts[width] === '') texts[x + width - 1] = ' ';
  if (texts[x + width] === '') texts[x + width] = ' ';
  return { texts, styles };
}

function cursorText({ cursor, columns, rows }: Frame): string {
  if (cursor === undefined || cursor.x >= columns || cursor.y >= rows) return '\u001b[?25l';
  return `\u001b[${cursor.y + 1};${cursor.x + 1}H\u001b[?25h`;
}
