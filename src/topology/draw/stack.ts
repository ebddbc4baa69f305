import type { Words } from '../../words/index.ts';
import type { Cable, Netns } from '../types.ts';
import { columnsOf } from './columns.ts';
import { isSwitch, itemsOf, titleRow, type Row, type RowStyle } from './rows.ts';

/** A namespace's box with all its lines in place, but for the columns. */
export interface Stacked {
  readonly id: string;
  readonly y: number;
  readonly height: number;
  readonly rows: readonly StackedRow[];
  readonly switches: readonly { readonly id: string; readonly y: number; readonly height: number }[];
}

export interface StackedRow {
  readonly row: Row;
  readonly y: number;
  /** Columns from the box's edge, on either side. */
  readonly indent: number;
  /** It stands on a border. */
  readonly isTitle: boolean;
}

/** Columns from a namespace's border to the text in it, and to that in a switch. */
const indents = { plain: 2, inner: 4 };

/** The host's lines are moved down by no more than this to stand beside what they are plugged into. */
const mostSpread = 12;

/** One line of a box, before it has a place. */
type Line =
  | { readonly type: 'row'; readonly row: Row; readonly indent: number }
  | { readonly type: 'open'; readonly id: string; readonly row: Row }
  | { readonly type: 'close' };

function linesOf(netns: Netns, words: Words, style: RowStyle): readonly Line[] {
  return itemsOf(netns, words, style).flatMap((item): Line[] =>
    isSwitch(item)
      ? [
          { type: 'open', id: item.title.key, row: item.title },
          ...item.rows.map((row): Line => ({ type: 'row', row, indent: indents.inner })),
          { type: 'close' },
        ]
      : [{ type: 'row', row: item, indent: indents.plain }],
  );
}

/** Boxes below one another, without a gap. */
export function plainStack(all: readonly Netns[], words: Words, style: RowStyle): readonly Stacked[] {
  return stack(all, words, style, (_, y) => y);
}

/** Boxes below one another, their plugged interfaces beside what they are plugged into where that keeps their order. */
export function alignedStack(
  all: readonly Netns[],
  right: readonly Stacked[],
  cables: readonly Cable[],
  words: Words,
  style: RowStyle,
): readonly Stacked[] {
  const peers = new Map(cables.flatMap(({ ends: [a, b] }) => [[a, b] as const, [b, a] as const]));
  const rows = new Map(plugRows(right).filter(([id]) => peers.has(id)));
  const taken = new Set(rows.values());
  const targetOf = (id: string | undefined): number | undefined => rows.get(peers.get(id ?? '') ?? '');
  const plugs = all.flatMap((netns) =>
    linesOf(netns, words, style).flatMap((line) => {
      const id = line.type === 'row' ? line.row.interface : undefined;
      const target = targetOf(id);
      return id === undefined || target === undefined ? [] : [{ id, target }];
    }),
  );
  const straight = new Set(longestRise(plugs.map(({ target }) => target)).map((index) => plugs[index]?.id));
  return stack(all, words, style, (id, y) => {
    if (!peers.has(id)) return y;
    const target = targetOf(id);
    if (target !== undefined && straight.has(id) && target >= y && target - y <= mostSpread) return target;
    let free = y;
    // A line of its own: beside somebody else's plug the two cables would run into one another.
    while (taken.has(free) && free !== target) free += 1;
    return free;
  });
}

/** @param placeOf the line for a plugged interface, not above the given one */
function stack(
  all: readonly Netns[],
  words: Words,
  style: RowStyle,
  placeOf: (id: string, y: number) => number,
): readonly Stacked[] {
  let y = 0;
  return all.map((netns) => {
    const top = y;
    const rows: StackedRow[] = [{ row: titleRow(netns, words), y: top, indent: indents.plain, isTitle: true }];
    const switches: { id: string; y: number; height: number }[] = [];
    y += 1;
    for (const line of linesOf(netns, words, style)) {
      if (line.type === 'close') {
        const inner = switches.at(-1);
        if (inner !== undefined) inner.height = y - inner.y + 1;
      } else if (line.type === 'open') {
        switches.push({ id: line.id, y, height: 0 });
        rows.push({ row: line.row, y, indent: indents.inner, isTitle: true });
      } else {
        if (line.row.interface !== undefined) y = placeOf(line.row.interface, y);
        rows.push({ row: line.row, y, indent: line.indent, isTitle: false });
      }
      y += 1;
    }
    y += 1;
    return { id: netns.id, y: top, height: y - top, rows, switches };
  });
}

/** The line of every interface, by its id. */
function plugRows(stacked: readonly Stacked[]): readonly (readonly [string, number])[] {
  return stacked.flatMap(({ rows }) =>
    rows.flatMap(({ row, y }) => (row.interface === undefined ? [] : [[row.interface, y] as const])),
  );
}

/** Where every interface is plugged in: its line, and how far from the box's border. */
export function plugsOf(
  stacked: readonly Stacked[],
): ReadonlyMap<string, { readonly y: number; readonly inset: number }> {
  return new Map(
    stacked.flatMap(({ rows }) =>
      rows.flatMap(({ row, y, indent }) =>
        row.interface === undefined ? [] : [[row.interface, { y, inset: indent - indents.plain }] as const],
      ),
    ),
  );
}

/** Columns that the widest box needs. */
export function textWidth(stacked: readonly Stacked[]): number {
  const widths = stacked.flatMap(({ rows }) =>
    rows.map(({ row, indent, isTitle }) => columnsOf(row.text) + 2 * indent + (isTitle ? 1 : 0)),
  );
  return Math.max(0, ...widths);
}

/** Indices of a longest rising part of some numbers, in order (patience sorting). */
function longestRise(numbers: readonly number[]): readonly number[] {
  const ends: number[] = [];
  const before: (number | undefined)[] = [];
  for (const [index, value] of numbers.entries()) {
    const found = ends.findIndex((end) => (numbers[end] ?? 0) >= value);
    const place = found < 0 ? ends.length : found;
    before[index] = ends[place - 1];
    ends[place] = index;
  }
  const rise: number[] = [];
  for (let index = ends.at(-1); index !== undefined; index = before[index]) rise.unshift(index);
  return rise;
}
