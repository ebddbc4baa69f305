/**
 * Display columns of one character: 0, 1 or 2, as the emulator (Unicode 11 widths) and `string-width` have them for all
 * that is common; enough to know which column a carriage return, a backspace or a tab leads to. Source: UAX #11
 * (EastAsianWidth.txt, W and F), general categories Mn, Me, Cf.
 */
export function columnsOf(codePoint: number): 0 | 1 | 2 {
  if (codePoint < 0x300) return codePoint === 0xad || codePoint < 0x20 ? 0 : 1;
  if (codePoint >= 0x1100 && isWide(codePoint)) return 2;
  return zeroWidth.test(String.fromCodePoint(codePoint)) ? 0 : 1;
}

const zeroWidth = /[\p{Mn}\p{Me}\p{Cf}]/u;

function isWide(code: number): boolean {
  return (
    code <= 0x115f ||
    (code >= 0x2e80 && code <= 0xa4cf && code !== 0x303f && !(code >= 0x302a && code <= 0x302d)) ||
    (code >= 0xa960 && code <= 0xa97c) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff01 && code <= 0xff60) ||
    (code >= 0xffe0 && code <= 0xffe6) ||
    (code >= 0x1f300 && code <= 0x1f64f) ||
    (code >= 0x1f680 && code <= 0x1f6ff) ||
    (code >= 0x1f900 && code <= 0x1f9ff) ||
    (code >= 0x20000 && code <= 0x3fffd)
  );
}
