import { randomBytes, randomInt } from 'node:crypto';
import type { NodeName } from '../../lesson/types.ts';
import type { Captured, Ending, Frame, NotCaptured, Sending, Sign } from '../../trace/types.ts';
import type { LabTarget } from '../types.ts';
import { filterFor } from './filter.ts';
import { listen, type Closing, type ListenOptions } from './listen.ts';
import type { CaptureRecord } from './records.ts';
import { pathOf, placesOf } from './places.ts';
import { watchRules } from './rules.ts';

/** How long an answer is waited for, as ping(8) does with `-W 1`. */
const waitMs = 1000;

/** What is late by so much more does not come. */
const spareMs = 10_000;

const keptBytes = 2048;

/** Frames about one packet: of a packet that goes round in a circle there are 64 times the interfaces of its way. */
const maxFrames = 10_000;

/**
 * Sends one real packet from a namespace of a lab (an ICMP echo, or the first of a TCP connection, which is closed as soon as
 * it stands), and listens meanwhile in all of them for it, its answer, ICMP errors and ARP. Never rejects.
 *
 * @param closing the lab's end
 */
export async function sendAndListen(
  target: LabTarget,
  { from, to, port, size, rulesIn = [] }: Sending,
  closing: Closing,
): Promise<Captured | NotCaptured> {
  const path = pathOf(target, from);
  if (path === undefined) return { failed: `no network namespace "${from.netns}"` };
  const sign: Sign =
    port === undefined
      ? { protocol: 'icmp', payload: new Uint8Array(randomBytes(16)) }
      : // Never 0, which the kernel would take for "choose one".
        { protocol: 'tcp', sequence: randomInt(1, 0xffff_ffff) };
  const places = placesOf(target);
  const rules = watchRules(
    target,
    places.filter(({ at }) => rulesIn.some(({ node, netns }) => node === at.node && netns === at.netns)),
    sign,
    closing,
  );
  const frames: Frame[] = [];
  let ending: Ending = { type: 'silent' };
  let [lost, isSent, broken, isOver] = [0, false, '', false];
  const onRecord = (record: CaptureRecord): void => {
    if (record.type === 'sent') isSent = true;
    else if (record.type === 'broken') broken = record.text;
    else if (record.type === 'lost') lost += record.count;
    else if (record.type === 'answered') ending = answered(record.text);
    else if (record.type === 'refused') ending = isSent ? { type: 'error' } : { type: 'unsent', message: record.text };
    else if (record.type === 'frame' && frames.length < maxFrames) frames.push(record.frame);
  };
  const on = (node: NodeName): Omit<ListenOptions, 'send'> => ({
    node,
    places: places.filter(({ at }) => at.node === node),
    keptBytes,
    filter: filterFor(sign),
  });
  const others = [...new Set(places.map(({ at }) => at.node))].filter((node) => node !== from.node);
  const beside = others.flatMap((node) => {
    const listening = listen(target, on(node), onRecord, closing);
    return 'failed' in listening ? [] : [listening];
  });
  const send = {
    kind: sign.protocol,
    path,
    to,
    port: port ?? randomInt(1, 65_536),
    ...(size === undefined ? {} : { size }),
    sign: sign.protocol === 'icmp' ? Buffer.from(sign.payload).toString('hex') : sign.sequence.toString(16),
    waitMs,
  };
  const sender = listen(
    target,
    { ...on(from.node), send },
    (record) => {
      if (record.type === 'end') isOver = true;
      onRecord(record);
    },
    closing,
  );
  const all = [...beside, ...('failed' in sender ? [] : [sender])];
  const limit = setTimeout(() => all.forEach(({ kill }) => kill()), waitMs + spareMs);
  // Nothing is sent before everybody listens.
  await Promise.all([rules.ready, ...all.map(({ ready }) => ready)]);
  if (!('failed' in sender)) {
    sender.go();
    await sender.told;
  }
  for (const { stop } of beside) stop();
  const [told] = await Promise.all([rules.told(), ...beside.map((each) => each.told)]);
  clearTimeout(limit);
  if (broken !== '') return { failed: broken };
  if (!isOver) return { failed: ('failed' in sender ? sender.failed : await sender.gone) ?? 'the capture ended' };
  return { sign, frames: inOrder(frames), ending, lost, rules: told };
}

function answered(text: string): Ending {
  return { type: 'answered', how: text === 'connected' || text === 'refused' ? text : 'echo' };
}

/**
 * By the kernel's time; those of one namespace stay in the order in which they were queued, which is the kernel's own even
 * where two have one time (a bridge hands a frame up with the time that it came in by its port).
 */
function inOrder(frames: readonly Frame[]): readonly Frame[] {
  return frames
    .map((frame, index) => ({ frame, index }))
    .toSorted((a, b) => Number(a.frame.timeNs - b.frame.timeNs) || a.index - b.index)
    .map(({ frame }) => frame);
}
