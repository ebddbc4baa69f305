import { charactersOf } from './columns.ts';
import type { Box } from './layout.ts';

/** Which of its neighbours a cell's line leads to; a switch's border has those times 16. */
const north = 1;
const east = 2;
const south = 4;
const west = 8;
const doubled = 16;

/** By the sum of those. */
const boxSigns = ' ╵╶└╷│┌├╴┘─┴┐┤┬┼';
const asciiSigns = ' |-+||++-+-+++++';

/** Of a switch's border, and where a cable leaves it sideways; `n e s w` as letters. */
const switchSigns: Readonly<Record<string, string>> = { es: '╔', sw: '╗', ne: '╚', nw: '╝', ew: '═', ns: '║' };
const switchPlugs: Readonly<Record<string, string>> = { e: '╟', w: '╢' };

interface Cell {
  sides: number;
  /** Written over whatever line there is; `''` under the second half of a wide character. */
  text: string | undefined;
  sgr: string;
}

/** Cells of a picture, and what makes characters of lines. Columns and lines count from 0. */
export class Canvas {
  readonly #cells: Cell[][];
  readonly #ascii: boolean;

  constructor(width: number, height: number, ascii: boolean) {
    this.#ascii = ascii;
    this.#cells = Array.from({ length: height }, () =>
      Array.from({ length: width }, (): Cell => ({ sides: 0, text: undefined, sgr: '' })),
    );
  }

  box({ kind, x, y, width, height }: Box): void {
    const [right, bottom] = [x + width - 1, y + height - 1];
    const corners = [
      [x, y],
      [right, y],
      [right, bottom],
      [x, bottom],
      [x, y],
    ] as const;
    this.line(corners, kind === 'switch' ? doubled : 1);
  }

  /** A line of right angles through these points. */
  line(points: readonly (readonly [x: number, y: number])[], weight = 1): void {
    points.slice(1).forEach((point, index) => this.#stroke(points[index] ?? point, point, weight));
  }

  /** Text over whatever is there; a character that is two columns wide takes two cells. */
  write(x: number, y: number, text: string, sgr = ''): void {
    let column = x;
    for (const [character, wide] of charactersOf(text)) {
      for (let part = 0; part < Math.max(1, wide); part += 1) {
        const cell = this.#cells[y]?.[column + part];
        if (cell !== undefined) Object.assign(cell, { text: part === 0 ? character : '', sgr });
      }
      column += wide;
    }
  }

  /** Each line by itself: whatever SGR it begins it ends. */
  lines(): string[] {
    return this.#cells.map((row) => {
      const last = row.findLastIndex((cell) => this.#signOf(cell).trim() !== '');
      let [line, sgr] = ['', ''];
      for (const cell of row.slice(0, last + 1)) {
        if (cell.sgr !== sgr) line += `${sgr === '' ? '' : '\u001b[0m'}${cell.sgr === '' ? '' : `\u001b[${cell.sgr}m`}`;
        sgr = cell.sgr;
        line += this.#signOf(cell);
      }
      return sgr === '' ? line : `${line}\u001b[0m`;
    });
  }

  #stroke([x1, y1]: readonly [number, number], [x2, y2]: readonly [number, number], weight: number): void {
    const [stepX, stepY] = [Math.sign(x2 - x1), Math.sign(y2 - y1)];
    const [out, into] =
      stepX !== 0
        ? [stepX > 0 ? east : west, stepX > 0 ? west : east]
        : [stepY > 0 ? south : north, stepY > 0 ? north : south];
    for (let [x, y] = [x1, y1]; x !== x2 || y !== y2; x += stepX, y += stepY) {
      this.#mark(x, y, out * weight);
      this.#mark(x + stepX, y + stepY, into * weight);
    }
  }

  #mark(x: number, y: number, sides: number): void {
    const cell = this.#cells[y]?.[x];
    if (cell !== undefined) cell.sides |= sides;
  }

  #signOf({ sides, text }: Cell): string {
    if (text !== undefined) return text;
    const border = Math.floor(sides / doubled);
    if (border === 0) return (this.#ascii ? asciiSigns : boxSigns)[sides] ?? ' ';
    if (this.#ascii) return (border & (north | south)) === 0 ? '=' : '#';
    return switchPlugs[letters(sides % doubled)] ?? switchSigns[letters(border)] ?? '╬';
  }
}

function letters(sides: number): string {
  return (
    [
      [north, 'n'],
      [east, 'e'],
      [south, 's'],
      [west, 'w'],
    ] as const
  )
    .filter(([side]) => (sides & side) !== 0)
    .map(([, letter]) => letter)
    .join('');
}
