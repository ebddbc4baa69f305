import stringWidth from 'string-width';
import type { Words } from '../../words/index.ts';
import type { Topology } from '../types.ts';
import { layOut, type Layout } from './layout.ts';
import { listText } from './list.ts';

export interface TextStyle {
  /** Only ASCII for lines. */
  readonly ascii: boolean;
  /** Ids of namespaces in the order they were drawn before. */
  readonly order?: readonly string[];
}

/** More namespaces than this are listed: a drawing of them is no picture any more. */
const mostDrawn = 30;

/** The network as characters: namespaces as boxes, interfaces by their edges, cables between them. Lines without line ends. */
export function drawText(topology: Topology, words: Words, { ascii, order = [] }: TextStyle): readonly string[] {
  if (topology.namespaces.length === 0) return [words.topology.nothing];
  if (topology.namespaces.length > mostDrawn) return listText(topology, words);
  return paint(layOut(topology, words, order), ascii);
}

/** Which of its neighbours a cell's line leads to. */
const north = 1;
const east = 2;
const south = 4;
const west = 8;

/** By the sum of those. */
const boxSigns = ' ╵╶└╷│┌├╴┘─┴┐┤┬┼';
const asciiSigns = ' |-+||++-+-+++++';

function paint({ width, height, boxes, paths }: Layout, ascii: boolean): string[] {
  const lines = Array.from({ length: height }, () => Array.from({ length: width }, () => 0));
  const mark = (x: number, y: number, sides: number): void => {
    const row = lines[y];
    if (row !== undefined) row[x] = (row[x] ?? 0) | sides;
  };
  const draw = ([x1, y1]: readonly [number, number], [x2, y2]: readonly [number, number]): void => {
    const [stepX, stepY] = [Math.sign(x2 - x1), Math.sign(y2 - y1)];
    const [out, into] =
      stepX !== 0
        ? [stepX > 0 ? east : west, stepX > 0 ? west : east]
        : [stepY > 0 ? south : north, stepY > 0 ? north : south];
    for (let [x, y] = [x1, y1]; x !== x2 || y !== y2; x += stepX, y += stepY) {
      mark(x, y, out);
      mark(x + stepX, y + stepY, into);
    }
  };
  for (const { x, y, width: wide, height: high } of boxes) {
    const [right, bottom] = [x + wide - 1, y + high - 1];
    draw([x, y], [right, y]);
    draw([right, y], [right, bottom]);
    draw([right, bottom], [x, bottom]);
    draw([x, bottom], [x, y]);
  }
  for (const { points } of paths) points.slice(1).forEach((point, index) => draw(points[index] ?? point, point));
  const signs = ascii ? asciiSigns : boxSigns;
  const cells = lines.map((row) => row.map((sides) => signs[sides] ?? ' '));
  for (const box of boxes) {
    write(cells[box.y], box.x + 1, ` ${box.title} `);
    box.lines.forEach(({ text }, index) => write(cells[box.y + 1 + index], box.x + 2, text));
  }
  return cells.map((row) => row.join('').trimEnd());
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Writes text over cells; one that is two columns wide takes two of them. */
function write(row: string[] | undefined, at: number, text: string): void {
  let x = at;
  for (const { segment } of graphemes.segment(text)) {
    if (row === undefined) return;
    const wide = stringWidth(segment);
    row[x] = segment;
    for (let more = 1; more < wide; more += 1) row[x + more] = '';
    x += wide;
  }
}
