/**
 * A recorded terminal's bytes as a reader saw them, as far as judging needs it: escapes gone, carriage returns and
 * backspaces resolved, CRLF and tabs tamed. Linear in the text's length. (The live terminal has an emulator for this.)
 */

/** CSI, OSC (to BEL or ST), other strings (DCS, PM, APC, SOS), and two-character escapes: ECMA-48 §5.3–5.6. */
const escapes =
  /\u001b(?:\[([0-?]*)[ -/]*([@-~])|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[PX^_][^\u001b]*(?:\u001b\\)?|[ -/]*[0-~]?)/g;

/** A private mark for "erase to the end of the line", kept until carriage returns are resolved. */
const erase = '\u0001';

/** Lines as they stood at the end. */
export function plainLines(text: string): readonly string[] {
  const unescaped = text.replaceAll(erase, '').replace(escapes, (_whole, parameters?: string, final?: string) => {
    return final === 'K' && (parameters === '' || parameters === '0') ? erase : '';
  });
  return unescaped
    .replace(/\r+\n/g, '\n')
    .replace(/\ufeff/g, '')
    .split('\n')
    .map(resolveLine);
}

/** What a line looks like once its cursor movements are done. */
function resolveLine(line: string): string {
  if (!/[\0-\u0008\u000b-\u001f\u007f-\u009f]/.test(line)) return line;
  const cells: string[] = [];
  let at = 0;
  // Other control characters, 8-bit ones too, draw nothing; left in, they would reach the reader's own terminal.
  for (const char of line) {
    if (char === '\r') at = 0;
    else if (char === '\b') at = Math.max(0, at - 1);
    else if (char === erase) cells.length = Math.min(cells.length, at);
    else if (char === '\t' || (char >= ' ' && !(char >= '\u007f' && char <= '\u009f'))) {
      cells[at] = char;
      at += 1;
    }
  }
  return cells.join('');
}
