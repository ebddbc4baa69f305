import { titleOf } from '../topology/topology.ts';
import type { Words } from '../words/index.ts';
import { decode, hasEthernetHeader } from './decode.ts';
import { roleOf } from './identity.ts';
import type { Captured, Frame } from './types.ts';

/** Block types (draft-ietf-opsawg-pcapng, section 4). */
const sectionHeader = 0x0a0d_0d0a;
const interfaceDescription = 1;
const enhancedPacket = 6;

/** Option codes: of any block, of a section, of an interface, of a packet. */
const comment = 1;
const userApplication = 4;
const interfaceName = 2;
const interfaceResolution = 9;
const packetFlags = 2;

/** LINKTYPE_ETHERNET and LINKTYPE_RAW (which begins with an IP header). */
const linkTypes = { ethernet: 1, raw: 101 } as const;

/** Bits of `epb_flags`: direction, and how it was received (section 4.3.1). */
const directions = { in: 1, out: 2 } as const;
const receptions = { host: 1, multicast: 2, broadcast: 3, other: 4 } as const;

const encoder = new TextEncoder();

/** A frame to write, and what to note of it. */
export interface Noted {
  readonly frame: Frame;
  readonly note?: string;
}

/**
 * Writes frames as pcapng, which tcpdump and Wireshark read: an interface for each interface of each namespace, named
 * `NAMESPACE/INTERFACE`; nanoseconds; directions; notes as comments. Little-endian.
 */
export function pcapngOf(frames: readonly Noted[]): Uint8Array {
  const writer = new PcapngWriter();
  return concat([writer.head(), ...frames.map((each) => writer.frame(each))]);
}

/** The frames of a capture, with what they are to the packet that was sent. */
export function notedFrames({ frames, sign }: Captured, words: Words): readonly Noted[] {
  return frames.map((frame) => {
    const role = roleOf(decode(frame), sign);
    return role === undefined ? { frame } : { frame, note: words.trace.roles[role] };
  });
}

/** The same as a stream: `head` first, then each frame as it comes. */
export class PcapngWriter {
  readonly #interfaces = new Map<string, number>();

  head(): Uint8Array {
    const unknownLength = [0xffff_ffff, 0xffff_ffff];
    return block(sectionHeader, [
      words(0x1a2b_3c4d, 0x0000_0001, ...unknownLength),
      options([[userApplication, encoder.encode('netns-course')]]),
    ]);
  }

  /** The packet's block, behind that of its interface where this is its first. */
  frame({ frame, note }: Noted): Uint8Array {
    const name = `${titleOf(frame)}/${frame.interface}`;
    const isEthernet = hasEthernetHeader(frame);
    const key = `${name} ${String(isEthernet)}`;
    const known = this.#interfaces.get(key);
    const id = known ?? this.#interfaces.size;
    const description =
      known === undefined
        ? block(interfaceDescription, [
            words(isEthernet ? linkTypes.ethernet : linkTypes.raw, 0),
            options([
              [interfaceName, encoder.encode(name)],
              // Times are in units of 10 to the power of minus nine seconds.
              [interfaceResolution, Uint8Array.of(9)],
            ]),
          ])
        : new Uint8Array();
    this.#interfaces.set(key, id);
    const reception = frame.direction === 'in' ? receptions[frame.address] : 0;
    const flags = directions[frame.direction] | (reception << 2);
    const time = [Number(frame.timeNs >> 32n), Number(frame.timeNs & 0xffff_ffffn)];
    const packet = block(enhancedPacket, [
      words(id, ...time, frame.bytes.length, frame.lengthBytes),
      padded(frame.bytes),
      options([...(note === undefined ? [] : [[comment, encoder.encode(note)] as const]), [packetFlags, words(flags)]]),
    ]);
    return concat([description, packet]);
  }
}

/** A block: its type, its length, its body, its length again. */
function block(type: number, body: readonly Uint8Array[]): Uint8Array {
  const length = 12 + body.reduce((sum, part) => sum + part.length, 0);
  return concat([words(type, length), ...body, words(length)]);
}

function options(list: readonly (readonly [code: number, value: Uint8Array])[]): Uint8Array {
  const written = list.flatMap(([code, value]) => [words(code | (value.length << 16)), padded(value)]);
  return concat([...written, words(0)]);
}

function words(...values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  values.forEach((value, index) => view.setUint32(4 * index, value, true));
  return new Uint8Array(view.buffer);
}

function padded(bytes: Uint8Array): Uint8Array {
  return concat([bytes, new Uint8Array((4 - (bytes.length % 4)) % 4)]);
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
