/**
 * Text from a lab or a stranger's lesson, made safe for a terminal and for XML 1.0 (§2.2): control characters but the
 * line feed become their Unicode pictures, lone surrogates and non-characters U+FFFD, direction marks disappear.
 */
export function printable(text: string): string {
  return text
    .replaceAll(/\t/gu, '  ')
    .replaceAll(/[\u{00}-\u{09}\u{0b}-\u{1f}]/gu, (control) =>
      String.fromCodePoint(0x2400 + (control.codePointAt(0) ?? 0)),
    )
    .replaceAll(/\u{7f}/gu, '␡')
    .replaceAll(/[\u{80}-\u{9f}\p{Cs}\u{fffe}\u{ffff}]/gu, '\u{fffd}')
    .replaceAll(/[\u{202a}-\u{202e}\u{2066}-\u{2069}\u{200e}\u{200f}\u{061c}]/gu, '');
}
