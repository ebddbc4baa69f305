/**
 * Display columns of one character: 0, 1 or 2, as the emulator (Unicode 11 widths) and `string-width` have them for all
 * that is common; enough to know which column a carriage return, a backspace or a tab leads to, and to cut chrome.
 * Sources: UAX #11 (EastAsianWidth.txt, W and F), UTS #51 (Emoji_Presentation), general categories Mn, Me, Cf.
 */
export function columnsOf(codePoint: number): 0 | 1 | 2 {
  if (codePoint < 0x300) return codePoint === 0xad || codePoint < 0x20 ? 0 : 1;
  // Chinese is what is wide most of the time, box drawing what is not.
  if (codePoint >= 0x4e00 && codePoint <= 0x9fff) return 2;
  if (codePoint >= 0x2500 && codePoint <= 0x259f) return 1;
  const char = String.fromCodePoint(codePoint);
  if (zeroWidth.test(char)) return 0;
  return isWide(codePoint) || emoji.test(char) ? 2 : 1;
}

/** Marks, format characters, and the vowels and finals of conjoining Hangul. */
const zeroWidth = /[\p{Mn}\p{Me}\p{Cf}\u1160-\u11ff]/u;
const emoji = /\p{Emoji_Presentation}/u;

/** First and last code points. */
const wide: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2329, 0x232a],
  [0x2e80, 0x303e],
  [0x3041, 0x3247],
  [0x3250, 0xa4cf],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18df2],
  [0x1aff0, 0x1b2fb],
  [0x1f200, 0x1f320],
  [0x20000, 0x3fffd],
];

function isWide(code: number): boolean {
  return code >= 0x1100 && wide.some(([first, last]) => code >= first && code <= last);
}
