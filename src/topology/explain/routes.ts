import { parsePrefix, prefixContains, sameAddress } from '../../check/net/ip.ts';
import type { Lookup, Route } from '../../check/netns-facts.ts';
import type { Interface, Netns } from '../types.ts';
import { doubt, stop } from './halt.ts';
import { takesFlow, type Flow } from './policy.ts';
import type { Halt } from './types.ts';

/** Where a packet goes next, by the routing tables. */
export interface NextHop {
  readonly dev: string;
  /** The address that must be found on the wire: the gateway's, or the packet's own destination. */
  readonly address: string;
  readonly route: Route;
  /** The destination is one of this namespace's own addresses. */
  readonly isLocal: boolean;
  /** The largest packet that was learned to get there whole. */
  readonly learnedMtu?: number;
}

/** The kernel's own rules (ip-rule(8)): what a snapshot without `lookups` is read by. */
const usual: readonly Lookup[] = [
  { preference: 0, table: 'local', always: true },
  { preference: 32_766, table: 'main', always: true },
  { preference: 32_767, table: 'default', always: true },
];

/** `undefined`: no route at all. */
export function lookUp(netns: Netns, destination: string, flow: Flow = {}): NextHop | Halt | undefined {
  const { at, facts } = netns;
  if (facts.routes?.state !== 'found') return doubt('not-asked', { at, text: 'ip route' });
  if (facts.lookups !== undefined && facts.lookups.state !== 'found')
    return doubt('not-asked', { at, text: 'ip rule' });
  const rules = (facts.lookups?.value ?? usual).toSorted((a, b) => a.preference - b.preference);
  for (const rule of rules) {
    const fits = takesFlow(netns, rule, destination, flow);
    if (fits === false) continue;
    const unknown = doubt('policy-routing', { at, text: String(rule.preference) });
    if (rule.refuses !== undefined) return fits === true ? refusedByRule(netns, rule, destination) : unknown;
    if (rule.table === '') return unknown;
    const best = bestOf(facts.routes.value, rule.table, destination);
    if (best.length === 0) continue;
    if (fits === undefined) return unknown;
    if (best.some(({ dev, via }) => dev !== best[0]?.dev || via !== best[0]?.via))
      return doubt('several-hops', { at, to: destination });
    const hop = hopOf(netns, best[0], destination);
    if (hop !== 'next table') return hop;
  }
  return undefined;
}

function refusedByRule({ at }: Netns, { refuses, preference }: Lookup, destination: string): Halt {
  const look = `ip rule show preference ${String(preference)}`;
  const mend = `ip rule del preference ${String(preference)}`;
  return stop('rule-refuses', { at, name: String(preference), to: destination, text: refuses ?? '' }, look, mend);
}

/**
 * The routes of a table that fit best: the longest prefix, then the lowest metric. More than one: hops of a shared route, or
 * routes of which the kernel takes the first (fib_table_lookup()).
 */
function bestOf(routes: readonly Route[], table: string, destination: string): readonly Route[] {
  const fitting = routes.filter(
    (route) => route.family === 'inet' && route.table === table && prefixContains(route.to, destination),
  );
  const length = Math.max(...fitting.map(lengthOf));
  const longest = fitting.filter((route) => lengthOf(route) === length);
  const metric = Math.min(...longest.map((route) => route.metric ?? 0));
  return longest.filter((route) => (route.metric ?? 0) === metric);
}

const lengthOf = ({ to }: Route): number => parsePrefix(to)?.length ?? 0;

function hopOf(netns: Netns, route: Route | undefined, destination: string): NextHop | Halt | 'next table' {
  const { at } = netns;
  if (route === undefined || route.type === 'throw') return 'next table';
  const text = routeText(route);
  if (['blackhole', 'unreachable', 'prohibit'].includes(route.type)) {
    const table = route.table === 'main' ? '' : ` table ${route.table}`;
    return stop(
      'route-refuses',
      { at, to: destination, text },
      `ip route get ${destination}`,
      `ip route del ${route.type} ${route.to}${table}`,
    );
  }
  if (!['unicast', 'local'].includes(route.type) || route.dev === undefined) return doubt('not-asked', { at, text });
  if (route.via?.includes(':') === true) return doubt('link-kind', { at, name: route.dev });
  const isLocal = route.type === 'local';
  const known = isLocal || netns.facts.cache?.state !== 'found' ? [] : netns.facts.cache.value;
  const learned = known.find(({ to, dev }) => dev === route.dev && sameAddress(to, destination));
  return {
    dev: route.dev,
    address: learned?.via ?? route.via ?? destination,
    route,
    isLocal,
    ...(learned?.mtu === undefined ? {} : { learnedMtu: learned.mtu }),
  };
}

/** As `ip route` prints it. */
export function routeText({ type, to, via, dev, table }: Route): string {
  return [
    ...(type === 'unicast' ? [] : [type]),
    to,
    ...(via === undefined ? [] : ['via', via]),
    ...(dev === undefined ? [] : ['dev', dev]),
    ...(table === 'main' ? [] : ['table', table]),
  ].join(' ');
}

/** Whether an address is one of the namespace's own now: its local table tells, whose entries outlive `ip link set … down`. */
export function isOwn({ facts }: Netns, address: string): boolean {
  return facts.routes?.state === 'found' && bestOf(facts.routes.value, 'local', address)[0]?.type === 'local';
}

/** The IPv4 addresses that are set on an interface. */
export function inetOf({ link }: Interface): readonly { readonly address: string; readonly prefix: number }[] {
  return link.addresses.filter(({ family }) => family === 'inet');
}

/** Whether any interface has it, up or not. */
export function isSet(netns: Netns, address: string): boolean {
  return netns.interfaces.some((each) => inetOf(each).some((own) => sameAddress(own.address, address)));
}

/**
 * The source address of a packet that begins here: the route's, else of the interface's own addresses the first in the next
 * hop's network, else its first, else another interface's, up or not (inet_select_addr() of the kernel).
 */
export function sourceFor(netns: Netns, hop: NextHop, destination: string): string | undefined {
  if (hop.route.src !== undefined) return hop.route.src;
  if (hop.isLocal) return destination;
  const dev = netns.interfaces.find(({ link }) => link.name === hop.dev);
  const own = dev === undefined ? [] : inetOf(dev);
  const near = own.find(({ address, prefix }) => prefixContains(`${address}/${String(prefix)}`, hop.address));
  const others = netns.interfaces.flatMap(({ link }) => link.addresses);
  return (
    near?.address ??
    own[0]?.address ??
    others.find(({ family, scope }) => family === 'inet' && scope === 'global')?.address
  );
}
