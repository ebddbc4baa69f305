import type { CellRow } from './rows.ts';

/** A screen's cells; every row has `columns` of them. */
export interface Grid {
  readonly columns: number;
  readonly rows: readonly CellRow[];
}

/** Equal cells between two changes are written again rather than jumped over, when they are so few. */
const maxBridge = 8;

/**
 * What turns the screen `from` (unknown: anything) into `to`: absolute positions, SGR, text. It ends in the default
 * style, and clears nothing but the rest of a row. Empty when nothing changed.
 */
export function writeChanges(from: Grid | undefined, to: Grid): string {
  let out = '';
  for (const [y, row] of to.rows.entries()) {
    const known = from?.rows[y];
    if (known !== row) out += rowChanges(known, row, y, to.columns);
  }
  return out;
}

function rowChanges(from: CellRow | undefined, to: CellRow, y: number, columns: number): string {
  const same = (x: number): boolean =>
    from !== undefined && from.texts[x] === to.texts[x] && from.styles[x] === to.styles[x];
  let out = '';
  for (let x = 0; x < columns;) {
    if (same(x)) {
      x++;
      continue;
    }
    let end = x + 1;
    for (let at = end; at < columns && at - end <= maxBridge; at++) if (!same(at)) end = at + 1;
    // Wide characters are written whole, and what is written over one half clears the other.
    while (x > 0 && (to.texts[x] === '' || from?.texts[x] === '')) x--;
    while (end < columns && (to.texts[end] === '' || from?.texts[end] === '')) end++;
    out += spanText(to, x, end, y, columns);
    x = end;
  }
  return out;
}

function spanText(row: CellRow, from: number, to: number, y: number, columns: number): string {
  let out = `\u001b[${y + 1};${from + 1}H`;
  let style = '';
  const blankFrom = to === columns ? blankTail(row, from, columns) : to;
  let lost = false;
  for (let x = from; x < Math.min(to, blankFrom); x++) {
    const text = row.texts[x] ?? ' ';
    if (text === '') continue;
    if (lost) out += `\u001b[${x + 1}G`;
    const next = row.styles[x] ?? '';
    if (next !== style) {
      out += turn(style, next);
      style = next;
    }
    out += text;
    lost = !isSafe(text);
  }
  if (style !== '') out += turn(style, '');
  if (blankFrom < to) out += `${lost ? `\u001b[${blankFrom + 1}G` : ''}\u001b[K`;
  return out;
}

/** From one style to another: SGR, and hyperlinks (OSC 8). */
function turn(from: string, to: string): string {
  const [look = '', link = ''] = to.split('\n');
  const [lookBefore = '', linkBefore = ''] = from.split('\n');
  let out = '';
  if (look !== lookBefore) out += look === '' ? '\u001b[m' : `\u001b[${lookBefore === '' ? '' : '0;'}${look}m`;
  if (link !== linkBefore) out += `\u001b]8;;${link}\u001b\\`;
  return out;
}

/** From where the row is blank to its end; `columns` where that is not worth a sequence. */
function blankTail(row: CellRow, from: number, columns: number): number {
  let x = columns;
  while (x > from && row.texts[x - 1] === ' ' && row.styles[x - 1] === '') x--;
  return columns - x > 3 ? x : columns;
}

/** Terminals agree on the width of these; after any other the position is told anew, so that no row is smeared. */
const safe =
  /^[\u0020-\u007e\u00a1-\u00ac\u00ae-\u00ff\u2500-\u257f\u3001-\u3029\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff5e]$/;

function isSafe(text: string): boolean {
  return safe.test(text);
}
