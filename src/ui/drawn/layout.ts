/** A rectangle of the screen in cells; `x` and `y` count from 0 at the top left. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type Pane = 'lesson' | 'shell';

/** What can fill the screen alone. */
export type Zoom = Pane | 'picture';

/**
 * Where everything stands. Both the drawn boxes and the pty's size come from here, so that they can never differ.
 *
 * ```text
 * header   ─ lesson, step n of m ─┬─ tabs of shells ─      one row
 * lesson   │                      │ shell                  side by side, one above the other, or one at a time
 * checks   ✓ … · …                                         one row
 * status   keys                                            one row
 * ```
 */
export interface Layout {
  readonly mode: 'side' | 'stacked' | 'single' | 'too-small';
  readonly columns: number;
  readonly rows: number;
  readonly header: Rect;
  /** Absent when the pane is not shown (zoom, one at a time). */
  readonly lesson?: Rect;
  readonly shell?: Rect;
  /** The picture of the network, below the lesson or in its place, under a line with its title. */
  readonly picture?: Rect;
  readonly pictureTitle?: Rect;
  /** A link that is followed, in the lesson's last rows, under a line with its title. */
  readonly capture?: Rect;
  readonly captureTitle?: Rect;
  /** The line between the panes: vertical in `side`, horizontal (with the shells' tabs) in `stacked`. */
  readonly divider?: Rect;
  readonly checks: Rect;
  readonly status: Rect;
}

/** Smaller than this, nothing sensible can be drawn: a card says so. */
export const smallest = { columns: 20, rows: 6 };
/** Below either, one pane at a time. */
export const bothPanes = { columns: 60, rows: 20 };
/** From here the panes stand side by side; below, one above the other, drawings and commands are torn less. */
const sideColumns = 120;
/** The lesson's drawings and samples want the one, prose wider than the other is hard to read; between them, half. */
const lessonColumns = { least: 59, most: 80 };

export interface LayoutWish {
  /** The pane that fills the screen, by the learner's wish. */
  readonly zoom?: Zoom | undefined;
  /** The picture of the network is open. */
  readonly picture?: boolean;
  /** A link is followed. */
  readonly capture?: boolean;
  /** The pane that is shown where only one fits. */
  readonly focus: Pane;
}

/** Pane sizes from the terminal's size. Every cell of every row belongs to exactly one part, or to none. */
export function layoutFor(columns: number, rows: number, wish: LayoutWish): Layout {
  const { zoom, focus, picture = false } = wish;
  const header = { x: 0, y: 0, width: columns, height: 1 };
  const checks = { x: 0, y: rows - 2, width: columns, height: 1 };
  const status = { x: 0, y: rows - 1, width: columns, height: 1 };
  const frame = { columns, rows, header, checks, status };
  if (columns < smallest.columns || rows < smallest.rows) return { ...frame, mode: 'too-small' };
  const body = { x: 0, y: 1, width: columns, height: rows - 3 };
  const fitsOne = columns < bothPanes.columns || rows < bothPanes.rows;
  if (zoom !== undefined || fitsOne) {
    const shown = zoom ?? focus;
    if (shown === 'shell') return { ...frame, mode: 'single', shell: body };
    // Zoomed, the lesson is read in full; where one pane fits only, the picture is in its place while it is open.
    const isPicture = shown === 'picture' || (picture && zoom === undefined);
    return { ...frame, mode: 'single', ...aboveCapture(body, wish, isPicture ? pictureIn : lessonIn) };
  }
  if (columns >= sideColumns) {
    const width = Math.min(lessonColumns.most, Math.max(lessonColumns.least, Math.floor((columns - 1) / 2)));
    return {
      ...frame,
      mode: 'side',
      ...aboveCapture({ ...body, width }, wish, picture ? pictureBeside : lessonIn),
      divider: { ...body, x: width, width: 1 },
      shell: { ...body, x: width + 1, width: columns - width - 1 },
    };
  }
  const height = Math.floor((body.height - 1) * 0.5);
  return {
    ...frame,
    mode: 'stacked',
    ...aboveCapture({ ...body, height }, wish, picture ? pictureBeside : lessonIn),
    divider: { ...body, y: body.y + height, height: 1 },
    shell: { ...body, y: body.y + height + 1, height: body.height - height - 1 },
  };
}

/** The shell's size on such a terminal: that of its pane, or, while it is hidden, of the pane it would have alone. */
export function shellSize({ columns, rows, shell }: Layout): { readonly columns: number; readonly rows: number } {
  const rect = shell ?? layoutFor(columns, rows, { focus: 'shell' }).shell;
  return { columns: Math.max(2, rect?.width ?? columns), rows: Math.max(1, rect?.height ?? rows) };
}

/** From here on lesson and picture share the lesson's place; in less, each would show too little. */
const sharedRows = 26;

type LessonParts = Pick<Layout, 'lesson' | 'picture' | 'pictureTitle'>;

/** With its title; fewer where the lesson has few, and none of too few. */
const captureRows = { most: 8, least: 3 };

function aboveCapture(
  body: Rect,
  { capture = false }: LayoutWish,
  divide: (body: Rect) => LessonParts,
): LessonParts & Pick<Layout, 'capture' | 'captureTitle'> {
  const height = Math.min(captureRows.most, Math.floor(body.height / 3));
  if (!capture || height < captureRows.least) return divide(body);
  const top = body.y + body.height - height;
  return {
    ...divide({ ...body, height: body.height - height }),
    captureTitle: { ...body, y: top, height: 1 },
    capture: { ...body, y: top + 1, height: height - 1 },
  };
}

function lessonIn(body: Rect): LessonParts {
  return { lesson: body };
}

function pictureBeside(body: Rect): LessonParts {
  if (body.height < sharedRows) return pictureIn(body);
  const height = Math.floor(body.height / 2);
  return {
    lesson: { ...body, height },
    ...pictureIn({ ...body, y: body.y + height, height: body.height - height }),
  };
}

function pictureIn(body: Rect): Pick<Layout, 'picture' | 'pictureTitle'> {
  return { pictureTitle: { ...body, height: 1 }, picture: { ...body, y: body.y + 1, height: body.height - 1 } };
}
