import type { CellRow } from './rows.ts';
import { createSequenceParser } from './sequences.ts';
import { columnsOf } from './width.ts';

/**
 * A line of text with SGR sequences, as a layout engine prints it, as cells: exactly `columns` of them. What does not
 * fit is cut (a wide character by half becomes a blank), what is missing is blank; links (OSC 8) are kept, control
 * characters and every other escape sequence leave nothing.
 */
export function chromeRow(line: string, columns: number): CellRow {
  const texts: string[] = [];
  const styles: string[] = [];
  let style = '';
  let link = '';
  let full = false;
  const put = (char: string): void => {
    const width = columnsOf(char.codePointAt(0) ?? 0);
    const last = texts.length - 1;
    if (width === 0) {
      const base = texts[last] === '' ? last - 1 : last;
      if (texts[base] !== undefined && !full) texts[base] += char;
      return;
    }
    full ||= texts.length >= columns;
    if (full) return;
    const fits = texts.length + width <= columns;
    texts.push(fits ? char : ' ');
    styles.push(style + link);
    if (width === 2 && fits) {
      texts.push('');
      styles.push(style + link);
    }
  };
  const parser = createSequenceParser({
    text: (run) => {
      for (const char of run) put(char);
    },
    control: () => {},
    csi: (prefix, params, intermediates, final) => {
      if (final === 'm' && prefix === '' && intermediates === '') style = nextStyle(style, params);
    },
    esc: () => {},
    osc: (text) => {
      const hyperlink = /^8;[^;]*;(.*)$/.exec(text)?.[1];
      if (hyperlink !== undefined) link = isLink(hyperlink) ? `\n${hyperlink}` : '';
    },
  });
  parser.pushText(line);
  while (texts.length < columns) {
    texts.push(' ');
    styles.push('');
  }
  return { texts, styles };
}

/** Nothing but what a browser opens, and no character that could end the sequence. */
function isLink(url: string): boolean {
  return /^https?:\/\/[!-~]+$/.test(url);
}

/** What each parameter that switches something off takes away (ECMA-48, SGR). */
const offs: ReadonlyMap<number, readonly number[]> = new Map([
  [22, [1, 2]],
  [23, [3]],
  [24, [4, 21]],
  [25, [5, 6]],
  [27, [7]],
  [28, [8]],
  [29, [9]],
  [55, [53]],
]);

/** The style after an SGR sequence: the parameters that are in force, in the order they came. */
export function nextStyle(style: string, params: string): string {
  let parts = split(style);
  for (const part of split(params === '' ? '0' : params)) {
    const code = Number.parseInt(part, 10) || 0;
    const off = offs.get(code);
    if (code === 0) parts = [];
    else if (off !== undefined) parts = parts.filter((each) => !off.includes(Number.parseInt(each, 10)));
    else {
      parts = parts.filter((each) => groupOf(each) !== groupOf(part));
      if (code !== 39 && code !== 49 && code !== 59) parts.push(part);
    }
  }
  return parts.join(';');
}

/** Parameters, an extended colour (`38;5;N`, `38;2;R;G;B`) in one piece. */
function split(params: string): string[] {
  if (params === '') return [];
  const all = params.split(';');
  const parts: string[] = [];
  for (let i = 0; i < all.length;) {
    const code = all[i] ?? '';
    const extended = code === '38' || code === '48' || code === '58';
    const length = !extended ? 1 : all[i + 1] === '5' ? 3 : all[i + 1] === '2' ? 5 : 1;
    parts.push(all.slice(i, i + length).join(';'));
    i += length;
  }
  return parts;
}

/** Foreground, background and underline colours replace each other; everything else stands for itself. */
function groupOf(part: string): string {
  const code = Number.parseInt(part, 10);
  if ((code >= 30 && code <= 39) || (code >= 90 && code <= 97)) return 'foreground';
  if ((code >= 40 && code <= 49) || (code >= 100 && code <= 107)) return 'background';
  return code === 58 || code === 59 ? 'underline' : String(code);
}
