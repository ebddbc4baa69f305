import type { Words } from '../../words/index.ts';
import type { Topology } from '../types.ts';
import { drawingOrder } from './order.ts';
import { alignedStack, plainStack, textWidth, type Stacked } from './stack.ts';
import { rowTexts, type Row } from './rows.ts';
import { routeCables, type Channel, type Plug } from './tracks.ts';

/** A border, in display columns and lines from the top left corner; a namespace's or, within it, a bridge's. */
export interface Box {
  /** Of the namespace, or of the bridge's interface. */
  readonly id: string;
  readonly kind: 'netns' | 'switch';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A line of text. A title stands on its box's upper border, one column free on either side. */
export interface Text extends Row {
  readonly x: number;
  readonly y: number;
  /** It stands on a border. */
  readonly isTitle: boolean;
  /** It was not there before, or said something else. */
  readonly isNew: boolean;
}

/** A cable as a line of right angles, from where one end is plugged in to where the other is. */
export interface Path {
  readonly ends: readonly [string, string];
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly isNew: boolean;
}

/** The number of a cable that is not drawn, at one of its ends: two with the same number belong together. */
export interface Label {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  /** The column where it is plugged in: a line leads from there to the number. */
  readonly from: number;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly texts: readonly Text[];
  readonly paths: readonly Path[];
  readonly labels: readonly Label[];
  /** Ids of the namespaces in the order in which they stand. */
  readonly order: readonly string[];
}

export interface LayoutOptions {
  /** Ids of namespaces as they were drawn before: those keep their places, new ones come below them. */
  readonly order?: readonly string[];
  /** Columns that nothing may exceed. */
  readonly width?: number;
  readonly ascii?: boolean;
  /** The network as it was: what differs is new. */
  readonly before?: Topology | undefined;
}

/** A picture that lives does not become wider than this: its boxes stay together on a wide screen. */
const comfortable = 88;
/** The right column of a picture that lives is this wide, where there is room: it need not move for every new address. */
const roomyRight = 32;

/** Ways to draw, the best first: `joined` as in `RowStyle`. */
const shapes = [
  { columns: 2, joined: 34 },
  { columns: 2, joined: 24 },
  { columns: 2, joined: 0 },
  { columns: 1, joined: 34 },
  { columns: 1, joined: 0 },
] as const;

/**
 * Places the host at the left and everybody else at the right, with the cables in a channel between them; where that is too
 * wide, all boxes below one another. A box at the right stays where it is, whatever comes below it, and the host's
 * interfaces stand beside what they are plugged into, as far as their order lets them. No two cables ever share a line,
 * and where two lines cross, they only cross. Undefined where nothing fits into the width.
 */
export function layOut(topology: Topology, words: Words, options: LayoutOptions = {}): Layout | undefined {
  const width = options.width ?? Number.POSITIVE_INFINITY;
  const order = drawingOrder(topology, options.order ?? []);
  for (const shape of shapes) {
    const layout = place(topology, words, { ...options, ...shape, width, order });
    if (layout.width <= width) return layout;
  }
  return undefined;
}

type PlaceOptions = LayoutOptions & {
  readonly columns: 1 | 2;
  readonly joined: number;
  readonly width: number;
  readonly order: readonly string[];
};

function place(topology: Topology, words: Words, options: PlaceOptions): Layout {
  const { columns, joined, width, order, before, ascii = false } = options;
  const style = { ascii, joined };
  const was = before === undefined ? undefined : rowTexts(before, words, style);
  const hadCables = before === undefined ? undefined : new Set(before.cables.map(({ ends }) => ends.join(' ')));
  const sorted = topology.namespaces.toSorted((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
  const isLeft = ({ id }: { readonly id: string }): boolean => columns === 1 || id === order[0];
  const right = plainStack(
    sorted.filter((netns) => !isLeft(netns)),
    words,
    style,
  );
  const left = alignedStack(sorted.filter(isLeft), right, topology.cables, words, style);
  const leftWidth = textWidth(left);
  const isLive = Number.isFinite(width);
  const needed = textWidth(right);
  const channel = routeCables(topology.cables, left, right, width - leftWidth - needed);
  const tight = leftWidth + channel.width + needed;
  const whole = isLive && right.length > 0 ? Math.max(tight, Math.min(width, comfortable)) : tight;
  const rightWidth = whole === tight ? needed : Math.max(needed, Math.min(roomyRight, needed + whole - tight));
  const rightX = whole - rightWidth;
  const stacks = [
    { stack: left, x: 0, width: leftWidth },
    { stack: right, x: rightX, width: rightWidth },
  ];
  const heights = [...left, ...right].map(({ y, height }) => y + height);
  return {
    width: whole,
    height: Math.max(0, ...heights),
    boxes: stacks.flatMap(({ stack, x, width: wide }) => boxesOf(stack, x, wide)),
    texts: stacks.flatMap(({ stack, x }) => textsOf(stack, x, was)),
    ...cablesAt(channel, leftWidth, rightX, hadCables),
    order,
  };
}

function boxesOf(stack: readonly Stacked[], x: number, width: number): Box[] {
  return stack.flatMap(({ id, y, height, switches }) => [
    { id, kind: 'netns' as const, x, y, width, height },
    ...switches.map((inner): Box => ({ ...inner, kind: 'switch', x: x + 2, width: width - 4 })),
  ]);
}

function textsOf(stack: readonly Stacked[], x: number, was: ReadonlyMap<string, string> | undefined): Text[] {
  return stack.flatMap(({ rows }) =>
    rows.map(({ row, y, indent, isTitle }): Text => {
      const isNew = was !== undefined && was.get(row.key) !== row.text;
      return { ...row, x: x + indent, y, isTitle, isNew };
    }),
  );
}

/** Turns places in the channel into columns of the picture. */
function cablesAt(
  { drawn, numbered, labelWidth }: Channel,
  leftWidth: number,
  rightX: number,
  hadCables: ReadonlySet<string> | undefined,
): Pick<Layout, 'paths' | 'labels'> {
  const plugX = ({ side, inset }: Plug): number => (side === 'left' ? leftWidth - 1 - inset : rightX + inset);
  return {
    paths: drawn.map(({ ends, from, to, track }): Path => {
      const x = leftWidth + labelWidth + 1 + 2 * track;
      const corners: Path['points'] =
        from.y === to.y
          ? []
          : [
              [x, from.y],
              [x, to.y],
            ];
      const isNew = hadCables !== undefined && !hadCables.has(ends.join(' '));
      return { ends, isNew, points: [[plugX(from), from.y], ...corners, [plugX(to), to.y]] };
    }),
    labels: numbered.map(({ plug, text }): Label => {
      const x = plug.side === 'left' ? leftWidth + 1 : rightX - 1 - text.length;
      return { x, y: plug.y, text, from: plugX(plug) };
    }),
  };
}
