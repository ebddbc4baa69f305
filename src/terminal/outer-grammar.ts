/**
 * The escape sequences that a lab may send to the user's own terminal: an allow-list. What they are: ECMA-48, and
 * xterm's ctlseqs. Nothing that is answered (DA, DSR, DECRQM, XTVERSION: the answer would be typed into somebody's
 * shell), nothing that leaves the screen (titles, clipboard, notifications, window operations), nothing that is hard
 * to undo (charsets but line drawing, tab stops, scrollback).
 */

/** Counts and positions are clamped: more than any screen has, and little enough for any terminal to carry out. */
export const maxCount = 1000;

/** DEC private modes that programs use, and whether they are on from the start. */
export const privateModes: ReadonlyMap<number, boolean> = new Map([
  [1, false], // application cursor keys
  [6, false], // origin
  [7, true], // autowrap
  [12, false], // blinking cursor
  [25, true], // cursor shown
  [47, false], // alternate screen
  [66, false], // application keypad
  [1000, false], // mouse buttons
  [1002, false], // mouse drag
  [1003, false], // mouse moves
  [1004, false], // focus
  [1006, false], // mouse, SGR coding
  [1007, false], // wheel as arrows on the alternate screen
  [1047, false], // alternate screen
  [1048, false], // saved cursor
  [1049, false], // alternate screen with saved cursor
  [2004, false], // bracketed paste
  [2026, false], // synchronized output
]);

/** Finals that take one or two numbers: cursor, erase in line, insert, delete, scroll, repeat, tabs, margins. */
const counted = 'ABCDEFGHIZdef`aLMP@SXTbr';

/** The sequence as it may be sent, its numbers clamped; undefined: not allowed. Modes (`h`, `l`) are not judged here. */
export function allowedCsi(prefix: string, params: string, intermediates: string, final: string): string | undefined {
  if (intermediates === ' ' && final === 'q' && prefix === '' && /^[0-6]?$/.test(params)) return `\u001b[${params} q`;
  if (intermediates === '!' && final === 'p' && prefix === '' && params === '') return '\u001b[!p';
  if (intermediates !== '' || prefix !== '') return undefined;
  if (final === 'm') return params.length <= 128 && /^[\d;:]*$/.test(params) ? `\u001b[${params}m` : undefined;
  if (final === 'J' || final === 'K') return /^[0-2]?$/.test(params) ? `\u001b[${params}${final}` : undefined;
  if (final === 's' || final === 'u') return params === '' ? `\u001b[${final}` : undefined;
  if (!counted.includes(final) || !/^\d*(?:;\d*)?$/.test(params)) return undefined;
  // `CSI … T` with more numbers, and `CSI > T`, mean other things.
  const numbers = params.split(';').map((text) => (text === '' ? '' : String(Math.min(Number(text), maxCount))));
  return `\u001b[${numbers.join(';')}${final}`;
}

/** Escape sequences of two characters, and line drawing (`ESC ( 0`, back by `ESC ( B`). */
export function allowedEsc(intermediates: string, final: string): string | undefined {
  if (intermediates === '' && '78DEM=>'.includes(final)) return `\u001b${final}`;
  if ((intermediates === '(' || intermediates === ')') && '0B'.includes(final)) return `\u001b${intermediates}${final}`;
  return undefined;
}
