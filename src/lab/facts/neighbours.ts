import { z } from 'zod';
import type { FdbEntry, Neighbour } from '../../check/netns-facts.ts';
import type { Found } from '../../check/found.ts';
import { listOf, mapFound, parseJson } from './json.ts';

const neighbours = listOf(
  z.object({
    dst: z.string(),
    dev: z.string(),
    lladdr: z.string().optional(),
    state: z.array(z.string()).default([]),
    /** There, and null, for an entry of a proxy. */
    proxy: z.null().optional(),
  }),
);

const fdb = listOf(
  z.object({
    mac: z.string(),
    ifname: z.string().optional(),
    /** What iproute2 4.15 calls `ifname`. */
    dev: z.string().optional(),
    master: z.string().optional(),
    state: z.string().default(''),
    flags: z.array(z.string()).default([]),
  }),
);

/**
 * Reads `ip -j neighbour show nud all`: IPv4's and IPv6's, without what the kernel made for multicast, broadcast and
 * loopback, and what has no state.
 */
export function parseNeighbours(text: string): Found<readonly Neighbour[]> {
  return mapFound(parseJson('ip neighbour', text, neighbours), (entries) =>
    entries.filter(isOfOne).map(({ dst, dev, lladdr, state, proxy }) => ({
      address: dst,
      dev,
      ...(lladdr === undefined ? {} : { mac: lladdr }),
      ...(proxy === null ? { proxy: true } : {}),
      states: state,
    })),
  );
}

function isOfOne({ state, lladdr = '', proxy }: z.infer<typeof neighbours>[number]): boolean {
  if (proxy === null || !['NOARP', 'NONE', ''].includes(state.join())) return true;
  const isMulticast = (Number.parseInt(lladdr.slice(0, 2), 16) & 1) === 1;
  return state.join() === 'NOARP' && !isMulticast && /[1-9a-f]/.test(lladdr);
}

/** Reads `bridge -j fdb show`. */
export function parseFdb(text: string): Found<readonly FdbEntry[]> {
  return mapFound(parseJson('bridge fdb', text, fdb), (entries) =>
    entries.map(({ mac, ifname, dev, master, state, flags }) => ({
      mac,
      dev: ifname ?? dev ?? '',
      ...(master === undefined ? {} : { master }),
      state,
      flags,
    })),
  );
}
