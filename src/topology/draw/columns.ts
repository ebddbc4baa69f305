import stringWidth from 'string-width';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const plain = /^[ -~]*$/;

/** Display columns of a text. Most names and addresses are ASCII, for which nothing needs to be looked up. */
export function columnsOf(text: string): number {
  return plain.test(text) ? text.length : stringWidth(text);
}

/** The characters as a reader counts them, each with its columns. */
export function charactersOf(text: string): readonly (readonly [character: string, columns: number])[] {
  if (plain.test(text)) return Array.from(text, (character) => [character, 1] as const);
  return Array.from(graphemes.segment(text), ({ segment }) => [segment, stringWidth(segment)] as const);
}
