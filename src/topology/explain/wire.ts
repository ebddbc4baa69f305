import { prefixContains, sameAddress } from '../../check/net/ip.ts';
import type { At } from '../../check/facts.ts';
import type { Interface, Netns, Topology } from '../types.ts';
import { answerMisled, carried } from './carry.ts';
import { downAt, flood, portsOf, type Flooded, type Station } from './flood.ts';
import { doubt, isHalt, stop } from './halt.ts';
import { inetOf, isOwn, isSet, lookUp, sourceFor, type NextHop } from './routes.ts';
import { otherGateway } from './mend.ts';
import { validateSource } from './source.ts';
import { ownSwitch, switchOf, sysctlOf } from './switches.ts';
import type { Halt, Packet } from './types.ts';

/** A neighbour's state in which its address is used without asking (ip-neighbour(8)). */
const usable = new Set(['PERMANENT', 'REACHABLE', 'STALE', 'DELAY', 'PROBE', 'NOARP']);

/** Set by somebody: stays, whatever an interface does. */
const permanent = new Set(['PERMANENT']);

/** Brings a packet from an interface to the next hop's: neighbour, cable, bridges. Gives where it comes out. */
export function deliver(topology: Topology, netns: Netns, hop: NextHop, packet: Packet): Station | Halt {
  const { at } = netns;
  const dev = netns.interfaces.find(({ link }) => link.name === hop.dev);
  if (dev === undefined) return doubt('not-asked', { at, name: hop.dev });
  if (!['veth', 'bridge'].includes(dev.link.kind))
    return doubt('link-kind', { at, name: hop.dev, text: dev.link.kind });
  if (dev.master !== undefined) return addressOnPort(netns, dev);
  const down = downAt(netns, dev);
  if (down !== undefined) return down;
  const isFixed = neighbourOf(netns, hop, permanent) !== undefined;
  if (dev.link.noArp === true && !isFixed) return arpOff(at, dev);
  const flooded = flood(topology, netns, dev);
  if (flooded.doubts.some(({ reason }) => reason === 'vlan')) return flooded.doubts[0] ?? doubt('vlan', { at });
  const open = flooded.stations.filter(({ block }) => block === undefined);
  const asked = ask(topology, netns, dev, hop, packet, flooded);
  const known = neighbourOf(netns, hop, usable);
  const reached = (station: Station, mac: string): Station | Halt => {
    const isKnown = known !== undefined;
    const frame = { to: mac, isKnown };
    const lost = isKnown ? undefined : answerMisled(station, dev.link.mac);
    const unclear = unclearFrames(netns, dev, station, open);
    return unclear ?? carried(station, station.netns, frame, packet) ?? lost ?? station;
  };
  if (known === undefined) return isHalt(asked) ? asked : reached(asked, asked.in.link.mac);
  if (!isHalt(asked) && hasMac(asked, known.mac)) return reached(asked, known.mac);
  // A right neighbour of whom only the answer to a question would be lost; what the wire says of him is the reason.
  const named = flooded.stations.find((station) => hasMac(station, known.mac));
  if (named?.block !== undefined) return named.block;
  if (named === undefined && isHalt(asked) && asked.halt === 'doubt') return asked;
  const wrong = open.find((station) => hasMac(station, known.mac));
  if (wrong !== undefined && (isOwn(wrong.netns, packet.destination) || wrong.netns.forwards !== false)) {
    return isOwn(wrong.netns, packet.destination)
      ? reached(wrong, known.mac)
      : doubt('neighbour', { at, to: hop.address, text: known.mac });
  }
  const look = `ip neigh show dev ${hop.dev}`;
  const mend = `ip neigh del ${hop.address} dev ${hop.dev}`;
  return stop('wrong-neighbour', { at, name: hop.dev, to: hop.address, text: known.mac }, look, mend);
}

/** Queues that keep every frame of a small network. */
const usualQueues: ReadonlySet<string> = new Set(['noqueue', 'noop', 'pfifo_fast', 'fq_codel', 'fq', 'mq']);

/** What makes it a guess whether a frame gets to a station: queues on the way, a MAC address that two have. */
function unclearFrames(
  netns: Netns,
  dev: Interface,
  { path, in: end }: Station,
  open: readonly Station[],
): Halt | undefined {
  const senders = [
    { at: netns.at, link: dev.link },
    ...path.flatMap((step) => (step.out === undefined ? [] : [{ at: step.netns.at, link: step.out.link }])),
  ];
  const queued = senders.find(({ link }) => link.queue !== undefined && !usualQueues.has(link.queue));
  if (queued !== undefined)
    return doubt('queue', { at: queued.at, name: queued.link.name, text: queued.link.queue ?? '' });
  if (path.length === 0) return undefined;
  const others = open.filter((station) => station.in.id !== end.id).map((station) => station.in.link.mac);
  const twice = [dev.link.mac, end.link.mac].some((mac) => others.includes(mac)) || dev.link.mac === end.link.mac;
  return twice ? doubt('duplicate-mac', { at: netns.at, name: dev.link.name, text: dev.link.mac }) : undefined;
}

function arpOff(at: At, { link }: Interface): Halt {
  return stop('arp-off', { at, name: link.name }, `ip link show ${link.name}`, `ip link set ${link.name} arp on`);
}

function neighbourOf(
  { facts }: Netns,
  hop: NextHop,
  wanted: ReadonlySet<string>,
): { readonly mac: string } | undefined {
  if (facts.neighbours?.state !== 'found') return undefined;
  const found = facts.neighbours.value.find(
    ({ address, dev, states }) =>
      dev === hop.dev && sameAddress(address, hop.address) && states.some((state) => wanted.has(state)),
  );
  return found?.mac === undefined ? undefined : { mac: found.mac };
}

/** A bridge also takes frames for the addresses of its ports (they are local entries of its forwarding table). */
function hasMac({ netns, in: each }: Station, mac: string): boolean {
  const all = each.link.kind === 'bridge' ? [each, ...portsOf(netns, each)] : [each];
  return all.some(({ link }) => link.mac.toLowerCase() === mac.toLowerCase());
}

/** Who answers when the wire is asked for the next hop's address. */
function ask(
  topology: Topology,
  netns: Netns,
  dev: Interface,
  hop: NextHop,
  packet: Packet,
  { stations, doubts }: Flooded,
): Station | Halt {
  const { at } = netns;
  const open = stations.filter(({ block }) => block === undefined);
  const sender = isOwn(netns, packet.source) ? packet.source : sourceFor(netns, hop, hop.address);
  const others = open.filter((station) => station.netns.id !== netns.id);
  const owners = others.filter(
    (station) => isOwn(station.netns, hop.address) || answersFor(station, hop.address, sender),
  );
  const silent = owners.find((station) => station.in.link.noArp === true);
  if (silent !== undefined) return arpOff(silent.netns.at, silent.in);
  const settings = owners.find((station) => Number(switchOf(station.netns, station.in, 'arp_ignore')) > 0);
  if (settings !== undefined) return doubt('arp-settings', { at: settings.netns.at, name: settings.in.link.name });
  if (new Set(owners.map((owner) => owner.netns.id)).size > 1)
    return doubt('duplicate-address', { at, to: hop.address });
  const [owner] = owners;
  if (owner !== undefined) {
    // He answers only one whose address he would route back the same way (arp_process() asks the routing tables).
    const asking = sender === undefined ? undefined : { source: sender, destination: hop.address };
    const refused = asking === undefined ? undefined : validateSource(owner.netns, owner.in, asking);
    return refused ?? owner;
  }
  const blocked = stations.find(({ block, netns: other }) => block !== undefined && isSet(other, hop.address));
  if (blocked?.block !== undefined) return blocked.block;
  const [elsewhere] = doubts;
  if (elsewhere !== undefined) return elsewhere;
  return unanswered(topology, netns, dev, hop, stations);
}

/**
 * Whether a router answers for an address beyond it (arp_process()): told so by `proxy_arp`, or by an entry for the address
 * (`ip neighbour add proxy`), and only for what it would forward to another interface.
 */
function answersFor({ netns, in: each }: Station, address: string, source: string | undefined): boolean {
  if (ownSwitch(netns, each, 'forwarding') !== 1) return false;
  const { name } = each.link;
  const entries = netns.facts.neighbours?.state === 'found' ? netns.facts.neighbours.value : [];
  const isTold =
    (ownSwitch(netns, each, 'proxy_arp') ?? 0) !== 0 ||
    sysctlOf(netns, 'net.ipv4.conf.all.proxy_arp') === '1' ||
    entries.some((entry) => entry.proxy === true && entry.dev === name && sameAddress(entry.address, address));
  if (!isTold) return false;
  const beyond = lookUp(netns, address, { ...(source === undefined ? {} : { source }), in: name });
  return beyond !== undefined && !isHalt(beyond) && !beyond.isLocal && beyond.dev !== name;
}

/** Why nobody answers, as far as the rest of the network shows it. */
function unanswered(
  topology: Topology,
  netns: Netns,
  dev: Interface,
  hop: NextHop,
  stations: readonly Station[],
): Halt {
  const { at } = netns;
  const open = stations.filter(({ block }) => block === undefined);
  const [first] = stations;
  // One thing that keeps everything sent here from everybody is the first to be said, whoever has the address.
  if (first?.block !== undefined && stations.every(({ block }) => block === first.block)) return first.block;
  for (const owner of topology.namespaces.filter((each) => each.id !== netns.id && isSet(each, hop.address))) {
    for (const own of owner.interfaces) {
      if (!inetOf(own).some(({ address }) => sameAddress(address, hop.address))) continue;
      const down = downAt(owner, own);
      if (down !== undefined) return down;
      const loose = notAPort(topology, [...open, { netns, in: dev, path: [] }], owner, own, hop.address);
      if (loose !== undefined) return loose;
    }
  }
  const bare = hop.route.via === undefined ? withoutAddress(topology, netns, dev, hop.address, open) : undefined;
  if (bare !== undefined) return bare;
  const look = `ip neigh show dev ${dev.link.name}`;
  const mends = hop.route.via === undefined ? [] : otherGateway(netns, hop, [...open, ...stations]);
  return stop('nobody-answers', { at, name: dev.link.name, to: hop.address }, look, ...mends);
}

/** The one namespace on the wire that has no address at all, where nobody anywhere has the one that is asked for. */
function withoutAddress(
  { namespaces }: Topology,
  netns: Netns,
  dev: Interface,
  wanted: string,
  open: readonly Station[],
): Halt | undefined {
  if (namespaces.some((each) => isSet(each, wanted))) return undefined;
  const isBare = ({ interfaces }: Netns): boolean =>
    interfaces.every((each) => each.link.kind === 'loopback' || inetOf(each).length === 0);
  const bare = open.filter((station) => station.netns.id !== netns.id && isBare(station.netns));
  const near = inetOf(dev).find(({ address, prefix }) => prefixContains(`${address}/${String(prefix)}`, wanted));
  const [only, ...others] = bare;
  if (only === undefined || others.length > 0 || near === undefined) return undefined;
  const { name } = only.in.link;
  const mend = `ip addr add ${wanted}/${String(near.prefix)} dev ${name}`;
  return stop('no-address', { at: only.netns.at, name }, 'ip addr show', mend);
}

/**
 * A cable's end that lies beside the bridge that the other side is on; or two ends that lie beside each other and a bridge whose
 * network the address belongs to.
 */
function notAPort(
  topology: Topology,
  open: readonly Station[],
  owner: Netns,
  own: Interface,
  wanted: string,
): Halt | undefined {
  const there = flood(topology, owner, own).stations;
  const pairs = [
    ...open.map((loose) => ({ loose, others: there })),
    ...there.map((loose) => ({ loose, others: open })),
  ];
  for (const { loose, others } of pairs) {
    if (loose.in.link.kind !== 'veth' || inetOf(loose.in).length > 0) continue;
    const beside = others.filter(({ netns }) => netns.id === loose.netns.id);
    const bridge =
      beside.find(({ in: each }) => each.link.kind === 'bridge')?.in ??
      (beside.length === 0 ? undefined : bridgeFor(loose.netns, wanted));
    if (bridge === undefined) continue;
    const [port, master] = [loose.in.link.name, bridge.link.name];
    const look = `ip link show master ${master}`;
    return stop(
      'not-a-port',
      { at: loose.netns.at, name: port, to: master },
      look,
      `ip link set ${port} master ${master}`,
    );
  }
  return undefined;
}

function bridgeFor({ interfaces }: Netns, wanted: string): Interface | undefined {
  return interfaces.find(
    (each) =>
      each.link.kind === 'bridge' &&
      inetOf(each).some(({ address, prefix }) => prefixContains(`${address}/${String(prefix)}`, wanted)),
  );
}

/** What comes in by a port goes to its bridge, never to an address that was set on the port itself. */
function addressOnPort(netns: Netns, dev: Interface): Halt {
  const { at } = netns;
  const { name, master = '' } = dev.link;
  const mends = inetOf(dev).flatMap(({ address, prefix }) => [
    `ip addr del ${address}/${String(prefix)} dev ${name}`,
    `ip addr add ${address}/${String(prefix)} dev ${master}`,
  ]);
  return stop('address-on-port', { at, name, to: master }, `ip -d addr show ${name}`, ...mends);
}
