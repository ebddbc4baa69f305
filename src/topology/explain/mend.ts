import { parseAddress, prefixContains, sameAddress } from '../../check/net/ip.ts';
import type { Interface, Netns, Topology } from '../types.ts';
import { flood, type Station } from './flood.ts';
import { stop } from './halt.ts';
import { inetOf, isSet, routeText, type NextHop } from './routes.ts';
import type { Halt, Stop } from './types.ts';

/** A route by way of somebody on the same wire who forwards, in place of one that nobody answers for. */
export function otherGateway(netns: Netns, { route }: NextHop, open: readonly Station[]): string[] {
  const gateway = gatewayAmong(netns, open);
  if (gateway === undefined) return [];
  const { to, table } = route;
  return [`ip route replace ${to} via ${gateway}${table === 'main' ? '' : ` table ${table}`}`];
}

/** An address, in a network of ours, of a router on the wire: of one that forwards already, else of one that could. */
function gatewayAmong(netns: Netns, stations: readonly Station[]): string | undefined {
  const own = outward(netns).flatMap((each) => inetOf(each));
  const others = stations.map((each) => each.netns).filter(({ id }) => id !== netns.id);
  const routers = [...others.filter(({ forwards }) => forwards === true), ...others.filter(joinsNetworks)];
  // Whichever interface has it: Linux answers for all its addresses on each of them.
  const addresses = routers.flatMap((router) => outward(router).flatMap((each) => inetOf(each)));
  return addresses.find(({ address }) =>
    own.some((each) => prefixContains(`${each.address}/${String(each.prefix)}`, address)),
  )?.address;
}

function joinsNetworks(netns: Netns): boolean {
  return outward(netns).filter((each) => inetOf(each).length > 0).length > 1;
}

/** The interfaces by which anybody else can be reached. */
function outward({ interfaces }: Netns): readonly Interface[] {
  return interfaces.filter(({ link }) => link.kind !== 'loopback');
}

/** Why a namespace has no route to an address, and what mends it. */
export function noRoute(topology: Topology, netns: Netns, destination: string): Halt {
  const { at } = netns;
  const look = `ip route get ${destination}`;
  const covers = (each: Interface): boolean =>
    inetOf(each).some(({ address, prefix }) => prefixContains(`${address}/${String(prefix)}`, destination));
  const cabled = netns.interfaces.filter(({ link }) => link.kind === 'veth' || link.kind === 'bridge');
  const down = netns.interfaces.find((each) => each.state === 'down' && covers(each));
  if (down !== undefined) return linkDown(netns, down);
  const other = otherTable(netns, destination);
  if (other !== undefined) return other;
  const addressed = cabled.filter((each) => inetOf(each).length > 0);
  if (addressed.length === 0) return noAddress(topology, netns);
  const lying = addressed.find(({ state }) => state === 'down');
  if (lying !== undefined) return linkDown(netns, lying);
  const narrow = wrongPrefix(topology, netns, addressed, destination);
  if (narrow !== undefined) return narrow;
  const gateways = addressed.flatMap((dev) => {
    return gatewayAmong(netns, flood(topology, netns, dev).stations) ?? [];
  });
  const mends = gateways.slice(0, 1).map((gateway) => `ip route add default via ${gateway}`);
  return stop('no-route', { at, to: destination }, look, ...mends);
}

/**
 * An address whose network is smaller than others' that it lies in: with it neither they nor a gateway among them are
 * neighbours.
 */
function wrongPrefix(
  topology: Topology,
  netns: Netns,
  addressed: readonly Interface[],
  destination: string,
): Halt | undefined {
  for (const dev of addressed) {
    const [own] = inetOf(dev);
    if (own === undefined) continue;
    const near = flood(topology, netns, dev).stations.map((station) => station.in);
    // A network of one or two addresses is nobody's wish beside a cable: then whoever has a wider one, cabled or not.
    const all = own.prefix < 31 ? [] : topology.namespaces.filter(({ id }) => id !== netns.id);
    const others = [...near, ...all.flatMap(({ interfaces }) => interfaces)].flatMap((each) => inetOf(each));
    const wider = others.filter(
      ({ address, prefix }) =>
        prefix < own.prefix && prefix > 0 && prefixContains(`${address}/${String(prefix)}`, own.address),
    );
    const right = wider.find(({ address }) => sameAddress(address, destination)) ?? wider[0];
    if (right === undefined) continue;
    const [text, mended] = [own.prefix, right.prefix].map((prefix) => `${own.address}/${String(prefix)}`);
    const particulars = { at: netns.at, name: dev.link.name, to: right.address, text: text ?? '' };
    const look = `ip route get ${destination}`;
    const { name } = dev.link;
    return stop(
      'wrong-prefix',
      particulars,
      look,
      `ip addr del ${text ?? ''} dev ${name}`,
      `ip addr add ${mended ?? ''} dev ${name}`,
    );
  }
  return undefined;
}

function linkDown({ at }: Netns, { link }: Interface): Halt {
  return stop('link-down', { at, name: link.name }, `ip link show ${link.name}`, `ip link set ${link.name} up`);
}

function otherTable({ at, facts }: Netns, destination: string): Halt | undefined {
  if (facts.routes?.state !== 'found') return undefined;
  const route = facts.routes.value.find(
    ({ family, table, to, type }) =>
      family === 'inet' &&
      !['main', 'local', 'default'].includes(table) &&
      type === 'unicast' &&
      prefixContains(to, destination),
  );
  if (route === undefined) return undefined;
  const text = routeText(route);
  const mended = `ip route add ${routeText({ ...route, table: 'main' })}`;
  return stop('wrong-table', { at, name: route.table, to: destination, text }, 'ip route show table all', mended);
}

/** A namespace without an address: one that is free in the network of whoever it is joined to. */
export function noAddress(topology: Topology, netns: Netns): Stop {
  const { at } = netns;
  const cabled = netns.interfaces.filter(({ link, master }) => link.kind === 'veth' && master === undefined);
  for (const dev of cabled) {
    const { stations } = flood(topology, netns, dev);
    const near = stations.flatMap((each) => inetOf(each.in));
    // A cable's end that lies beside its bridge has no address: then those of the bridges there.
    const beside = stations.flatMap((each) => each.netns.interfaces.filter(({ link }) => link.kind === 'bridge'));
    const [first] = [...near, ...beside.flatMap(inetOf)];
    if (first === undefined) continue;
    const free = freeAddress(topology, first);
    const mends = free === undefined ? [] : [`ip addr add ${free} dev ${dev.link.name}`];
    if (!dev.link.up) mends.push(`ip link set ${dev.link.name} up`);
    return stop('no-address', { at, name: dev.link.name }, 'ip addr show', ...mends);
  }
  return stop('no-address', { at, name: cabled[0]?.link.name ?? '' }, 'ip addr show');
}

/** The first address of a network that no interface has, with its prefix length. */
function freeAddress(
  { namespaces }: Topology,
  { address, prefix }: { readonly address: string; readonly prefix: number },
): string | undefined {
  const bits = parseAddress(address)?.bits;
  if (bits === undefined || prefix > 30) return undefined;
  const size = 1n << BigInt(32 - prefix);
  const network = bits - (bits % size);
  for (let host = 1n; host < size - 1n && host < 1024n; host += 1n) {
    const free = dotted(network + host);
    if (!namespaces.some((netns) => isSet(netns, free))) return `${free}/${String(prefix)}`;
  }
  return undefined;
}

function dotted(bits: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => String((bits >> shift) & 255n)).join('.');
}
