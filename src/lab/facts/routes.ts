import { z } from 'zod';
import type { Route } from '../../check/netns-facts.ts';
import type { Found } from '../../check/found.ts';
import { listOf, mapFound, parseJson } from './json.ts';

const hop = z.object({
  gateway: z.string().optional(),
  via: z.object({ host: z.string() }).optional(),
  dev: z.string().optional(),
});

const routeEntry = hop.extend({
  type: z.string().optional(),
  dst: z.string(),
  prefsrc: z.string().optional(),
  protocol: z.union([z.string(), z.number()]).optional(),
  scope: z.union([z.string(), z.number()]).optional(),
  metric: z.number().optional(),
  metrics: z.array(z.object({ mtu: z.number().optional() })).optional(),
  table: z.union([z.string(), z.number()]).optional(),
  nexthops: z.array(hop).optional(),
});

const routes = listOf(routeEntry);

/**
 * Reads `ip -4 -j route show table all`, or `-6`'s: the family is not in the data. A route of several hops becomes one
 * entry a hop. `ip` leaves out what is its default: type unicast, table main.
 */
export function parseRoutes(family: 'inet' | 'inet6', text: string): Found<readonly Route[]> {
  return mapFound(parseJson('ip route', text, routes), (entries) =>
    entries.flatMap((entry) =>
      [entry, ...(entry.nexthops ?? [])].flatMap((each, index) => {
        if (index === 0 && entry.nexthops !== undefined) return [];
        const via = each.gateway ?? each.via?.host;
        const route: Route = {
          family,
          to: entry.dst,
          type: entry.type ?? 'unicast',
          ...(via === undefined ? {} : { via }),
          ...(each.dev === undefined ? {} : { dev: each.dev }),
          ...(entry.prefsrc === undefined ? {} : { src: entry.prefsrc }),
          ...(entry.protocol === undefined ? {} : { protocol: String(entry.protocol) }),
          ...(entry.scope === undefined ? {} : { scope: String(entry.scope) }),
          ...(entry.metric === undefined ? {} : { metric: entry.metric }),
          ...mtuOf(entry.metrics),
          table: String(entry.table ?? 'main'),
        };
        return [route];
      }),
    ),
  );
}

function mtuOf(metrics: z.output<typeof routeEntry>['metrics']): Pick<Route, 'mtu'> {
  const mtu = metrics?.find((each) => each.mtu !== undefined)?.mtu;
  return mtu === undefined ? {} : { mtu };
}
