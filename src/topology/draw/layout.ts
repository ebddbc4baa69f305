import stringWidth from 'string-width';
import type { Words } from '../../words/index.ts';
import type { Netns, Topology } from '../types.ts';
import { boxLines, headOf, type Line } from './lines.ts';

/** A namespace's box, in display columns and lines from the top left corner; the border is part of it. */
export interface Box {
  readonly id: string;
  readonly title: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly lines: readonly Line[];
}

/** A cable as a line of right angles from one box's border to another's. */
export interface Path {
  readonly ends: readonly [string, string];
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly paths: readonly Path[];
}

interface Plug {
  readonly x: number;
  readonly y: number;
}

/**
 * Places machines at the left and named namespaces at the right, with the cables in a channel between them. Interfaces take
 * two lines each, at even places in the left column and at odd ones in the right: no two cables ever share a line, and
 * where two lines cross, they only cross.
 *
 * @param order ids of namespaces as they were drawn before: those keep their places, new ones come below them.
 */
export function layOut(topology: Topology, words: Words, order: readonly string[] = []): Layout {
  const rank = ({ id }: Netns): number => (order.includes(id) ? order.indexOf(id) : order.length);
  const sorted = topology.namespaces.toSorted((a, b) => rank(a) - rank(b));
  const [left, right] = fromTheTop(
    stack(sorted.filter(isMachine), 0, words),
    stack(
      sorted.filter((netns) => !isMachine(netns)),
      1,
      words,
    ),
  );
  const rows = new Map([...plugsOf(left, 'left'), ...plugsOf(right, 'right')]);
  const tracks = assignTracks(topology, rows);
  const used = Math.max(0, ...[...tracks.values()].map((track) => track + 1));
  const leftWidth = widthOf(left);
  const gap = right.length === 0 && used === 0 ? 0 : 2 * used + 3;
  const rightX = leftWidth + gap;
  const boxes = [
    ...left.map((box): Box => ({ ...box, x: 0, width: leftWidth })),
    ...right.map((box): Box => ({ ...box, x: rightX, width: widthOf(right) })),
  ];
  const plugAt = (id: string): Plug | undefined => {
    const row = rows.get(id);
    return row === undefined ? undefined : { x: row.side === 'left' ? Math.max(0, leftWidth - 1) : rightX, y: row.y };
  };
  const paths = topology.cables.flatMap(({ ends }, index): Path[] => {
    const [a, b] = [plugAt(ends[0]), plugAt(ends[1])];
    if (a === undefined || b === undefined) return [];
    const x = leftWidth + 1 + 2 * (tracks.get(index) ?? 0);
    return [
      {
        ends,
        points: [
          [a.x, a.y],
          [x, a.y],
          [x, b.y],
          [b.x, b.y],
        ],
      },
    ];
  });
  const bottom = Math.max(0, ...boxes.map(({ y, height }) => y + height));
  const columns = paths.flatMap(({ points }) => points.map(([x]) => x + 1));
  const width = Math.max(0, ...boxes.map((box) => box.x + box.width), ...columns);
  return { width, height: bottom, boxes, paths };
}

const isMachine = ({ at }: Netns): boolean => at.netns === '';

type Stacked = Omit<Box, 'x' | 'width'>;

/** Boxes below one another, each begun so that its interfaces' lines are even or odd. */
function stack(all: readonly Netns[], parity: 0 | 1, words: Words): Stacked[] {
  let y = 0;
  return all.map((netns) => {
    const lines = boxLines(netns, words);
    const first = lines.findIndex((line) => line.interface !== undefined);
    if (first >= 0 && (y + 1 + first) % 2 !== parity) y += 1;
    const box = { id: netns.id, title: headOf(netns, words), y, height: lines.length + 2, lines };
    y += box.height;
    return box;
  });
}

/** Without an empty line above both columns. */
function fromTheTop(left: readonly Stacked[], right: readonly Stacked[]): [readonly Stacked[], readonly Stacked[]] {
  const top = Math.min(...[...left, ...right].map(({ y }) => y));
  const lifted = (boxes: readonly Stacked[]): readonly Stacked[] => boxes.map((box) => ({ ...box, y: box.y - top }));
  return [lifted(left), lifted(right)];
}

function widthOf(boxes: readonly Stacked[]): number {
  const widths = boxes.flatMap(({ title, lines }) => [
    stringWidth(title),
    ...lines.map(({ text }) => stringWidth(text)),
  ]);
  return boxes.length === 0 ? 0 : Math.max(...widths) + 4;
}

function plugsOf(
  boxes: readonly Stacked[],
  side: 'left' | 'right',
): (readonly [string, { readonly side: typeof side; readonly y: number }])[] {
  return boxes.flatMap(({ y, lines }) =>
    lines.flatMap((line, index) =>
      line.interface === undefined ? [] : [[line.interface, { side, y: y + 1 + index }] as const],
    ),
  );
}

/** A column of the channel for each cable's upright part: the first in which no other cable is in the way. */
function assignTracks(
  { cables }: Topology,
  rows: ReadonlyMap<string, { readonly y: number }>,
): ReadonlyMap<number, number> {
  const spans = cables.flatMap(({ ends }, index) => {
    const [a, b] = [rows.get(ends[0])?.y, rows.get(ends[1])?.y];
    return a === undefined || b === undefined ? [] : [{ index, top: Math.min(a, b), bottom: Math.max(a, b) }];
  });
  const bottoms: number[] = [];
  const tracks = new Map<number, number>();
  for (const { index, top, bottom } of spans.toSorted((a, b) => a.top - b.top || a.bottom - b.bottom)) {
    const free = bottoms.findIndex((end) => end < top);
    const track = free < 0 ? bottoms.length : free;
    bottoms[track] = bottom;
    tracks.set(index, track);
  }
  return tracks;
}
