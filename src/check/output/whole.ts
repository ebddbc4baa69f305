/** Searching a text for words without taking a part for the whole: `10.0.10.2` is not in `10.0.10.21`, `eth1` not in `eth10`. Pure. */

function isDigit(char: string | undefined): boolean {
  return char !== undefined && char >= '0' && char <= '9';
}

function isHexOrColon(char: string | undefined): boolean {
  return char !== undefined && /[0-9a-fA-F:]/.test(char);
}

/** An IPv6 address or MAC: at least two colons and nothing but hexadecimal digits, colons, dots and a length. */
function isColonAddress(text: string): boolean {
  return /^[0-9a-fA-F:.]+(?:\/\d+)?$/.test(text) && text.split(':').length > 2;
}

/** Whether what stands at `from` goes on, before or after, in a number or an address that only contains the wanted one. */
function isPartOfMore(text: string, from: number, wanted: string): boolean {
  const end = from + wanted.length;
  const [before, after] = [text[from - 1], text[end]];
  if (isColonAddress(wanted)) return isHexOrColon(before) || isHexOrColon(after);
  if (isDigit(wanted[0]) && (isDigit(before) || (before === '.' && isDigit(text[from - 2])))) return true;
  return isDigit(wanted.at(-1)) && (isDigit(after) || (after === '.' && isDigit(text[end + 1])));
}

/** Whether the text contains the words as a whole: numbers and addresses at their ends may not go on. */
export function containsWhole(text: string, wanted: string): boolean {
  for (let from = text.indexOf(wanted); from >= 0; from = text.indexOf(wanted, from + 1)) {
    if (!isPartOfMore(text, from, wanted)) return true;
  }
  return false;
}
