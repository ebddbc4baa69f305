import { decode, type Decoded } from './decode.ts';
import { roleOf, type Role } from './identity.ts';
import type { Captured, Frame } from './types.ts';

/** One interface that saw one of the packets of a trace. */
export interface Sighting {
  readonly role: Role;
  readonly frame: Frame;
  readonly seen: Decoded;
  /** Microseconds since the first sighting. */
  readonly afterUs: number;
  /** What is not as it was where this packet was seen before. */
  readonly changed: readonly Change[];
}

/** `source` and `destination` with the port, where there is one. */
export interface Change {
  readonly what: 'source' | 'destination' | 'ttl' | 'source-mac' | 'destination-mac';
  readonly from: string;
  readonly to: string;
}

/** The sightings that a sending left, in the order in which they happened; copies that were sent again are left out. */
export function sightingsOf({ frames, sign }: Captured): readonly Sighting[] {
  const seenBefore = new Set<string>();
  const last = new Map<string, Decoded>();
  const found: Sighting[] = [];
  let begun: bigint | undefined;
  for (const frame of frames) {
    const seen = decode(frame);
    const role = roleOf(seen, sign);
    if (role === undefined || isRepeated(role, frame, seen, seenBefore)) continue;
    begun ??= frame.timeNs;
    const changed = role === 'arp' ? [] : changesBetween(last.get(role), seen);
    last.set(role, seen);
    found.push({ role, frame, seen, afterUs: Number(frame.timeNs - begun) / 1000, changed });
  }
  return found;
}

/** What goes round in a circle comes by the same place with another TTL; what comes with the same one was sent again. */
function isRepeated(role: Role, { at, ...frame }: Frame, { arp, ip }: Decoded, before: Set<string>): boolean {
  const what = arp === undefined ? [ip?.ttl, ip?.source] : [arp.operation, arp.sender.address, arp.target.address];
  const key = JSON.stringify([role, at.node, at.netns, frame.interface, frame.direction, ...what]);
  if (before.has(key)) return true;
  before.add(key);
  return false;
}

function changesBetween(before: Decoded | undefined, now: Decoded): Change[] {
  if (before === undefined) return [];
  const pairs: readonly (readonly [Change['what'], string | undefined, string | undefined])[] = [
    ['source', endOf(before, 'source'), endOf(now, 'source')],
    ['destination', endOf(before, 'destination'), endOf(now, 'destination')],
    ['ttl', before.ip && String(before.ip.ttl), now.ip && String(now.ip.ttl)],
    ['source-mac', before.mac?.source, now.mac?.source],
    ['destination-mac', before.mac?.destination, now.mac?.destination],
  ];
  return pairs.flatMap(([what, from, to]) =>
    from === undefined || to === undefined || from === to ? [] : [{ what, from, to }],
  );
}

/** `10.0.0.1`, `10.0.0.1:80`. */
export function endOf({ ip }: Decoded, end: 'source' | 'destination'): string | undefined {
  if (ip === undefined) return undefined;
  const ports = ip.tcp ?? ip.udp;
  const port = end === 'source' ? ports?.sourcePort : ports?.destinationPort;
  return port === undefined ? ip[end] : `${ip[end]}:${String(port)}`;
}
