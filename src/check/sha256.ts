/**
 * SHA-256 (FIPS 180-4) of a text's UTF-8. Judging is pure and synchronous, and runs where there is no `node:crypto`
 * (the domain imports none; `crypto.subtle` answers only by promise). For a few bytes of answer its speed is no matter.
 */

/** The first 32 bits of the fractional part of a number, by which FIPS 180-4 §4.2.2 and §5.3.3 define their constants. */
function fraction(value: number): number {
  return Math.floor((value - Math.floor(value)) * 0x1_0000_0000) >>> 0;
}

const primes: number[] = [];
for (let candidate = 2; primes.length < 64; candidate += 1) {
  if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
}
const roundConstants = primes.map((prime) => fraction(Math.cbrt(prime)));
const initialHash = primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));

function rotate(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}

/** §5.1.1: the message, a 1 bit, zeros, and its length in bits as 64. */
function padded(bytes: Uint8Array): DataView {
  const view = new DataView(new ArrayBuffer(Math.ceil((bytes.length + 9) / 64) * 64));
  bytes.forEach((byte, index) => view.setUint8(index, byte));
  view.setUint8(bytes.length, 0x80);
  view.setBigUint64(view.byteLength - 8, BigInt(bytes.length) * 8n);
  return view;
}

/** §6.2.2: mixes one 64-byte block into the hash. */
function mix(hash: readonly number[], view: DataView, offset: number): number[] {
  const words: number[] = [];
  for (let index = 0; index < 64; index += 1) {
    if (index < 16) {
      words.push(view.getUint32(offset + index * 4));
      continue;
    }
    const [early, late] = [words[index - 15] ?? 0, words[index - 2] ?? 0];
    const small0 = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3);
    const small1 = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10);
    words.push(((words[index - 16] ?? 0) + small0 + (words[index - 7] ?? 0) + small1) >>> 0);
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = hash;
  for (const [index, word] of words.entries()) {
    const big1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const first = (h + big1 + ((e & f) ^ (~e & g)) + (roundConstants[index] ?? 0) + word) >>> 0;
    const big0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const second = (big0 + ((a & b) ^ (a & c) ^ (b & c))) >>> 0;
    [a, b, c, d, e, f, g, h] = [(first + second) >>> 0, a, b, c, (d + first) >>> 0, e, f, g];
  }
  return [a, b, c, d, e, f, g, h].map((word, index) => (word + (hash[index] ?? 0)) >>> 0);
}

/** 64 lower-case hexadecimal digits. */
export function sha256(text: string): string {
  const view = padded(new TextEncoder().encode(text));
  let hash: number[] = initialHash;
  for (let offset = 0; offset < view.byteLength; offset += 64) hash = mix(hash, view, offset);
  return hash.map((word) => word.toString(16).padStart(8, '0')).join('');
}
