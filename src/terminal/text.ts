import { isAscii } from 'node:buffer';
import { KeptLines } from './kept-lines.ts';
import { Line, maxColumns } from './line.ts';
import { createSequenceParser, newDecoder } from './sequences.ts';

/** A command's output as a reader saw it. */
export interface OutputText {
  readonly push: (bytes: Uint8Array) => void;
  /** Lines joined by `\n`, without one at the end. */
  readonly text: () => string;
  /** What is kept: bytes of UTF-8 of lines that ended, columns of the one that has not. */
  readonly length: number;
}

/** What is kept of one command's output, in bytes of UTF-8: the first and the last half of it. */
export const maxOutputBytes = 1024 * 1024;

/** In lines: anything but ASCII, a carriage return within, blanks at an end. */
const notPlain = /[^\n\r -~]|\r(?!\n|$)| (?:\r?\n|\r?$)/;

/**
 * Turns a terminal's bytes into the lines that were seen: carriage returns, backspaces, tabs, erasing and moving within
 * the line are carried out, every other escape sequence leaves nothing behind (ECMA-48). A move to another line ends
 * the line, for the text is a roll of paper, not a screen. Bytes that are no UTF-8 are U+FFFD. Memory is bounded
 * however much comes: see `maxOutputBytes` and `maxColumns`.
 */
export function createOutputText(maxBytes: number = maxOutputBytes): OutputText {
  const kept = new KeptLines(maxBytes);
  const decode = newDecoder();
  let line = new Line();

  const newLine = (): void => {
    kept.add(Buffer.from(`${line.toString()}\n`));
    line = new Line();
  };
  const moveAway = (): void => {
    if (line.toString() !== '') newLine();
    else line.moveTo(0);
  };

  const parser = createSequenceParser({
    text: (run) => line.write(run),
    control: (code) => {
      if (code === 0x0d) line.moveTo(0);
      else if (code === 0x08) line.moveTo(line.column - 1);
      else if (code === 0x09) line.tab();
      else if (code >= 0x0a && code <= 0x0c) newLine();
    },
    csi: (prefix, params, intermediates, final) => {
      if (prefix !== '' || intermediates !== '') return;
      const [first = ''] = params.split(';', 1);
      const count = Math.min(Math.max(Number.parseInt(first, 10) || 0, 0), 1 << 20);
      const atLeastOne = Math.max(count, 1);
      if (final === 'C' || final === 'a') line.moveTo(line.column + atLeastOne);
      else if (final === 'D') line.moveTo(line.column - atLeastOne);
      else if (final === 'G' || final === '`') line.moveTo(atLeastOne - 1);
      else if (final === 'P') line.remove(atLeastOne);
      else if (final === '@') line.insert(Math.min(atLeastOne, 1024));
      else if (final === 'X') line.erase(line.column, line.column + atLeastOne);
      else if (final === 'K' || final === 'J') eraseLine(line, count);
      else if ('ABEFHdefST'.includes(final)) moveAway();
    },
    esc: (intermediates, final) => {
      if (intermediates === '' && 'DEMc'.includes(final)) moveAway();
    },
  });

  const push = (bytes: Uint8Array): void => {
    const text = decode(bytes);
    const end = text.lastIndexOf('\n');
    let at = 0;
    if (!line.isFresh && end !== -1) {
      at = text.indexOf('\n') + 1;
      parser.pushText(text.slice(0, at));
    }
    // Nearly all output is whole lines of ASCII: they are kept as they came, with their carriage returns.
    if (parser.idle && line.isFresh && end >= at && end - at <= maxColumns) {
      if (!notPlain.test(text.slice(at, end))) {
        const isSame = text.length === bytes.length && isAscii(bytes);
        kept.add(isSame ? bytes.subarray(at, end + 1) : Buffer.from(text.slice(at, end + 1)));
        at = end + 1;
      }
    }
    parser.pushText(at === 0 ? text : text.slice(at));
  };

  return {
    push,
    get length() {
      return kept.length + line.length;
    },
    text: () => kept.join(line.toString()),
  };
}

/** `CSI Ps K`, and the cursor's line of `CSI Ps J`: 0 to the end, 1 to the beginning, 2 all of it. */
function eraseLine(line: Line, what: number): void {
  if (what === 0) line.erase(line.column, Number.MAX_SAFE_INTEGER);
  else if (what === 1) line.erase(0, line.column + 1);
  else if (what === 2) line.erase(0, Number.MAX_SAFE_INTEGER);
}
