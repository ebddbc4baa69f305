import type { AlignType, Table } from 'mdast';
import stringWidth from 'string-width';
import { spansOf } from './inline.ts';
import type { PlainStyle, Span } from './style.ts';
import { textOf, wrapSpans } from './wrap.ts';

const gap = 2;
const narrowest = 6;

/** A table in columns, cells wrapped where it must; one that is too wide for columns as `head: cell` lines, row by row. */
export function tableLines(table: Table, style: PlainStyle): Span[][] {
  const rows = table.children.map((row) => row.children.map((cell) => spansOf(cell.children, style)));
  const [head = [], ...body] = rows;
  const widths = columnWidths(rows, style.width);
  if (widths === undefined) return asRecords(head, body, style.width);
  const rule: Span[] = [
    { text: widths.map((width) => (style.ascii ? '-' : '─').repeat(width)).join(' '.repeat(gap)), sgr: ['2'] },
  ];
  const bold = head.map((cell) => cell.map((span): Span => ({ ...span, sgr: [...span.sgr, '1'] })));
  const align = table.align ?? [];
  return [...rowLines(bold, widths, align), rule, ...body.flatMap((row) => rowLines(row, widths, align))];
}

function columnWidths(rows: readonly (readonly Span[][])[], width: number): number[] | undefined {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, column) =>
    Math.max(1, ...rows.map((row) => widthOf(row[column] ?? []))),
  );
  const available = width - gap * (count - 1);
  for (let sum = total(widths); sum > available; sum = total(widths)) {
    const widest = widths.indexOf(Math.max(...widths));
    const current = widths[widest] ?? 0;
    if (current <= narrowest) return undefined;
    widths[widest] = Math.max(narrowest, current - (sum - available));
  }
  return widths;
}

function rowLines(
  row: readonly (readonly Span[])[],
  widths: readonly number[],
  align: readonly (AlignType | undefined)[],
): Span[][] {
  const cells = widths.map((width, column) => wrapSpans(row[column] ?? [], width));
  const height = Math.max(...cells.map((cell) => cell.length));
  return Array.from({ length: height }, (_, index) =>
    widths.flatMap((width, column): Span[] => {
      const spans = cells[column]?.[index] ?? [];
      const free = Math.max(0, width - widthOf(spans));
      const before = align[column] === 'right' ? free : align[column] === 'center' ? free >> 1 : 0;
      const after = free - before + (column + 1 < widths.length ? gap : 0);
      return [{ text: ' '.repeat(before), sgr: [] }, ...spans, { text: ' '.repeat(after), sgr: [] }];
    }),
  );
}

function asRecords(head: readonly Span[][], body: readonly (readonly Span[][])[], width: number): Span[][] {
  return body.flatMap((row, index) => [
    ...(index === 0 ? [] : [[]]),
    ...row.flatMap((cell, column) => wrapSpans([...(head[column] ?? []), { text: ': ', sgr: [] }, ...cell], width)),
  ]);
}

function widthOf(spans: readonly Span[]): number {
  return stringWidth(textOf(spans));
}

function total(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, 0);
}
