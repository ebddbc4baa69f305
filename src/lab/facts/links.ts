import { z } from 'zod';
import type { Address, Link } from '../../check/netns-facts.ts';
import type { Found } from '../../check/found.ts';
import { listOf, mapFound, parseJson } from './json.ts';

const addressEntry = z.object({
  family: z.string(),
  local: z.string().optional(),
  prefixlen: z.number().optional(),
  scope: z.union([z.string(), z.number()]).optional(),
});

const linkEntry = z.object({
  ifindex: z.number(),
  ifname: z.string(),
  flags: z.array(z.string()).default([]),
  mtu: z.number().default(0),
  qdisc: z.string().optional(),
  link_type: z.string().optional(),
  address: z.string().optional(),
  master: z.string().optional(),
  /** The other end's name, where it is in this namespace; null where it is gone. */
  link: z.string().nullish(),
  link_index: z.number().optional(),
  link_netnsid: z.number().optional(),
  linkinfo: z
    .object({
      info_kind: z.string().optional(),
      info_data: z.record(z.string(), z.unknown()).optional(),
      info_slave_data: z.record(z.string(), z.unknown()).optional(),
    })
    .optional(),
  addr_info: listOf(addressEntry).optional(),
});

type LinkEntry = z.infer<typeof linkEntry>;

const links = listOf(linkEntry);

/**
 * Reads `ip -d -j address show` (iproute2 4.15 and later). The peer's namespace has no name here: the host's `ip` looks
 * names up in the host's own `/run/netns`, which is not the lab's, so `link_netns` is left aside.
 */
export function parseLinks(text: string): Found<readonly Link[]> {
  return mapFound(parseJson('ip address', text, links), (entries) => {
    const indices = new Map(entries.map((entry) => [entry.ifname, entry.ifindex]));
    return entries.map((entry) => toLink(entry, indices));
  });
}

function toLink(entry: LinkEntry, indices: ReadonlyMap<string, number>): Link {
  const peerIndex = entry.link_index ?? (typeof entry.link === 'string' ? indices.get(entry.link) : undefined);
  return {
    index: entry.ifindex,
    name: entry.ifname,
    kind: entry.linkinfo?.info_kind ?? (entry.link_type === 'loopback' ? 'loopback' : ''),
    up: entry.flags.includes('UP'),
    carrier: entry.flags.includes('LOWER_UP'),
    mtu: entry.mtu,
    mac: entry.address ?? '',
    ...(entry.flags.includes('NOARP') ? { noArp: true } : {}),
    ...(entry.qdisc === undefined ? {} : { queue: entry.qdisc }),
    ...(entry.master === undefined ? {} : { master: entry.master }),
    ...(entry.linkinfo?.info_slave_data === undefined ? {} : { port: entry.linkinfo.info_slave_data }),
    ...(peerIndex === undefined ? {} : { peerIndex }),
    ...(entry.link_netnsid === undefined ? {} : { peerNetnsId: entry.link_netnsid }),
    addresses: (entry.addr_info ?? []).flatMap(toAddress),
    details: entry.linkinfo?.info_data ?? {},
  };
}

function toAddress(entry: z.infer<typeof addressEntry>): Address[] {
  const { family, local, prefixlen, scope } = entry;
  if ((family !== 'inet' && family !== 'inet6') || local === undefined) return [];
  return [
    { family, address: local, prefix: prefixlen ?? (family === 'inet' ? 32 : 128), scope: String(scope ?? 'global') },
  ];
}
