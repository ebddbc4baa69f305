import type { Words } from '../../words/index.ts';
import type { Topology } from '../types.ts';
import { columnsOf } from './columns.ts';
import { Canvas } from './canvas.ts';
import { layOut, type Layout } from './layout.ts';
import { drawList } from './list.ts';
import { drawingOrder } from './order.ts';
import type { Tone } from './rows.ts';

export interface TextStyle {
  /** Only ASCII for lines and signs. */
  readonly ascii: boolean;
  /** SGR sequences; each line begins and ends without any. */
  readonly colour?: boolean;
  /** Display columns that no line exceeds. */
  readonly width?: number;
  /** Ids of namespaces in the order they were drawn before: their boxes stay where they are. */
  readonly order?: readonly string[];
  /** The network as it was: what differs is marked with `*`. */
  readonly before?: Topology | undefined;
}

/** More namespaces than this are listed: a drawing of them is no picture any more. */
const mostDrawn = 30;

/**
 * The network as characters: namespaces as boxes, bridges as switches in them, interfaces by their edges, cables between
 * them; a list where there are too many, or no box would fit. Lines without line ends.
 */
export function drawText(topology: Topology, words: Words, style: TextStyle): readonly string[] {
  return drawPicture(topology, words, style).lines;
}

/** A picture that is drawn again and again. */
export interface Picture {
  readonly lines: readonly string[];
  /** The order of the namespaces, for the next picture. */
  readonly order: readonly string[];
  /** Numbers of the lines that have something new, from the top. */
  readonly news: readonly number[];
}

/** As `drawText`, with what the next picture and whoever scrolls this one must know. */
export function drawPicture(topology: Topology, words: Words, style: TextStyle): Picture {
  const { width = Number.POSITIVE_INFINITY, order = [] } = style;
  if (topology.namespaces.length === 0) return { lines: [words.topology.nothing], order, news: [] };
  const layout = topology.namespaces.length > mostDrawn ? undefined : layOut(topology, words, style);
  if (layout === undefined)
    return { ...drawList(topology, words, { width, before: style.before }), order: drawingOrder(topology, order) };
  const news = layout.texts.filter(({ isNew }) => isNew).map(({ y }) => y);
  return { lines: paint(layout, style), order: layout.order, news: news.toSorted((a, b) => a - b) };
}

function paint({ width, height, boxes, texts, paths, labels }: Layout, { ascii, colour = false }: TextStyle): string[] {
  const canvas = new Canvas(width, height, ascii);
  for (const box of boxes) canvas.box(box);
  for (const { points } of paths) canvas.line(points);
  for (const { x, y, text, from } of labels) {
    canvas.line([
      [from, y],
      [from < x ? x - 1 : x + text.length, y],
    ]);
    canvas.write(x, y, text);
  }
  for (const { x, y, text, tone, isTitle, isNew } of texts) {
    const sgr = colour ? codeOf(tone, isTitle, isNew) : '';
    canvas.write(x, y, text, sgr);
    if (isTitle) for (const beside of [x - 1, x + columnsOf(text)]) canvas.write(beside, y, ' ');
    if (isNew) canvas.write(x - 1, y, '*', sgr);
  }
  return canvas.lines();
}

/** Colours say nothing that the words and the `*` do not say (ECMA-48 §8.3.117). */
function codeOf(tone: Tone, isTitle: boolean, isNew: boolean): string {
  const colours = { plain: isNew ? '32' : '', bad: '33', drop: '31', nat: '36' };
  return [isNew || isTitle ? '1' : '', colours[tone]].filter((code) => code !== '').join(';');
}
