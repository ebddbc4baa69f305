/** IP addresses and prefixes as numbers, so that `10.0.0.12` is never taken for a part of `10.0.0.121`. Pure. */

export interface IpAddress {
  readonly family: 'inet' | 'inet6';
  /** 32 or 128 bits. */
  readonly bits: bigint;
}

export interface IpPrefix extends IpAddress {
  /** Prefix length: 0–32 or 0–128. */
  readonly length: number;
}

const decimalByte = /^(?:0|[1-9]\d{0,2})$/;

function parseInet(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let bits = 0n;
  for (const part of parts) {
    if (!decimalByte.test(part) || Number(part) > 255) return undefined;
    bits = (bits << 8n) | BigInt(part);
  }
  return bits;
}

/** Groups of one side of `::`, with an IPv4 tail turned into two groups. */
function parseGroups(text: string): readonly number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (part.includes('.') && index === parts.length - 1) {
      const tail = parseInet(part);
      if (tail === undefined) return undefined;
      groups.push(Number(tail >> 16n), Number(tail & 0xffffn));
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) {
      groups.push(Number.parseInt(part, 16));
    } else {
      return undefined;
    }
  }
  return groups;
}

function parseInet6(text: string): bigint | undefined {
  const sides = text.split('::');
  if (sides.length > 2) return undefined;
  const head = parseGroups(sides[0] ?? '');
  const tail = sides.length === 2 ? parseGroups(sides[1] ?? '') : [];
  if (head === undefined || tail === undefined) return undefined;
  const missing = 8 - head.length - tail.length;
  if (sides.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => 0), ...tail];
  return groups.reduce((bits, group) => (bits << 16n) | BigInt(group), 0n);
}

/** An IPv4 (dotted decimal, no leading zeros) or IPv6 address (RFC 4291 §2.2, without a zone); `undefined` for anything else. */
export function parseAddress(text: string): IpAddress | undefined {
  const inet = parseInet(text);
  if (inet !== undefined) return { family: 'inet', bits: inet };
  const inet6 = text.includes(':') ? parseInet6(text) : undefined;
  return inet6 === undefined ? undefined : { family: 'inet6', bits: inet6 };
}

/** `10.0.0.0/24`, `10.0.0.1` (a host: /32 or /128), `default` (IPv4's 0.0.0.0/0); `undefined` for anything else. */
export function parsePrefix(text: string): IpPrefix | undefined {
  if (text === 'default') return { family: 'inet', bits: 0n, length: 0 };
  const slash = text.indexOf('/');
  const address = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (address === undefined) return undefined;
  const width = address.family === 'inet' ? 32 : 128;
  if (slash < 0) return { ...address, length: width };
  const length = text.slice(slash + 1);
  if (!/^(?:0|[1-9]\d{0,2})$/.test(length) || Number(length) > width) return undefined;
  return { ...address, length: Number(length) };
}

/** The length of a netmask such as 255.255.255.0; `undefined` where it is none. */
export function maskLength(mask: string): number | undefined {
  const address = parseAddress(mask);
  if (address?.family !== 'inet') return undefined;
  for (let length = 0; length <= 32; length += 1) {
    if (networkMask(32, length) === address.bits) return length;
  }
  return undefined;
}

function networkMask(width: number, length: number): bigint {
  return ((1n << BigInt(length)) - 1n) << BigInt(width - length);
}

/** Whether two texts are the same address, however written. */
export function sameAddress(a: string, b: string): boolean {
  const [left, right] = [parseAddress(a), parseAddress(b)];
  return left !== undefined && right !== undefined && left.family === right.family && left.bits === right.bits;
}

/** Whether two texts are the same network, host bits aside (`default` is 0.0.0.0/0). */
export function samePrefix(a: string, b: string): boolean {
  const [left, right] = [parsePrefix(a), parsePrefix(b)];
  return left !== undefined && right !== undefined && left.length === right.length && contains(left, right);
}

/** Whether every address of `inner` is in `outer`. */
export function prefixContains(outer: string, inner: string): boolean {
  const [left, right] = [parsePrefix(outer), parsePrefix(inner)];
  return left !== undefined && right !== undefined && contains(left, right);
}

function contains(outer: IpPrefix, inner: IpPrefix): boolean {
  if (outer.family !== inner.family || outer.length > inner.length) return false;
  const mask = networkMask(outer.family === 'inet' ? 32 : 128, outer.length);
  return (outer.bits & mask) === (inner.bits & mask);
}
