import type { CellRow } from './rows.ts';

/** A cell of a pane, from its top left, from 0. */
export interface CellPlace {
  readonly x: number;
  readonly y: number;
}

/** Whose rows can be looked at: a screen, or what is shown of one. */
export interface HasRows {
  readonly columns: number;
  readonly rows: number;
  readonly row: (y: number) => CellRow;
}

/**
 * The text from one cell to another, both included, in reading order; a wide character belongs to both its cells. Blanks
 * at the ends of lines, and empty lines at the end, were nobody's text.
 */
export function textBetween(screen: HasRows, one: CellPlace, other: CellPlace): string {
  const [from, to] = one.y < other.y || (one.y === other.y && one.x <= other.x) ? [one, other] : [other, one];
  const lines: string[] = [];
  for (let y = Math.max(0, from.y); y <= Math.min(to.y, screen.rows - 1); y++) {
    const { texts } = screen.row(y);
    const start = y === from.y ? from.x : 0;
    const end = y === to.y ? to.x + 1 : screen.columns;
    lines.push(
      texts
        .slice(texts[start] === '' ? start - 1 : start, end)
        .join('')
        .trimEnd(),
    );
  }
  return lines.join('\n').trimEnd();
}
