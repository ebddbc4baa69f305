/** A lesson's bytes as text, or the offset (bytes, from 0) of the first one that is not UTF-8 (RFC 3629). */
export type Decoded = { readonly text: string } | { readonly badByte: number; readonly line: number };

/**
 * Decodes strictly: U+FFFD never stands in for a broken byte. A byte order mark is kept as U+FEFF (`source-text.ts` takes
 * it off, so that columns stay right).
 */
export function decodeUtf8(bytes: Uint8Array): Decoded {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    const badByte = firstBadByte(bytes);
    let line = 1;
    for (let i = 0; i < badByte; i += 1) if (bytes[i] === 0x0a) line += 1;
    return { badByte, line };
  }
}

/** Where the first sequence begins that RFC 3629 §4 does not allow (overlong, surrogate, above U+10FFFF, cut off). */
function firstBadByte(bytes: Uint8Array): number {
  let i = 0;
  while (i < bytes.length) {
    const length = sequenceLength(bytes, i);
    if (length === 0) return i;
    i += length;
  }
  return bytes.length;
}

function sequenceLength(bytes: Uint8Array, i: number): number {
  const first = bytes[i] ?? 0;
  if (first < 0x80) return 1;
  const length = first >= 0xc2 && first <= 0xdf ? 2 : first >> 4 === 0xe ? 3 : first >= 0xf0 && first <= 0xf4 ? 4 : 0;
  if (length === 0 || i + length > bytes.length) return 0;
  const second = bytes[i + 1] ?? 0;
  const low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return 0;
  for (let k = 2; k < length; k += 1) if ((bytes[i + k] ?? 0) >> 6 !== 2) return 0;
  return length;
}
