import type { IBuffer, IBufferCell } from '@xterm/headless';

/**
 * One row of a screen, a column an entry. The second column of a wide character has the text `''`. A style is the
 * parameters of an SGR sequence (`1;38;5;2`), `''` for none; after a `\n`, in chrome, where the cell links to.
 */
export interface CellRow {
  readonly texts: readonly string[];
  readonly styles: readonly string[];
}

/**
 * Row `y` of an emulator's buffer, `columns` wide. Characters that would turn the reading direction of what stands
 * beside the pane (UAX #9) are left out, as is anything that is no character of its own.
 */
export function renderRow(buffer: IBuffer, y: number, columns: number): CellRow {
  const texts: string[] = [];
  const styles: string[] = [];
  const line = buffer.getLine(y);
  let cell: IBufferCell | undefined = buffer.getNullCell();
  for (let x = 0; x < columns; x++) {
    cell = line?.getCell(x, cell);
    if (line === undefined || cell === undefined) {
      texts.push(' ');
      styles.push('');
      cell = buffer.getNullCell();
      continue;
    }
    const width = cell.getWidth();
    const style = styleOf(cell);
    if (width === 0 && texts.length > 0 && isWideStart(texts, x - 1, line.getCell(x - 1)?.getWidth())) texts.push('');
    else if (width === 2 && x + 1 >= columns) texts.push(' ');
    else texts.push(width === 0 ? ' ' : printable(cell.getChars()));
    styles.push(style);
  }
  return { texts, styles };
}

function isWideStart(texts: readonly string[], x: number, width: number | undefined): boolean {
  return width === 2 && texts[x] !== '' && texts[x] !== ' ';
}

/** Control characters never get into cells; direction marks do, as part of the cell before them. */
const unwanted = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

function printable(chars: string): string {
  if (chars.length === 1) return chars >= ' ' && chars < '\u007f' ? chars : chars.replace(unwanted, '') || ' ';
  return chars === '' ? ' ' : chars.replace(unwanted, '') || ' ';
}

/** By flags, then by both colours (26 bits each). */
const known = new Map<number, Map<number, string>>();
/** True-colour pictures have as many looks as cells. */
const maxKnown = 4096;

/** Most cells look alike: a style is spelt once for each look. */
function styleOf(cell: IBufferCell): string {
  if (cell.isAttributeDefault()) return '';
  const flags = flagsOf(cell);
  let byColours = known.get(flags);
  if (byColours === undefined) known.set(flags, (byColours = new Map<number, string>()));
  const fg = (cell.isFgRGB() ? 2 : cell.isFgPalette() ? 1 : 0) * 2 ** 24 + Math.max(0, cell.getFgColor());
  const bg = (cell.isBgRGB() ? 2 : cell.isBgPalette() ? 1 : 0) * 2 ** 24 + Math.max(0, cell.getBgColor());
  const look = fg * 2 ** 26 + bg;
  let style = byColours.get(look);
  if (style === undefined) {
    style = spell(cell, flags);
    if (byColours.size > maxKnown) byColours.clear();
    byColours.set(look, style);
  }
  return style;
}

function flagsOf(cell: IBufferCell): number {
  return (
    (cell.isBold() && 1) |
    (cell.isDim() && 2) |
    (cell.isItalic() && 4) |
    (cell.isUnderline() && 8) |
    (cell.isBlink() && 16) |
    (cell.isInverse() && 32) |
    (cell.isInvisible() && 64) |
    (cell.isStrikethrough() && 128) |
    (cell.isOverline() && 256)
  );
}

/** Parameters of SGR by bit of `flagsOf` (ECMA-48, xterm's ctlseqs). */
const flagParameters = ['1', '2', '3', '4', '5', '7', '8', '9', '53'];

function spell(cell: IBufferCell, flags: number): string {
  const parameters = flagParameters.filter((_, bit) => (flags & (1 << bit)) !== 0);
  if (cell.isFgRGB()) parameters.push(`38;2;${channels(cell.getFgColor())}`);
  else if (cell.isFgPalette()) parameters.push(paletteColour(cell.getFgColor(), 30, 90, 38));
  if (cell.isBgRGB()) parameters.push(`48;2;${channels(cell.getBgColor())}`);
  else if (cell.isBgPalette()) parameters.push(paletteColour(cell.getBgColor(), 40, 100, 48));
  return parameters.join(';');
}

function paletteColour(colour: number, dark: number, bright: number, extended: number): string {
  if (colour < 8) return String(dark + colour);
  return colour < 16 ? String(bright + colour - 8) : `${extended};5;${colour}`;
}

function channels(colour: number): string {
  return `${(colour >> 16) & 255};${(colour >> 8) & 255};${colour & 255}`;
}
