/** An address of any link layer as `ip` prints it: IPv4 for 4 bytes (a tunnel's end), IPv6 for 16, else hexadecimal pairs. */
export function linkAddressText(bytes: Buffer | undefined): string {
  if (bytes === undefined) return '';
  return bytes.length === 4 || bytes.length === 16
    ? addressText(bytes)
    : bytes.toString('hex').replace(/..(?=.)/g, '$&:');
}

/** An IP address of 4 or 16 bytes as inet_ntop(3) prints it; `''` for anything else. */
export function addressText(bytes: Buffer): string {
  if (bytes.length === 4) return bytes.join('.');
  if (bytes.length !== 16) return '';
  const words = Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(2 * index));
  const { start, length } = longestZeros(words);
  const hex = (part: readonly number[]): string => part.map((word) => word.toString(16)).join(':');
  // IPv4-mapped (RFC 4291, 2.5.5.2) and the older IPv4-compatible ones.
  if (start === 0 && (length === 6 || (length === 5 && words[5] === 0xffff)))
    return `::${length === 5 ? 'ffff:' : ''}${bytes.subarray(12).join('.')}`;
  if (length < 2) return hex(words);
  return `${hex(words.slice(0, start))}::${hex(words.slice(start + length))}`;
}

function longestZeros(words: readonly number[]): { readonly start: number; readonly length: number } {
  let best = { start: 0, length: 0 };
  let run = 0;
  for (const [index, word] of words.entries()) {
    run = word === 0 ? run + 1 : 0;
    if (run > best.length) best = { start: index - run + 1, length: run };
  }
  return best;
}
