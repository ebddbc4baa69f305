import { sha256 } from '../check/sha256.ts';

/**
 * A variant's code, as a teacher hands it out: four groups of four, `7K2M-Q0TD-…`. It carries the seed (60 bits), a mark of the
 * checkpoint it is for, and a check that finds every wrong character and every two that changed places. Not secret.
 */

/** Crockford's base 32: no I, L, O, U. https://www.crockford.com/base32.html */
const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** The largest prime of two digits: a changed digit, and two neighbours that changed places, change what remains of it. */
const prime = 1021n;

const seedDigits = 12;
const markDigits = 2;
const checkDigits = 2;
const allDigits = seedDigits + markDigits + checkDigits;

/** What a code turned out to be. `typo`: not one that anybody was given. `other`: it is for another checkpoint. */
export type ReadCode =
  { readonly seed: string; readonly code: string } | { readonly problem: 'shape' | 'typo' | 'other' };

/**
 * The code of a seed.
 *
 * @param seed at least 60 bits as hexadecimal digits, of which the first 15 count
 */
export function formatCode(seed: string, checkpoint: string): string {
  const body = `${toDigits(BigInt(`0x${seed.slice(0, 15)}`), seedDigits)}${markOf(checkpoint)}`;
  return grouped(`${body}${checkOf(body)}`);
}

/** Reads a code as people type it: any case, groups or none, `O` for 0, `I` and `L` for 1. `seed` is what `valuesFor` takes. */
export function readCode(typed: string, checkpoint: string): ReadCode {
  const text = typed.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  if (text.length !== allDigits || [...text].some((digit) => !digits.includes(digit))) return { problem: 'shape' };
  const body = text.slice(0, -checkDigits);
  if (checkOf(body) !== text.slice(-checkDigits)) return { problem: 'typo' };
  if (body.slice(seedDigits) !== markOf(checkpoint)) return { problem: 'other' };
  return { seed: body.slice(0, seedDigits), code: grouped(text) };
}

function markOf(checkpoint: string): string {
  return toDigits(BigInt(`0x${sha256(checkpoint).slice(0, 8)}`) % 1024n, markDigits);
}

function checkOf(body: string): string {
  const value = [...body].reduce((sum, digit) => sum * 32n + BigInt(digits.indexOf(digit)), 0n);
  return toDigits((value * 1024n) % prime, checkDigits);
}

function toDigits(value: bigint, count: number): string {
  return Array.from(
    { length: count },
    (_, index) => digits[Number((value >> BigInt(5 * (count - 1 - index))) & 31n)],
  ).join('');
}

function grouped(text: string): string {
  return text.replaceAll(/.{4}(?=.)/g, '$&-');
}
