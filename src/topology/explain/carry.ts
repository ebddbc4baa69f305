import type { FdbEntry } from '../../check/netns-facts.ts';
import type { Interface, Netns } from '../types.ts';
import type { Station, Switched } from './flood.ts';
import { doubt, stop } from './halt.ts';
import { tooBigFor } from './size.ts';
import type { Halt, Packet } from './types.ts';

/** A frame for one MAC address, on its way along a path. */
export interface Frame {
  readonly to: string;
  /** The MAC address that the sender has for it is no guess: nobody is asked, so nobody's answer corrects a bridge. */
  readonly isKnown: boolean;
}

/** What keeps a packet for a station's MAC address from getting there: bridges' forwarding tables, then sizes. */
export function carried({ path, in: end }: Station, netns: Netns, frame: Frame, packet: Packet): Halt | undefined {
  for (const step of path) {
    const wrong = misled(step, step.out, frame);
    if (wrong !== undefined) return wrong;
  }
  // What sends by a bridge's port, or takes in at a cable's end, looks at the size; the bridge itself does not.
  const ends = path.flatMap((step) =>
    [step.in, step.out].flatMap((port) => (port === undefined ? [] : { at: step.netns, port })),
  );
  for (const { at, port } of [...ends, { at: netns, port: end }]) {
    const tooBig = port.link.kind === 'veth' ? tooBigFor(at, port, packet) : undefined;
    if (tooBig !== undefined) return tooBig;
  }
  return undefined;
}

/** What keeps an answer to a question for an address from coming back: entries that no frame moves. */
export function answerMisled({ path }: Station, mac: string): Halt | undefined {
  for (const step of path.toReversed()) {
    const wrong = misled(step, step.in, { to: mac, isKnown: false });
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

/** A bridge that sends a frame elsewhere than out by this port (absent: to itself). */
function misled({ netns, bridge }: Switched, out: Interface | undefined, { to, isKnown }: Frame): Halt | undefined {
  const { at, facts } = netns;
  const { name } = bridge.link;
  const settings = out?.link.port;
  if (settings?.['locked'] === true) return doubt('port-settings', { at, name: out?.link.name ?? '', text: 'locked' });
  if (facts.fdb?.state !== 'found') return undefined;
  const entry = facts.fdb.value.find(
    ({ mac, master, vlan }) => master === name && vlan === undefined && mac.toLowerCase() === to.toLowerCase(),
  );
  if (entry === undefined) {
    if (settings?.['flood'] !== false) return undefined;
    return doubt('port-settings', { at, name: out?.link.name ?? '', text: 'flood off' });
  }
  if (goesTo(entry, out)) return undefined;
  // A place is learned anew, also of a static entry, from the answer to the question for the address (br_fdb_update()).
  const moves = entry.state !== 'permanent' && !entry.flags.includes('sticky') && settings?.['learning'] !== false;
  if (moves && !isKnown) return undefined;
  // Right until whoever has the address says a word.
  if (moves) return doubt('moving', { at, name, to, text: entry.dev });
  const look = `bridge fdb show br ${name}`;
  return stop('wrong-fdb', { at, name, to, text: entry.dev }, look, `bridge fdb del ${to} dev ${entry.dev} master`);
}

/** `permanent` is the bridge's own address, or one that was said to be (linux/neighbour.h, NUD_PERMANENT: a local entry). */
function goesTo({ state, dev }: FdbEntry, out: Interface | undefined): boolean {
  return state === 'permanent' ? out === undefined : dev === out?.link.name;
}
