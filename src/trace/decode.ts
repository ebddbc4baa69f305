import type { Frame } from './types.ts';

/** What a frame's bytes say, as far as they go and as far as it matters here; every part may be missing. */
export interface Decoded {
  readonly mac?: { readonly source: string; readonly destination: string };
  readonly arp?: Arp;
  readonly ip?: Ip;
}

/** RFC 826, for IPv4. */
export interface Arp {
  readonly operation: 'request' | 'reply';
  readonly sender: { readonly mac: string; readonly address: string };
  readonly target: { readonly mac: string; readonly address: string };
}

/** An IPv4 header (RFC 791) and what it carries, or the addresses of an IPv6 one (RFC 8200). */
export interface Ip {
  readonly version: 4 | 6;
  readonly source: string;
  readonly destination: string;
  /** Also IPv6's hop limit. */
  readonly ttl: number;
  /** Its number (IANA protocol numbers); for IPv6 that of the next header. */
  readonly protocol: number;
  readonly doNotFragment: boolean;
  /** Bytes behind the header, as the header has it. */
  readonly payloadBytes: number;
  readonly icmp?: Icmp;
  readonly tcp?: Tcp;
  readonly udp?: Ports;
}

/** RFC 792. */
export interface Icmp {
  readonly type: number;
  readonly code: number;
  /** Of an echo. */
  readonly id: number;
  readonly sequence: number;
  /** Behind its eight bytes of header. */
  readonly payload: Uint8Array;
  /** Of an error: the beginning of the packet that it is about. */
  readonly quoted?: Ip;
}

export interface Ports {
  readonly sourcePort: number;
  readonly destinationPort: number;
}

/** RFC 9293. A quotation in an ICMP error may end behind the sequence number: then it has none of the others. */
export interface Tcp extends Ports {
  readonly sequence: number;
  readonly acknowledged?: number;
  /** Where its data begins, in bytes. */
  readonly dataOffset?: number;
  readonly flags?: { readonly [Name in 'fin' | 'syn' | 'rst' | 'psh' | 'ack' | 'urg']: boolean };
}

/** ARPHRD_… of linux/if_arp.h whose frames begin with an Ethernet header. */
const ethernetLike: ReadonlySet<number> = new Set([1, 772]);
const ethernetHeaderBytes = 14;

export const etherTypes = { ipv4: 0x0800, arp: 0x0806, ipv6: 0x86dd } as const;

/** Whether its bytes begin with an Ethernet header; else they begin with the packet. */
export function hasEthernetHeader({ hardware }: Pick<Frame, 'hardware'>): boolean {
  return ethernetLike.has(hardware);
}

/** Reads a frame's headers. Never throws: bytes that end early, or are something else, give what there is. */
export function decode(frame: Pick<Frame, 'hardware' | 'protocol' | 'bytes'>): Decoded {
  const isEthernet = hasEthernetHeader(frame);
  const bytes = isEthernet ? frame.bytes.subarray(ethernetHeaderBytes) : frame.bytes;
  const mac =
    isEthernet && frame.bytes.length >= ethernetHeaderBytes
      ? { source: macOf(frame.bytes, 6), destination: macOf(frame.bytes, 0) }
      : undefined;
  const arp = frame.protocol === etherTypes.arp ? decodeArp(bytes) : undefined;
  const ip = isIp(frame.protocol) ? decodeIp(bytes) : undefined;
  return { ...(mac && { mac }), ...(arp && { arp }), ...(ip && { ip }) };
}

function isIp(protocol: number): boolean {
  return protocol === etherTypes.ipv4 || protocol === etherTypes.ipv6;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

function macOf(bytes: Uint8Array, at: number): string {
  return [...bytes.subarray(at, at + 6)].map((byte) => byte.toString(16).padStart(2, '0')).join(':');
}

function inetOf(bytes: Uint8Array, at: number): string {
  return bytes.subarray(at, at + 4).join('.');
}

/** In the form of RFC 5952: the first of the longest runs of zeros, of two groups at least, is left out. */
function inet6Of(bytes: Uint8Array, at: number): string {
  const view = viewOf(bytes);
  const groups = Array.from({ length: 8 }, (_, index) => view.getUint16(at + 2 * index).toString(16));
  const text = groups.join(':');
  const runs = [...text.matchAll(/(?:(?<=^|:)0(?::|$)){2,}/g)];
  const longest = runs.toSorted((a, b) => b[0].length - a[0].length)[0];
  if (longest === undefined) return text;
  const { 0: run, index } = longest;
  return `${text.slice(0, index)}${index === 0 ? ':' : ''}:${text.slice(index + run.length)}`;
}

function decodeArp(bytes: Uint8Array): Arp | undefined {
  if (bytes.length < 28) return undefined;
  const view = viewOf(bytes);
  const operation = view.getUint16(6);
  // Ethernet addresses of six bytes, IPv4 ones of four.
  if (view.getUint16(2) !== etherTypes.ipv4 || view.getUint16(4) !== 0x0604 || (operation !== 1 && operation !== 2))
    return undefined;
  return {
    operation: operation === 1 ? 'request' : 'reply',
    sender: { mac: macOf(bytes, 8), address: inetOf(bytes, 14) },
    target: { mac: macOf(bytes, 18), address: inetOf(bytes, 24) },
  };
}

function decodeIp(bytes: Uint8Array): Ip | undefined {
  const version = (bytes[0] ?? 0) >> 4;
  if (version === 4) return decodeInet(bytes, true);
  return version === 6 && bytes.length >= 40 ? decodeInet6(bytes) : undefined;
}

function decodeInet6(bytes: Uint8Array): Ip {
  const view = viewOf(bytes);
  return {
    version: 6,
    source: inet6Of(bytes, 8),
    destination: inet6Of(bytes, 24),
    ttl: view.getUint8(7),
    protocol: view.getUint8(6),
    doNotFragment: true,
    payloadBytes: view.getUint16(4),
  };
}

/** @param mayQuote whether an ICMP error in it is looked into: a quotation of a quotation is not */
function decodeInet(bytes: Uint8Array, mayQuote: boolean): Ip | undefined {
  const headerBytes = 4 * ((bytes[0] ?? 0) & 15);
  if (headerBytes < 20 || bytes.length < headerBytes) return undefined;
  const view = viewOf(bytes);
  const protocol = view.getUint8(9);
  const fragment = view.getUint16(6);
  // Only a packet's first fragment has the next header.
  const rest = (fragment & 0x1fff) === 0 ? bytes.subarray(headerBytes) : new Uint8Array();
  const icmp = protocol === 1 ? decodeIcmp(rest, mayQuote) : undefined;
  const tcp = protocol === 6 ? decodeTcp(rest) : undefined;
  const udp = protocol === 17 && rest.length >= 4 ? portsOf(rest) : undefined;
  return {
    version: 4,
    source: inetOf(bytes, 12),
    destination: inetOf(bytes, 16),
    ttl: view.getUint8(8),
    protocol,
    doNotFragment: (fragment & 0x4000) !== 0,
    payloadBytes: Math.max(0, view.getUint16(2) - headerBytes),
    ...(icmp && { icmp }),
    ...(tcp && { tcp }),
    ...(udp && { udp }),
  };
}

/** ICMP types that quote what they are about. */
export const icmpErrors: ReadonlySet<number> = new Set([3, 5, 11, 12]);

function decodeIcmp(bytes: Uint8Array, mayQuote: boolean): Icmp | undefined {
  if (bytes.length < 8) return undefined;
  const view = viewOf(bytes);
  const type = view.getUint8(0);
  const payload = bytes.subarray(8);
  const quoted = mayQuote && icmpErrors.has(type) ? decodeInet(payload, false) : undefined;
  return {
    type,
    code: view.getUint8(1),
    id: view.getUint16(4),
    sequence: view.getUint16(6),
    payload,
    ...(quoted && { quoted }),
  };
}

function portsOf(bytes: Uint8Array): Ports {
  const view = viewOf(bytes);
  return { sourcePort: view.getUint16(0), destinationPort: view.getUint16(2) };
}

function decodeTcp(bytes: Uint8Array): Tcp | undefined {
  if (bytes.length < 8) return undefined;
  const view = viewOf(bytes);
  const start = { ...portsOf(bytes), sequence: view.getUint32(4) };
  if (bytes.length < 14) return start;
  const bits = view.getUint8(13);
  const flag = (bit: number): boolean => (bits & bit) !== 0;
  const flags = { fin: flag(1), syn: flag(2), rst: flag(4), psh: flag(8), ack: flag(16), urg: flag(32) };
  return { ...start, acknowledged: view.getUint32(8), dataOffset: 4 * (view.getUint8(12) >> 4), flags };
}
