import { z } from 'zod';
import { defineKind } from '../define-kind.ts';
import type { At } from '../facts.ts';
import { everywhere, inNetns as lookIn, judgeFound, netnsPart, verdict } from '../facts.ts';
import { parsePrefix, sameAddress, samePrefix } from '../net/ip.ts';
import { absent, inNetns, ipAddress, ipPrefix, linkName, onNode, orShort } from '../schema.ts';
import type { Route } from '../netns-facts.ts';

export const schema = orShort(
  'to',
  z.strictObject({
    to: ipPrefix,
    via: ipAddress.optional(),
    dev: linkName.optional(),
    src: ipAddress.optional(),
    in: inNetns,
    on: onNode,
    absent,
  }),
);

type Spec = z.output<typeof schema>;

/** As `ip route` writes it. */
function routeText(route: Route): string {
  const parts: (readonly [string, string | undefined])[] = [
    [route.type === 'unicast' ? '' : route.type, ''],
    ['', route.to],
    ['via', route.via],
    ['dev', route.dev],
    ['src', route.src],
  ];
  return parts
    .filter(([key, value]) => value !== undefined && `${key}${value}` !== '')
    .map(([key, value]) => `${key} ${value ?? ''}`.trim())
    .join(' ');
}

/** `default` is a route of both families: which one is meant says the route itself. */
function isTo(route: Route, to: string): boolean {
  if (route.to === 'default' && to === 'default') return true;
  return samePrefix(route.to === 'default' && route.family === 'inet6' ? '::/0' : route.to, to);
}

function isWished(route: Route, spec: Spec): boolean {
  return (
    isTo(route, spec.to) &&
    route.type === 'unicast' &&
    (spec.via === undefined || (route.via !== undefined && sameAddress(route.via, spec.via))) &&
    (spec.dev === undefined || route.dev === spec.dev) &&
    (spec.src === undefined || (route.src !== undefined && sameAddress(route.src, spec.src)))
  );
}

/** A route of table main (ip-route(8)). `exactly`: no other route of its family there. */
export const route = defineKind({
  name: 'route',
  schema,
  needs: ({ in: netns, on }) => [
    { what: 'namespaces', node: on },
    ...[...new Set([netns, ''])].map((name) => ({ what: 'routes' as const, node: on, netns: name })),
  ],
  describe: (spec, _check, words) =>
    words.check.kinds.route.expected({
      to: spec.to,
      via: spec.via,
      dev: spec.dev,
      src: spec.src,
      at: { node: spec.on, netns: spec.in },
      absent: spec.absent,
    }),
  judge: (spec, { snapshot }, check, words) => {
    const say = words.check.kinds.route;
    const { to, via, dev, src } = spec;
    const at: At = { node: spec.on, netns: spec.in };
    const family =
      spec.to === 'default' ? (via?.includes(':') === true ? 'inet6' : 'inet') : parsePrefix(spec.to)?.family;
    const expectation = {
      expected: say.expected({ to, via, dev, src, at, absent: spec.absent }),
      look: lookIn(at, family === 'inet6' ? 'ip -6 route' : 'ip route'),
    };
    const found = netnsPart(snapshot, at, (facts) => facts.routes, words);
    return judgeFound(found, { at, absent: spec.absent, expectation }, words, (routes) => {
      const ofFamily = routes.filter((candidate) => candidate.family === family);
      const main = ofFamily.filter(({ table }) => table === 'main');
      const right = main.find((candidate) => isWished(candidate, spec));
      const texts = main.map(routeText);
      if (spec.absent) {
        if (right !== undefined) return verdict('fail', expectation, say.there({ route: routeText(right) }));
        return verdict('pass', expectation, say.onlyThese({ routes: texts, at }));
      }
      if (right !== undefined) {
        const others = main.filter((candidate) => candidate !== right).map(routeText);
        if (check.exactly && others.length > 0) return verdict('fail', expectation, say.others({ routes: others }));
        return verdict('pass', expectation, say.there({ route: routeText(right) }));
      }
      const sameTarget = main.filter((candidate) => isTo(candidate, to)).map(routeText);
      if (sameTarget.length > 0) return verdict('fail', expectation, say.otherWay({ routes: sameTarget }));
      const otherTable = ofFamily.find((candidate) => isWished(candidate, spec) && candidate.table !== 'local');
      if (otherTable !== undefined) {
        return verdict('fail', expectation, say.otherTable({ route: routeText(otherTable), table: otherTable.table }));
      }
      for (const place of everywhere(snapshot, (facts) => facts.routes)) {
        const there = place.value.find((candidate) => candidate.table === 'main' && isWished(candidate, spec));
        if (there !== undefined && via !== undefined) {
          return verdict('fail', expectation, say.otherPlace({ route: routeText(there), at: place.at }));
        }
      }
      return verdict('fail', expectation, say.onlyThese({ routes: texts, at }));
    });
  },
});
