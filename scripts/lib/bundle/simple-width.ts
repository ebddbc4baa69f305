/** Escape sequences of a styled line: SGR, and hyperlinks. */
const sequences = /\u001b(?:\[[\d;]*m|\]8;[^\u0007\u001b]*(?:\u0007|\u001b\\))/g;
/** Printable, one column each, and joined to nothing: ASCII, Latin-1, punctuation, arrows, box drawing, a few signs. */
const narrow =
  /^[\u0020-\u007e\u00a1-\u00ac\u00ae-\u00ff\u2010-\u2027\u2030-\u205e\u2190-\u21a8\u2500-\u25a1\u2713\u2717]*$/;

/** The columns of a text in which every character is simple; undefined: ask `string-width`. */
export function simpleWidth(text: string): number | undefined {
  if (narrow.test(text)) return text.length;
  if (!text.includes('\u001b')) return undefined;
  const plain = text.replace(sequences, '');
  return narrow.test(plain) ? plain.length : undefined;
}
