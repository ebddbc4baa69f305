import LineBreaker from 'linebreak';
import stringWidth from 'string-width';
import type { Sgr, Span } from './style.ts';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Cuts text into pieces of at most `width` columns, between grapheme clusters. One that is wider stands alone. */
export function hardWrap(text: string, width: number): string[] {
  if (stringWidth(text) <= width) return [text];
  const pieces: string[] = [];
  let piece = '';
  let columns = 0;
  for (const { segment } of graphemes.segment(text)) {
    const more = stringWidth(segment);
    if (columns + more > width && piece !== '') {
      pieces.push(piece);
      piece = '';
      columns = 0;
    }
    piece += segment;
    columns += more;
  }
  pieces.push(piece);
  return pieces;
}

/** The columns of a line in `[from, to)`; of a character that stands half outside, a blank. */
export function columnsBetween(line: string, from: number, to: number): string {
  let part = '';
  let column = 0;
  for (const { segment } of graphemes.segment(line)) {
    const width = stringWidth(segment);
    if (column >= from && column + width <= to) part += segment;
    else part += ' '.repeat(Math.max(0, Math.min(to, column + width) - Math.max(from, column)));
    column += width;
  }
  return part;
}

/** The columns of spans in `[from, to)`. */
export function spansBetween(spans: readonly Span[], from: number, to: number): Span[] {
  let column = 0;
  return spans.flatMap((span) => {
    const text = columnsBetween(span.text, from - column, to - column);
    column += stringWidth(span.text);
    return text === '' ? [] : [{ ...span, text }];
  });
}

/**
 * Lines of at most `width` display columns, broken where UAX #14 allows it: Chinese between characters, but never before
 * `，` or after `（`. What has no opportunity within a line is cut between characters. `\n` in the text ends a line.
 */
export function wrapSpans(spans: readonly Span[], width: number): Span[][] {
  const text = textOf(spans);
  const lines: Range[] = [];
  let from = 0;
  for (const paragraph of text.split('\n')) {
    lines.push(...wrapParagraph(paragraph, width).map((line) => ({ from: from + line.from, to: from + line.to })));
    from += paragraph.length + 1;
  }
  return cutSpans(spans, lines);
}

function wrapParagraph(text: string, width: number): Range[] {
  if (text === '') return [{ from: 0, to: 0 }];
  const lines: Range[] = [];
  const breaker = new LineBreaker(text);
  let start = 0;
  let end = 0;
  let columns = 0;
  const endLine = (): void => {
    lines.push({ from: start, to: start + text.slice(start, end).trimEnd().length });
    start = end;
    columns = 0;
  };
  for (let next = breaker.nextBreak(); next !== null; next = breaker.nextBreak()) {
    const piece = text.slice(end, next.position);
    if (columns + stringWidth(piece.trimEnd()) > width && end > start) endLine();
    for (const part of hardWrap(piece.trimEnd(), width)) {
      if (columns + stringWidth(part) > width && end > start) endLine();
      end += part.length;
      columns += stringWidth(part);
    }
    columns += stringWidth(text.slice(end, next.position));
    end = next.position;
  }
  endLine();
  return lines;
}

/** A part of a text, by offsets: the end does not belong to it. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/** The spans again, cut into lines by offsets into their joined text. */
export function cutSpans(spans: readonly Span[], lines: readonly Range[]): Span[][] {
  const result: Span[][] = [];
  let index = 0;
  let offset = 0;
  for (const { from, to } of lines) {
    const line: Span[] = [];
    for (;;) {
      const span = spans[index];
      if (span === undefined) break;
      const text = span.text.slice(Math.max(0, from - offset), Math.max(0, to - offset));
      if (text !== '') line.push({ ...span, text });
      if (offset + span.text.length > to) break;
      offset += span.text.length;
      index += 1;
    }
    result.push(line);
  }
  return result;
}

/** The lines of a text with line ends in it. */
export function splitLines(spans: readonly Span[]): Span[][] {
  return wholeLines(spans, (text) => text.split('\n'), 1);
}

/** Pieces of at most `width` columns, as `hardWrap` cuts them. */
export function hardWrapSpans(spans: readonly Span[], width: number): Span[][] {
  return wholeLines(spans, (text) => hardWrap(text, width), 0);
}

/** @param between characters that stand between two of the lines, and belong to none */
function wholeLines(spans: readonly Span[], linesOf: (text: string) => string[], between: number): Span[][] {
  let from = 0;
  const ranges = linesOf(textOf(spans)).map(({ length }) => {
    const range = { from, to: from + length };
    from = range.to + between;
    return range;
  });
  return cutSpans(spans, ranges);
}

export function textOf(spans: readonly Span[]): string {
  return spans.map(({ text }) => text).join('');
}

/** Wraps words that look one way. */
export function wrapText(text: string, width: number, sgr: readonly Sgr[] = []): Span[][] {
  return wrapSpans([{ text, sgr }], width);
}
