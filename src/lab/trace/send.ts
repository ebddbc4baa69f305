import { randomBytes, randomInt } from 'node:crypto';
import type { Captured, Ending, Frame, Sending, Sign } from '../../trace/types.ts';
import { LabError, type LabTarget } from '../types.ts';
import { filterFor } from './filter.ts';
import { listen } from './listen.ts';
import { pathOf, placesOf } from './places.ts';

/** How long an answer is waited for, as ping(8) does with `-W 1`. */
const waitMs = 1000;

/** What is late by so much more does not come. */
const spareMs = 4000;

const keptBytes = 2048;

/** Frames about one packet: of a packet that goes round in a circle there are 64 times the interfaces of its way. */
const maxFrames = 10_000;

/**
 * Sends one real packet from a namespace of a lab (an ICMP echo, or the first of a TCP connection, which is closed as soon as
 * it stands), and listens meanwhile in all of them for it, its answer, ICMP errors and ARP.
 * @throws {LabError} where nothing could be sent or heard: no perl, no such namespace, no process to be had
 */
export async function sendAndListen(target: LabTarget, { from, to, port }: Sending): Promise<Captured> {
  const path = pathOf(target, from);
  if (path === undefined) throw new LabError(`no network namespace "${from.netns}"`);
  const sign: Sign =
    port === undefined
      ? { protocol: 'icmp', payload: new Uint8Array(randomBytes(16)) }
      : // Never 0, which the kernel would take for "choose one".
        { protocol: 'tcp', sequence: randomInt(1, 0xffff_ffff) };
  const frames: Frame[] = [];
  let ending: Ending = { type: 'silent' };
  let [lost, isSent, broken, isOver] = [0, false, '', false];
  const listening = listen(
    target,
    {
      places: placesOf(target),
      keptBytes,
      filter: filterFor(sign),
      send: {
        kind: sign.protocol,
        path,
        to,
        port: port ?? randomInt(1, 65_536),
        sign: sign.protocol === 'icmp' ? Buffer.from(sign.payload).toString('hex') : sign.sequence.toString(16),
        waitMs,
      },
    },
    (record) => {
      if (record.type === 'sent') isSent = true;
      else if (record.type === 'broken') broken = record.text;
      else if (record.type === 'lost') lost = record.count;
      else if (record.type === 'end') isOver = true;
      else if (record.type === 'answered') ending = answered(record.text);
      else if (record.type === 'refused')
        ending = isSent ? { type: 'error' } : { type: 'unsent', message: record.text };
      else if (record.type === 'frame' && frames.length < maxFrames) frames.push(record.frame);
    },
  );
  if ('failed' in listening) throw new LabError(listening.failed);
  const limit = setTimeout(listening.kill, waitMs + spareMs);
  const said = await listening.gone;
  clearTimeout(limit);
  if (broken !== '' || !isOver) throw new LabError(broken === '' ? (said ?? 'the capture ended') : broken);
  return { sign, frames: inOrder(frames), ending, lost };
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
