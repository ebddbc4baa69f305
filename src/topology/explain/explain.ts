import { sameAddress } from '../../check/net/ip.ts';
import type { Socket } from '../../check/netns-facts.ts';
import type { Netns, Topology } from '../types.ts';
import { doubt, isHalt, stop } from './halt.ts';
import { noAddress, noRoute } from './mend.ts';
import { inetOf, lookUp, sourceFor, type NextHop } from './routes.ts';
import { sysctlOf } from './switches.ts';
import type { Explanation, Halt, Packet, Question } from './types.ts';
import { walk } from './walk.ts';
import { deliver } from './wire.ts';

/**
 * Follows a first packet (an ICMP echo, or the SYN of a TCP connection, IPv4) through the network of a snapshot as the
 * kernel would, and the answer back; names the first thing that stops either. Where the snapshot does not tell, it says
 * so: a `doubt` is an answer, a guess would not be. Pure; sends nothing.
 */
export function explain(topology: Topology, question: Question): Explanation {
  const asked = packetFor(topology, question);
  if (isHalt(asked)) return { there: [], back: [], halt: { ...asked, way: 'there' } };
  const { netns, packet } = asked;
  const there = walk(topology, netns, packet, []);
  if (isHalt(there.end)) return { there: there.hops, back: [], halt: { ...relearned(there.end, netns), way: 'there' } };
  const refused = serve(there.end.netns, there.end.packet, there.hops.at(-1)?.in);
  if (refused !== undefined) return { there: there.hops, back: [], halt: { ...refused, way: 'there' } };
  const back = walk(topology, there.end.netns, answerTo(there.end.packet), there.tracks);
  const halt = isHalt(back.end) ? back.end : misdirected(netns, packet, back.end);
  return { there: there.hops, back: back.hops, ...(halt === undefined ? {} : { halt: { ...halt, way: 'back' } }) };
}

/** What ping(8) sends by itself; the first packet of a connection is smaller. */
const smallBytes = 84;

/** Who sent a packet that was too big further on was told so, and has learned it (ip-sysctl, `mtu_expires`: for ten minutes). */
function relearned(halt: Halt, { at }: Netns): Halt {
  if (halt.halt === 'doubt' || halt.reason !== 'too-big' || halt.mends.length === 0) return halt;
  return { ...halt, mends: [...halt.mends, { at, command: 'ip route flush cache' }] };
}

/** The packet that the question is about, as the sender's kernel makes it. */
function packetFor(topology: Topology, { from, to, port, size }: Question): { netns: Netns; packet: Packet } | Halt {
  const find = (at: Question['from']): Netns | undefined =>
    topology.namespaces.find((each) => each.at.node === at.node && [each.at.netns, ...each.aliases].includes(at.netns));
  if (typeof to === 'string' && to.includes(':')) return doubt('ipv6', { at: from, to });
  const netns = find(from);
  if (netns === undefined) return doubt('no-such-target', { at: from, to: from.netns });
  const target = typeof to === 'string' ? undefined : find(to);
  if (typeof to !== 'string' && target === undefined) return doubt('no-such-target', { at: to, to: to.netns });
  const destination = typeof to === 'string' ? meant(to) : target === undefined ? undefined : mainAddress(target);
  if (destination === undefined) return noAddress(topology, target ?? netns);
  const hop = lookUp(netns, destination) ?? noRoute(topology, netns, destination);
  if (isHalt(hop)) return hop;
  const source = sourceFor(netns, hop, destination);
  const protocol = port === undefined ? 'icmp' : 'tcp';
  const packet = (from: string): Packet => ({
    source: from,
    destination,
    protocol,
    sourcePort: port === undefined ? 0 : 'any',
    destinationPort: port ?? 0,
    isReply: false,
    size: size ?? smallBytes,
  });
  return source === undefined ? sourceless(topology, netns, hop, packet('0.0.0.0')) : { netns, packet: packet(source) };
}

/** From 0.0.0.0 a packet gets as far as to whoever would have to pass it on or answer (RFC 1122; ip_route_input_slow()). */
function sourceless(topology: Topology, netns: Netns, hop: NextHop, packet: Packet): Halt {
  const end = deliver(topology, netns, hop, packet);
  return { ...noAddress(topology, netns), lostAt: isHalt(end) ? end.at : end.netns.at };
}

/** What is sent to no address goes to oneself (ip_route_output_key_hash_rcu()). */
function meant(to: string): string {
  return to === '0.0.0.0' ? '127.0.0.1' : to;
}

/** The first address that others can send to; loopback's where there is no other interface. */
export function mainAddress({ interfaces }: Netns): string | undefined {
  const reachable = interfaces.filter(({ link }) => link.kind !== 'loopback').flatMap((each) => inetOf(each));
  return reachable[0]?.address;
}

function answerTo(packet: Packet): Packet {
  return {
    ...packet,
    source: packet.destination,
    destination: packet.source,
    sourcePort: packet.destinationPort,
    destinationPort: packet.sourcePort,
    isReply: true,
  };
}

/** Whether anybody answers there: the kernel itself an echo, a listening socket a connection. */
function serve(netns: Netns, packet: Packet, input = ''): Halt | undefined {
  const { at, facts } = netns;
  if (packet.protocol === 'icmp') {
    const key = 'net.ipv4.icmp_echo_ignore_all';
    if (sysctlOf(netns, key) !== '1') return undefined;
    return stop('echo-ignored', { at, name: key }, `sysctl ${key}`, `sysctl -w ${key}=0`);
  }
  if (facts.sockets?.state !== 'found') return doubt('not-asked', { at, text: 'ss -tln' });
  const sockets = facts.sockets.value.filter(
    ({ protocol, port }) => protocol === 'tcp' && port === packet.destinationPort,
  );
  const takes = ({ address, device = input }: Socket): boolean =>
    device === input &&
    (['0.0.0.0', '*'].includes(address) || sameAddress(address.replace(/^::ffff:/, ''), packet.destination));
  if (sockets.some(takes)) return undefined;
  const to = String(packet.destinationPort);
  const bound = sockets
    .map(({ address, device }) => (device === undefined ? address : `${address}%${device}`))
    .join(', ');
  return bound === ''
    ? stop('nothing-listens', { at, to }, 'ss -tln')
    : stop('listens-elsewhere', { at, to, text: bound }, 'ss -tln');
}

/** An answer that comes to somebody else, or from another address than was asked, is none. */
function misdirected(
  netns: Netns,
  asked: Packet,
  { netns: end, packet }: { readonly netns: Netns; readonly packet: Packet },
): Halt | undefined {
  const isRight =
    end.id === netns.id && packet.destination === asked.source && sameAddress(packet.source, asked.destination);
  return isRight ? undefined : doubt('other-way-back', { at: end.at, to: packet.source });
}
