import type { At } from '../check/facts.ts';
import { explain, mainAddress } from '../topology/explain/explain.ts';
import { readQuestion } from '../topology/explain/ask.ts';
import { haltText } from '../topology/explain/words.ts';
import { titleOf } from '../topology/topology.ts';
import type { Netns, Topology } from '../topology/types.ts';
import type { Words } from '../words/index.ts';
import { isAt } from './fate.ts';
import { traceOf, type Trace } from './trace.ts';
import type { Captured, NotCaptured, Sending } from './types.ts';

/** Sends a packet in a lab and listens: `Lab.trace`. */
export type SendAndListen = (sending: Sending) => Promise<Captured | NotCaptured>;

/** What came of it: a trace and the frames that it was made of, or what is wrong with the words. */
export type Traced = { readonly trace: Trace; readonly captured: Captured } | { readonly problem: string };

/** Reads `FROM TO [tcp PORT | size BYTES]`, as it is typed, sends the packet, and tells its life. */
export async function traceInWords(
  topology: Topology,
  typed: readonly string[],
  send: SendAndListen,
  words: Words,
): Promise<Traced> {
  const question = readQuestion(topology, typed, words);
  if ('problem' in question) return question;
  const { from, to, ...detail } = question;
  const target = typeof to === 'string' ? undefined : topology.namespaces.find((netns) => isAt(netns, to));
  const address = typeof to === 'string' ? to : target && mainAddress(target);
  if (address === undefined) return { problem: words.trace.noAddress({ where: target ? titleOf(target) : '' }) };
  const rulesIn = topology.namespaces.filter(mayStop).map(({ at }) => at);
  const sending: Sending = { from, to: address, ...detail, rulesIn };
  const explanation = explain(topology, { from, to: address, ...detail });
  if (explanation.halt?.reason === 'ipv6')
    return { problem: words.topology.explain.unknown({ what: haltText(explanation.halt, words) }) };
  const captured = await send(sending);
  if ('failed' in captured) return { problem: words.trace.couldNot({ message: captured.failed }) };
  const called = {
    ...captured,
    frames: captured.frames.map((frame) => ({ ...frame, at: withLabel(topology, frame.at) })),
  };
  return { trace: traceOf(sending, called, { topology, explanation }), captured: called };
}

/** The same place with what to call it: who listens knows namespaces by their files alone. */
function withLabel(topology: Topology, at: At): At {
  return topology.namespaces.find((netns) => isAt(netns, at))?.at ?? at;
}

/** Whether a namespace has rules, or policies that drop, at all: in most there are none, and nobody need be asked. */
function mayStop({ facts: { rules } }: Netns): boolean {
  if (rules?.state !== 'found') return false;
  const { rules: own, chains, nft } = rules.value;
  return own.length > 0 || chains.some(({ policy }) => policy === 'DROP') || nft.length > 0;
}
