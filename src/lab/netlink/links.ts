import type { Address, Link } from '../../check/netns-facts.ts';
import { addressText, linkAddressText } from './address.ts';
import { attributesOf, numberOf, textOf, type Attributes, type Message } from './message.ts';
import { portStateName, scopeName } from './names.ts';

const linkHeaderBytes = 16;
const addressHeaderBytes = 8;

/** net_device_flags (linux/if.h). */
const isUp = 0x1;
const isLowerUp = 0x1_0000;
const isNoArp = 0x80;

const loopbackType = 772;

/** The links of RTM_GETLINK with the addresses of RTM_GETADDR, as `parseLinks` reads them from `ip -d -j address show`. */
export function linksOf(links: readonly Message[], addresses: readonly Message[]): readonly Link[] {
  const byIndex = new Map<number, Address[]>();
  for (const { body } of addresses) {
    const [index, address] = [body.readUInt32LE(4), addressOf(body)];
    if (address !== undefined) byIndex.set(index, [...(byIndex.get(index) ?? []), address]);
  }
  const names = linkNames(links);
  return links.map(({ body }) => linkOf(body, names, byIndex.get(body.readInt32LE(4)) ?? []));
}

/** Names of interfaces by index. */
export function linkNames(links: readonly Message[]): ReadonlyMap<number, string> {
  return new Map(
    links.map(({ body }) => [body.readInt32LE(4), textOf(attributesOf(body, linkHeaderBytes).get(3)) ?? '']),
  );
}

function linkOf(body: Buffer, names: ReadonlyMap<number, string>, addresses: readonly Address[]): Link {
  const own = attributesOf(body, linkHeaderBytes);
  const flags = body.readUInt32LE(8);
  const info = attributesOf(own.get(18));
  const kind = textOf(info.get(1));
  const master = names.get(numberOf(own.get(10)) ?? 0);
  const netnsId = own.get(37)?.readInt32LE(0);
  const peerIndex = numberOf(own.get(5)) ?? 0;
  const isThere = peerIndex !== 0 && (netnsId !== undefined || names.has(peerIndex));
  const port = info.get(5);
  const switches = switchesOf(own.get(26));
  const queue = textOf(own.get(6));
  return {
    index: body.readInt32LE(4),
    name: textOf(own.get(3)) ?? '',
    kind: kind ?? (body.readUInt16LE(2) === loopbackType ? 'loopback' : ''),
    up: (flags & isUp) !== 0,
    carrier: (flags & isLowerUp) !== 0,
    mtu: numberOf(own.get(4)) ?? 0,
    mac: linkAddressText(own.get(1)),
    ...((flags & isNoArp) === 0 ? {} : { noArp: true }),
    ...(queue === undefined ? {} : { queue }),
    ...(master === undefined ? {} : { master }),
    ...(port === undefined ? {} : { port: portDetails(textOf(info.get(4)), attributesOf(port)) }),
    ...(isThere ? { peerIndex } : {}),
    ...(netnsId === undefined || netnsId < 0 ? {} : { peerNetnsId: netnsId }),
    addresses,
    details: detailsOf(kind, attributesOf(info.get(2))),
    ...(switches === undefined ? {} : { switches }),
  };
}

/** What of a kind's own data is judged or drawn, by iproute2's names (IFLA_BR_*, IFLA_VLAN_*, IFLA_VXLAN_*). */
function detailsOf(kind: string | undefined, data: Attributes): Readonly<Record<string, unknown>> {
  const named: Readonly<Record<string, readonly (readonly [string, number])[]>> = {
    bridge: [
      ['stp_state', 5],
      ['vlan_filtering', 7],
      ['nf_call_iptables', 36],
      ['vlan_default_pvid', 39],
    ],
    vlan: [['id', 1]],
    vxlan: [['id', 1]],
  };
  return Object.fromEntries(
    (named[kind ?? ''] ?? []).flatMap(([name, type]) => {
      const value = numberOf(data.get(type));
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** IPV4_DEVCONF_* (linux/ip.h), which a list of numbers is indexed by, from 1: IFLA_INET_CONF. */
const switchNumbers = {
  forwarding: 1,
  proxy_arp: 3,
  rp_filter: 8,
  arp_filter: 13,
  arp_ignore: 19,
  accept_local: 23,
  route_localnet: 26,
} as const;

function switchesOf(families: Buffer | undefined): Readonly<Record<string, number>> | undefined {
  const values = attributesOf(attributesOf(families).get(2)).get(1);
  if (values === undefined) return undefined;
  const known = Object.entries(switchNumbers).filter(([, number]) => 4 * number <= values.length);
  return Object.fromEntries(known.map(([name, number]) => [name, values.readUInt32LE(4 * (number - 1))]));
}

/** Of a bridge's port (IFLA_BRPORT_*). */
function portDetails(kind: string | undefined, data: Attributes): Readonly<Record<string, unknown>> {
  if (kind !== 'bridge') return {};
  const flags = [
    ['hairpin', 4],
    ['learning', 8],
    ['flood', 9],
    ['bcast_flood', 30],
    ['neigh_suppress', 32],
    ['isolated', 33],
    ['locked', 39],
  ] as const;
  return {
    state: portStateName(numberOf(data.get(1)) ?? 0),
    ...Object.fromEntries(
      flags.flatMap(([name, type]) => (data.has(type) ? [[name, numberOf(data.get(type)) === 1]] : [])),
    ),
  };
}

function addressOf(body: Buffer): Address | undefined {
  const family = body.readUInt8(0) === 2 ? 'inet' : body.readUInt8(0) === 10 ? 'inet6' : undefined;
  const own = attributesOf(body, addressHeaderBytes);
  // IFA_LOCAL is the interface's own where the other is a point-to-point peer's.
  const address = own.get(2) ?? own.get(1);
  if (family === undefined || address === undefined) return undefined;
  return { family, address: addressText(address), prefix: body.readUInt8(1), scope: scopeName(body.readUInt8(3)) };
}
