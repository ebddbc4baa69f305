import { z } from 'zod';
import type { Lookup, LookupAsks } from '../../check/netns-facts.ts';
import type { Found } from '../../check/found.ts';
import { listOf, mapFound, parseJson } from './json.ts';

const entry = z.looseObject({
  priority: z.number(),
  src: z.string(),
  srclen: z.number().optional(),
  dst: z.string().optional(),
  dstlen: z.number().optional(),
  iif: z.string().optional(),
  oif: z.string().optional(),
  fwmark: z.string().optional(),
  action: z.string().optional(),
  table: z.union([z.string(), z.number()]).optional(),
});

const lookups = listOf(entry);

/** What a rule has beside what it asks for. */
const otherKeys = ['priority', 'table', 'protocol', 'action', 'goto', 'unresolved', 'nop'];
const knownKeys = new Set([...otherKeys, 'src', 'srclen', 'dst', 'dstlen', 'iif', 'oif', 'fwmark', 'fwmask', 'not']);

/** Reads `ip -4 -j rule show`; iproute2 prints `src: all` where none is asked for. */
export function parseLookups(text: string): Found<readonly Lookup[]> {
  return mapFound(parseJson('ip rule', text, lookups), (entries) =>
    entries.map((each) => {
      const asks = asksOf(each);
      const isTable = each.table !== undefined && each.action === undefined && !('goto' in each);
      const refuses = (['blackhole', 'unreachable', 'prohibit'] as const).find((action) => action === each.action);
      return {
        preference: each.priority,
        table: isTable ? String(each.table) : '',
        always: isTable && asks === undefined,
        ...(asks === undefined ? {} : { asks }),
        ...(refuses === undefined ? {} : { refuses }),
      };
    }),
  );
}

function asksOf(each: z.output<typeof entry>): LookupAsks | undefined {
  const prefix = (address: string, length: number | undefined): string =>
    length === undefined ? address : `${address}/${String(length)}`;
  const asks: LookupAsks = {
    ...(each.src === 'all' ? {} : { from: prefix(each.src, each.srclen) }),
    ...(each.dst === undefined ? {} : { to: prefix(each.dst, each.dstlen) }),
    ...(each.iif === undefined ? {} : { iif: each.iif }),
    ...(each.oif === undefined ? {} : { oif: each.oif }),
    ...(each.fwmark === undefined || Number(each.fwmark) === 0 ? {} : { mark: true }),
    ...(Object.keys(each).every((key) => knownKeys.has(key)) && Number(each.fwmark ?? 1) !== 0 ? {} : { other: true }),
    ...('not' in each ? { not: true } : {}),
  };
  return Object.keys(asks).length === 0 ? undefined : asks;
}
