import type { FdbEntry, Neighbour } from '../../check/netns-facts.ts';
import { addressText, linkAddressText } from './address.ts';
import { attributesOf, numberOf, type Message } from './message.ts';
import { neighbourStates } from './names.ts';

const headerBytes = 12;

/** NUD_NOARP: multicast and broadcast, which `ip neighbour show` leaves out too; and what somebody set so. */
const noArp = 0x40;

/** The neighbours of RTM_GETNEIGH as `parseNeighbours` reads them. */
export function neighboursOf(messages: readonly Message[], names: ReadonlyMap<number, string>): readonly Neighbour[] {
  return messages.flatMap(({ body }) => {
    const own = attributesOf(body, headerBytes);
    const state = body.readUInt16LE(8);
    const to = own.get(1);
    const mac = own.get(2);
    if (![2, 10].includes(body.readUInt8(0)) || state === 0 || to === undefined) return [];
    if (state === noArp && !isOneMac(mac)) return [];
    return [
      {
        address: addressText(to),
        dev: names.get(body.readInt32LE(4)) ?? '',
        ...(mac === undefined ? {} : { mac: linkAddressText(mac) }),
        states: neighbourStates(state),
      },
    ];
  });
}

/** A single interface's address: neither of many (the first byte is odd) nor loopback's, which is none. */
function isOneMac(mac: Buffer | undefined): boolean {
  return mac !== undefined && ((mac[0] ?? 1) & 1) === 0 && mac.some((byte) => byte !== 0);
}

/** Addresses that are answered for on others' behalf, as `ip neighbour show proxy` prints them. */
export function proxiesOf(messages: readonly Message[], names: ReadonlyMap<number, string>): readonly Neighbour[] {
  return messages.flatMap(({ body }) => {
    const to = attributesOf(body, headerBytes).get(1);
    if (![2, 10].includes(body.readUInt8(0)) || to === undefined) return [];
    return [{ address: addressText(to), dev: names.get(body.readInt32LE(4)) ?? '', proxy: true, states: [] }];
  });
}

/** ndm_flags in the order in which bridge(8) prints them. */
const fdbFlags = [
  [0x02, 'self'],
  [0x80, 'router'],
  [0x10, 'extern_learn'],
  [0x20, 'offload'],
  [0x04, 'master'],
  [0x40, 'sticky'],
] as const;

/** NUD_REACHABLE has no name there: learned, and fresh. */
const fdbStates: Readonly<Record<number, string>> = { 0x02: '', 0x04: 'stale', 0x40: 'static', 0x80: 'permanent' };

/** The forwarding tables of RTM_GETNEIGH for AF_BRIDGE as `parseFdb` reads them. */
export function fdbOf(messages: readonly Message[], names: ReadonlyMap<number, string>): readonly FdbEntry[] {
  return messages.map(({ body }) => {
    const own = attributesOf(body, headerBytes);
    const master = names.get(numberOf(own.get(9)) ?? 0);
    const vlan = numberOf(own.get(5));
    const state = body.readUInt16LE(8);
    const flags = body.readUInt8(10);
    return {
      mac: linkAddressText(own.get(2)),
      dev: names.get(body.readInt32LE(4)) ?? '',
      ...(master === undefined ? {} : { master }),
      ...(vlan === undefined ? {} : { vlan }),
      state: fdbStates[state] ?? String(state),
      flags: fdbFlags.filter(([bit]) => (flags & bit) !== 0).map(([, name]) => name),
    };
  });
}
