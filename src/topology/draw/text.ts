import stringWidth from 'string-width';
import type { Words } from '../../words/index.ts';
import type { Topology } from '../types.ts';
import { Canvas } from './canvas.ts';
import { layOut, type Layout } from './layout.ts';
import { listText } from './list.ts';
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
  const { width = Number.POSITIVE_INFINITY } = style;
  if (topology.namespaces.length === 0) return [words.topology.nothing];
  const layout = topology.namespaces.length > mostDrawn ? undefined : layOut(topology, words, style);
  return layout === undefined ? listText(topology, words, width) : paint(layout, style);
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
    if (isTitle) for (const beside of [x - 1, x + stringWidth(text)]) canvas.write(beside, y, ' ');
    if (isNew) canvas.write(x - 1, y, '*', sgr);
  }
  return canvas.lines();
}

/** Colours say nothing that the words and the `*` do not say (ECMA-48 §8.3.117). */
function codeOf(tone: Tone, isTitle: boolean, isNew: boolean): string {
  const colours = { plain: isNew ? '32' : '', bad: '33', drop: '31', nat: '36' };
  return [isNew || isTitle ? '1' : '', colours[tone]].filter((code) => code !== '').join(';');
}
