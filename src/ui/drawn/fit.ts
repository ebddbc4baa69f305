import sliceAnsi from 'slice-ansi';
import stringWidth from 'string-width';

/** Exactly `width` columns of a line: cut, or filled up. SGR sequences count nothing and are closed. */
export function fit(text: string, width: number, fill = ' '): string {
  const cut = clip(text, width);
  return cut + fill.repeat(Math.max(0, width - stringWidth(cut)));
}

/** At most `width` columns of a line. Where a wide character would stand half outside, it is left out. */
export function clip(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  const cut = sliceAnsi(text, 0, width);
  return stringWidth(cut) <= width ? cut : sliceAnsi(text, 0, width - 1);
}

/** Two texts on one line, the second at its right end; where both do not fit the first is cut. */
export function spread(left: string, right: string, width: number, fill = ' '): string {
  const kept = clip(right, width);
  const rest = width - stringWidth(kept);
  return fit(left, rest, fill) + kept;
}
