import { sha256 as digest } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/**
 * SHA-256 of a text's UTF-8, as 64 lower-case hexadecimal digits. Judging is pure and synchronous, and runs where there is
 * no `node:crypto` (the domain imports none; `crypto.subtle` answers only by promise).
 */
export function sha256(text: string): string {
  return bytesToHex(digest(utf8ToBytes(text)));
}
