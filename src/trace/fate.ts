import type { At } from '../check/facts.ts';
import { interfacesOf } from '../topology/topology.ts';
import type { Netns, Topology } from '../topology/types.ts';
import type { Sighting } from './life.ts';
import type { Captured, Frame, Sending } from './types.ts';

/** An interface of a namespace. */
export interface Spot {
  readonly at: At;
  readonly interface: string;
}

/** What became of the packet, as far as it was seen. */
export type Fate =
  /** The sender has its answer. `by` is who was seen to give it; nobody, where it came from a namespace that is not seen. */
  | { readonly type: 'answered'; readonly how: 'echo' | 'connected'; readonly by: Spot | undefined }
  /** The other end refused the connection. */
  | { readonly type: 'refused'; readonly by: Spot | undefined }
  /** The sender's own kernel would not send it. */
  | { readonly type: 'unsent'; readonly at: At; readonly message: string }
  /** It was sent, and no interface saw it. */
  | { readonly type: 'unseen'; readonly at: At }
  /** A namespace gave it back with an ICMP error, from this address; `beyond`: one that is not seen, behind this interface. */
  | {
      readonly type: 'rejected';
      readonly by: Spot;
      readonly beyond: boolean;
      readonly source: string;
      readonly icmp: { readonly type: number; readonly code: number };
    }
  /** It waits in a namespace whose question for a neighbour nobody answers. */
  | { readonly type: 'waits'; readonly lost: 'question' | 'answer'; readonly by: Spot; readonly for: string }
  /** It was addressed to a MAC address that is nobody's there. */
  | { readonly type: 'misaddressed'; readonly lost: 'question' | 'answer'; readonly by: Spot; readonly mac: string }
  /** It came in there, for this namespace to take or pass on, and was seen no more. */
  | { readonly type: 'lost-inside'; readonly lost: 'question' | 'answer'; readonly last: Spot }
  /** It was on its way over cables and bridges, and was seen no more. */
  | { readonly type: 'lost-between'; readonly lost: 'question' | 'answer'; readonly last: Spot };

/** Tells what became of the packet. Pure. */
export function fateOf(
  { from }: Sending,
  { ending }: Captured,
  sightings: readonly Sighting[],
  topology: Topology,
): Fate {
  const of = (role: Sighting['role']): readonly Sighting[] => sightings.filter((each) => each.role === role);
  const [questions, answers, errors] = [of('question'), of('answer'), of('error')];
  const [answer] = answers;
  if (ending.type === 'answered') {
    const by = answer?.frame.direction === 'out' ? spotOf(answer.frame) : undefined;
    return ending.how === 'refused' ? { type: 'refused', by } : { type: 'answered', how: ending.how, by };
  }
  if (ending.type === 'unsent') return { type: 'unsent', at: from, message: ending.message };
  const [error] = errors;
  if (error?.seen.ip?.icmp !== undefined) {
    const { source, icmp } = error.seen.ip;
    const beyond = error.frame.direction === 'in';
    return { type: 'rejected', by: spotOf(error.frame), beyond, source, icmp: { type: icmp.type, code: icmp.code } };
  }
  const role = answer === undefined ? 'question' : 'answer';
  const seen = answer === undefined ? questions : answers;
  const stopped = seen.length === 0 ? undefined : lastLeg(seen, role, topology);
  // A namespace that has it and asks for a neighbour has decided to pass it on.
  const holder = stopped === undefined ? from : stopped.type === 'lost-inside' ? stopped.last.at : undefined;
  const asked = holder && unanswered(sightings, holder, seen.at(-1));
  if (asked !== undefined) {
    // What came in for this namespace, which now asks where it came from, is an answer that waits.
    const isAnswer =
      role === 'answer' ||
      (stopped?.type === 'lost-inside' &&
        stopped.last.interface === asked.interface &&
        isOwnOf(topology, asked.at, seen.at(-1)));
    return { type: 'waits', lost: isAnswer ? 'answer' : 'question', by: asked, for: asked.for };
  }
  return stopped ?? { type: 'unseen', at: from };
}

export function spotOf({ at, interface: name }: Frame): Spot {
  return { at, interface: name };
}

/** Where the last way over cables and bridges ended. A router begins a new one, with a TTL one lower. */
function lastLeg(
  seen: readonly Sighting[],
  lost: 'question' | 'answer',
  topology: Topology,
): Extract<Fate, { type: 'misaddressed' | 'lost-inside' | 'lost-between' }> | undefined {
  const ttl = Math.min(...seen.map(({ seen: { ip } }) => ip?.ttl ?? 255));
  const leg = seen.filter(({ seen: { ip } }) => ip?.ttl === ttl);
  const [first, last] = [leg[0], leg.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const interfaces = interfacesOf(topology);
  const isPort = ({ at, interface: name }: Frame): boolean =>
    [...interfaces.values()].some(
      ({ netns, interface: each }) => isAt(netns, at) && each.link.name === name && each.master !== undefined,
    );
  const ends = leg.filter(({ frame }) => frame.direction === 'in' && !isPort(frame));
  const inside = ends.findLast(({ frame }) => frame.address !== 'other');
  if (inside !== undefined) return { type: 'lost-inside', lost, last: spotOf(inside.frame) };
  const mac = first.seen.mac?.destination;
  // What is somebody's address all the same was sent elsewhere, or kept, by a bridge.
  const isNobodys = ![...interfaces.values()].some(({ interface: each }) => each.link.mac === mac);
  if (ends.length > 0 && mac !== undefined && isNobodys)
    return { type: 'misaddressed', lost, by: spotOf(first.frame), mac };
  return { type: 'lost-between', lost, last: spotOf(last.frame) };
}

/** Whom this namespace asked for, since it had the packet, and got no answer from. */
function unanswered(
  sightings: readonly Sighting[],
  holder: At,
  since: Sighting | undefined,
): (Spot & { readonly for: string }) | undefined {
  // A question is seen first where it is asked; bridges only pass it on.
  const first = new Map<string, Sighting>();
  const answered = new Set<string>();
  for (const sighting of sightings) {
    const { arp } = sighting.seen;
    if (arp?.operation === 'reply') answered.add(arp.sender.address);
    const key = `${arp?.sender.mac ?? ''} ${arp?.target.address ?? ''}`;
    if (arp?.operation === 'request' && !first.has(key)) first.set(key, sighting);
  }
  for (const { frame, seen, afterUs } of first.values()) {
    const address = seen.arp?.target.address;
    const isMine = frame.direction === 'out' && sameAt(frame.at, holder) && afterUs >= (since?.afterUs ?? 0);
    if (isMine && address !== undefined && !answered.has(address)) return { ...spotOf(frame), for: address };
  }
  return undefined;
}

function isOwnOf(topology: Topology, at: At, sighting: Sighting | undefined): boolean {
  const netns = topology.namespaces.find((each) => isAt(each, at));
  const addresses = netns?.interfaces.flatMap(({ link }) => link.addresses) ?? [];
  return addresses.some(({ address }) => address === sighting?.seen.ip?.destination);
}

export function isAt({ at, aliases }: Netns, other: At): boolean {
  return at.node === other.node && [at.netns, ...aliases].includes(other.netns);
}

function sameAt(one: At, other: At): boolean {
  return one.node === other.node && one.netns === other.netns;
}
