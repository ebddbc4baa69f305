import type { At } from '../../check/facts.ts';
import type { Interface, Netns, Topology } from '../types.ts';
import { filter } from './filter.ts';
import type { Station } from './flood.ts';
import { doubt, isHalt, stop } from './halt.ts';
import { filterFrames } from './nft.ts';
import { fit } from './size.ts';
import { noRoute } from './mend.ts';
import { isOwn, lookUp, sourceFor, type NextHop } from './routes.ts';
import { validateSource } from './source.ts';
import { ownSwitch, switchOf, sysctlOf } from './switches.ts';
import type { Halt, Hop, Packet, Stop } from './types.ts';
import { deliver } from './wire.ts';

/** What connection tracking of a namespace knows of the packet: as it came in there, and as it went on. */
export interface Track {
  readonly netns: string;
  readonly before: Packet;
  readonly after: Packet;
}

export interface Walked {
  readonly hops: readonly Hop[];
  readonly tracks: readonly Track[];
  /** Where it arrived, and as what. */
  readonly end: { readonly netns: Netns; readonly packet: Packet } | Halt;
}

/** A packet that goes on from a namespace. */
interface Left {
  readonly sent: Packet;
  readonly hop: NextHop;
}

/** A packet that a namespace takes for its own, as its programs see it. */
interface Arrived {
  readonly arrived: Packet;
}

/** Routers after which a packet is taken to go round in a circle; a fresh one has a TTL of 64. */
const maxHops = 16;

/**
 * Walks one packet from a namespace of its sender until a namespace takes it for its own.
 *
 * @param earlier for an answer: what the namespaces on the way noted when the question came by.
 */
export function walk(topology: Topology, from: Netns, first: Packet, earlier: readonly Track[]): Walked {
  const hops: Hop[] = [];
  const tracks: Track[] = [];
  let ttl = firstTtl(from);
  const end = (): Walked['end'] => {
    let netns = from;
    let packet = first;
    let input: Interface | undefined;
    for (let count = 0; count < maxHops; count += 1) {
      const left = input === undefined ? begin(netns, packet) : pass(netns, input, packet);
      if (isHalt(left)) return left;
      if ('arrived' in left) return { netns, packet: left.arrived };
      const { sent, hop } = left;
      const at = { at: netns.at, source: sent.source, destination: sent.destination };
      hops.push({ ...at, ...(input === undefined ? {} : { in: input.link.name }), out: hop.dev });
      tracks.push({ netns: netns.id, before: packet, after: sent });
      const lo = hop.isLocal ? netns.interfaces.find(({ link }) => link.name === 'lo') : undefined;
      const station: Station | Halt =
        lo === undefined ? deliver(topology, netns, hop, sent) : { netns, in: lo, path: [] };
      if (isHalt(station)) return station;
      const halted = cross(station, sent);
      if (halted !== undefined) return halted;
      ({ netns, in: input } = station);
      packet = sent;
    }
    return stop('loop', { at: netns.at, to: packet.destination }, `ip route get ${packet.destination}`);
  };

  /** The bridges on the way, where netfilter sees what they pass on (net.bridge.bridge-nf-call-iptables). */
  const cross = ({ path }: Station, packet: Packet): Halt | undefined => {
    for (const { netns, bridge, ...ports } of path) {
      if (ports.in === undefined || ports.out === undefined) continue;
      const { name } = bridge.link;
      const { source, destination } = packet;
      hops.push({ at: netns.at, in: name, out: name, bridged: true, source, destination });
      const filtered = filterFrames(netns);
      if (filtered !== undefined) return filtered;
      if (!asksFilter(netns, bridge)) continue;
      const unknown = untracked(netns, packet);
      if (unknown !== undefined) return unknown;
      for (const hook of ['PREROUTING', 'FORWARD', 'POSTROUTING'] as const) {
        const found = filter(netns, hook, packet, {
          in: hook === 'POSTROUTING' ? '' : name,
          out: hook === 'PREROUTING' ? '' : name,
        });
        if (isHalt(found)) return found;
        if (found !== packet) return doubt('rewriting', { at: netns.at, name });
      }
      tracks.push({ netns: netns.id, before: packet, after: packet });
    }
    return undefined;
  };

  const trackOf = ({ id }: Netns): Track | undefined => {
    const all = earlier.filter(({ netns }) => netns === id);
    return all.find(({ before, after }) => isRewritten(before, after)) ?? all[0];
  };

  /** An answer that comes by where the question did not is no answer to the filter there. */
  const untracked = (netns: Netns, packet: Packet): Halt | undefined => {
    if (!packet.isReply || trackOf(netns) !== undefined) return undefined;
    const { rules } = netns.facts;
    if (rules?.state === 'found' && rules.value.rules.length === 0 && rules.value.nft.length === 0) return undefined;
    return doubt('other-way-back', { at: netns.at });
  };

  const begin = (netns: Netns, packet: Packet): Left | Halt => {
    // An echo's first lookup is made before it has a source, a connection's and an answer's with it (ip_route_connect()).
    const flow = packet.isReply || packet.protocol === 'tcp' ? { source: packet.source } : {};
    const hop = lookUp(netns, packet.destination, flow) ?? noRoute(topology, netns, packet.destination);
    if (isHalt(hop)) return hop;
    if (hop.isLocal) {
      const lo = netns.interfaces.find(({ link }) => link.name === 'lo');
      if (lo?.link.up !== true)
        return stop('loopback-down', { at: netns.at, name: 'lo' }, 'ip link show lo', 'ip link set lo up');
    }
    const unknown = untracked(netns, packet);
    if (unknown !== undefined) return unknown;
    const sent = filter(netns, 'OUTPUT', packet, { in: '', out: hop.dev });
    if (isHalt(sent)) return sent;
    const next =
      sent.destination === packet.destination
        ? hop
        : (lookUp(netns, sent.destination, { source: sent.source }) ?? noRoute(topology, netns, sent.destination));
    return isHalt(next) ? next : leave(netns, sent, next);
  };

  const leave = (netns: Netns, packet: Packet, hop: NextHop): Left | Halt => {
    const fitting = fit(netns, hop, packet);
    if (isHalt(fitting)) return fitting;
    const masquerade = sourceFor(netns, hop, packet.destination);
    const out = { in: '', out: hop.dev, ...(masquerade === undefined ? {} : { masquerade }) };
    const sent = filter(netns, 'POSTROUTING', fitting, out);
    if (isHalt(sent)) return sent;
    const track = packet.isReply ? trackOf(netns) : undefined;
    if (track === undefined || track.after.destination === track.before.destination) return { sent, hop };
    return { sent: { ...sent, source: track.before.destination, sourcePort: track.before.destinationPort }, hop };
  };

  const pass = (netns: Netns, input: Interface, came: Packet): Left | Halt | Arrived => {
    const { name } = input.link;
    const unknown = untracked(netns, came);
    if (unknown !== undefined) return unknown;
    const filtered = filter(netns, 'PREROUTING', came, { in: name, out: '' });
    if (isHalt(filtered)) return filtered;
    const track = came.isReply ? trackOf(netns) : undefined;
    // What was sent with another source is answered to that one; it goes back to whom it came from.
    const packet = track === undefined ? filtered : { ...filtered, destination: track.before.source };
    const isLoopback = name === 'lo';
    const refused = isLoopback
      ? undefined
      : (loopbackRefused(netns, input, packet) ?? validateSource(netns, input, packet));
    if (refused !== undefined) return refused;
    if (isOwn(netns, packet.destination)) return takeIn(netns, input, packet, came);
    const forwarding = ownSwitch(netns, input, 'forwarding');
    if (forwarding === 0) return notForwarding(netns, input);
    if (forwarding === undefined) return doubt('not-asked', { at: netns.at, text: `net.ipv4.conf.${name}.forwarding` });
    const flow = { source: packet.source, in: name };
    const hop = lookUp(netns, packet.destination, flow) ?? noRoute(topology, netns, packet.destination);
    if (isHalt(hop)) return hop;
    ttl -= 1;
    if (ttl === 0) return { ...ttlOver(from), lostAt: netns.at };
    const forwarded = filter(netns, 'FORWARD', packet, { in: name, out: hop.dev });
    return isHalt(forwarded) ? forwarded : leave(netns, forwarded, hop);
  };

  const takeIn = (netns: Netns, { link }: Interface, packet: Packet, came: Packet): Halt | Arrived => {
    const taken = filter(netns, 'INPUT', packet, { in: link.name, out: '' });
    if (isHalt(taken)) return taken;
    const { source, destination } = taken;
    hops.push({ at: netns.at, in: link.name, source, destination });
    // Noted as it is heard here: a destination that was rewritten on the way in is what the answer comes from.
    tracks.push({ netns: netns.id, before: came, after: taken });
    return { arrived: taken };
  };

  return { end: end(), hops, tracks };
}

/** Whether what a bridge passes on meets the packet filter: all bridges' switch, or its own (ip-link(8)). */
function asksFilter(netns: Netns, { link }: Interface): boolean {
  return sysctlOf(netns, 'net.bridge.bridge-nf-call-iptables') === '1' || link.details['nf_call_iptables'] === 1;
}

function isRewritten(before: Packet, after: Packet): boolean {
  return before.source !== after.source || before.destination !== after.destination;
}

const ttlKey = 'net.ipv4.ip_default_ttl';

/** What a packet's TTL is as it is sent. */
function firstTtl(netns: Netns): number {
  return Number(sysctlOf(netns, ttlKey) ?? '64');
}

function ttlOver(netns: Netns): Stop {
  const particulars = { at: netns.at, name: ttlKey, text: String(firstTtl(netns)) };
  return stop('ttl-over', particulars, `sysctl ${ttlKey}`, `sysctl -w ${ttlKey}=64`);
}

/** What is for a loopback address may come in by loopback alone (RFC 1122; ip-sysctl, `route_localnet`). */
function loopbackRefused(netns: Netns, input: Interface, { destination }: Packet): Halt | undefined {
  if (!destination.startsWith('127.') || switchOf(netns, input, 'route_localnet') > 0) return undefined;
  const { name } = input.link;
  const key = `net.ipv4.conf.${name.replaceAll('.', '/')}.route_localnet`;
  return stop('loopback-address', { at: netns.at, name, to: destination }, `sysctl ${key}`, `sysctl -w ${key}=1`);
}

function notForwarding(netns: Netns, { link }: Interface): Halt {
  const at: At = netns.at;
  const key =
    sysctlOf(netns, 'net.ipv4.ip_forward') === '1'
      ? `net.ipv4.conf.${link.name.replaceAll('.', '/')}.forwarding`
      : 'net.ipv4.ip_forward';
  return stop('forwarding-off', { at, name: key }, `sysctl ${key}`, `sysctl -w ${key}=1`);
}
