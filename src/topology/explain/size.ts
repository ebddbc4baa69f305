import type { Interface, Netns } from '../types.ts';
import { stop } from './halt.ts';
import type { NextHop } from './routes.ts';
import type { Halt, Packet } from './types.ts';

/** What a cable's end or a bridge's port takes beyond its MTU: the room of a VLAN tag (is_skb_forwardable()). */
const slackBytes = 4;

/** Bytes of an IPv4 header; what follows it is cut in pieces of 8. */
const headerBytes = 20;

/**
 * A packet as it leaves by a route: too big a question is not sent, nor forwarded, as it may not be fragmented; an answer may
 * (icmp_reply() asks for no path MTU), and goes in pieces.
 */
export function fit(
  { at, interfaces }: Netns,
  { dev, route, isLocal, learnedMtu }: NextHop,
  packet: Packet,
): Packet | Halt {
  const link = interfaces.find((each) => each.link.name === dev)?.link;
  if (link === undefined || isLocal) return packet;
  const mtu = Math.min(link.mtu, route.mtu ?? link.mtu, learnedMtu ?? link.mtu);
  if (packet.size <= mtu) return packet;
  if (packet.isReply) return { ...packet, size: headerBytes + 8 * Math.floor((mtu - headerBytes) / 8) };
  const particulars = { at, name: dev, to: String(packet.size), text: String(mtu) };
  if (link.mtu < packet.size)
    return stop('too-big', particulars, `ip link show ${dev}`, `ip link set ${dev} mtu ${String(packet.size)}`);
  const isLearned = route.mtu === undefined || route.mtu >= packet.size;
  return stop(
    'too-big',
    particulars,
    `ip route get ${packet.destination}`,
    ...(isLearned ? ['ip route flush cache'] : []),
  );
}

/** What an interface at the end of a cable, or a port that a bridge sends by, drops for its size, silently. */
export function tooBigFor({ at }: Netns, { link }: Interface, { size }: Pick<Packet, 'size'>): Halt | undefined {
  if (size <= link.mtu + slackBytes) return undefined;
  const particulars = { at, name: link.name, to: String(size), text: String(link.mtu) };
  return stop('too-big', particulars, `ip link show ${link.name}`, `ip link set ${link.name} mtu ${String(size)}`);
}
