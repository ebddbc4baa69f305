import type { At } from '../../check/facts.ts';
import type { Frame } from '../../trace/types.ts';

/** A record of the capturing program, see `program.ts`. */
export type CaptureRecord =
  | { readonly type: 'listening' | 'sent' | 'end' }
  | { readonly type: 'refused' | 'answered' | 'broken'; readonly text: string }
  | { readonly type: 'lost'; readonly count: number }
  | { readonly type: 'frame'; readonly frame: Frame };

const letters = { R: 'listening', S: 'sent', Z: 'end', F: 'refused', A: 'answered', X: 'broken' } as const;

/** PACKET_… of linux/if_packet.h; what is sent has one of its own. */
const addresses = ['host', 'broadcast', 'multicast', 'other'] as const;
const outgoing = 4;

/** Takes records off a stream of bytes, however it is cut. */
export class RecordReader {
  readonly #places: readonly At[];
  #received: Buffer = Buffer.alloc(0);

  /** @param places the namespaces in the order in which the program was given them */
  constructor(places: readonly At[]) {
    this.#places = places;
  }

  /** The records that these bytes complete. Frames of no direction (the kernel's own loops) are left out. */
  read(bytes: Buffer): CaptureRecord[] {
    this.#received = this.#received.length === 0 ? bytes : Buffer.concat([this.#received, bytes]);
    const records: CaptureRecord[] = [];
    let begin = 0;
    while (this.#received.length >= begin + 4) {
      const end = begin + 4 + this.#received.readUInt32BE(begin);
      if (this.#received.length < end) break;
      const record = this.#record(this.#received.subarray(begin + 4, end));
      if (record !== undefined) records.push(record);
      begin = end;
    }
    // A copy: a view would keep all that was ever received.
    this.#received = Buffer.from(this.#received.subarray(begin));
    return records;
  }

  #record(bytes: Buffer): CaptureRecord | undefined {
    const letter = bytes.toString('latin1', 0, 1);
    const text = bytes.toString('utf8', 1);
    switch (letter) {
      case 'P': {
        const frame = this.#frame(bytes);
        return frame === undefined ? undefined : { type: 'frame', frame };
      }
      case 'D':
        return { type: 'lost', count: Number(text) };
      case 'R':
      case 'S':
      case 'Z':
        return { type: letters[letter] };
      case 'F':
      case 'A':
      case 'X':
        return { type: letters[letter], text };
      default:
        return undefined;
    }
  }

  #frame(bytes: Buffer): Frame | undefined {
    const at = this.#places[bytes.readUInt16BE(1)];
    const type = bytes.readUInt8(7);
    const address = type === outgoing ? 'host' : addresses[type];
    if (at === undefined || address === undefined) return undefined;
    const nameEnd = 29 + bytes.readUInt8(28);
    return {
      at,
      interface: bytes.toString('utf8', 29, nameEnd),
      direction: type === outgoing ? 'out' : 'in',
      address,
      hardware: bytes.readUInt16BE(8),
      protocol: bytes.readUInt16BE(10),
      timeNs: bytes.readBigUInt64BE(12) * 1_000_000_000n + BigInt(bytes.readUInt32BE(20)),
      lengthBytes: bytes.readUInt32BE(24),
      bytes: new Uint8Array(bytes.subarray(nameEnd)),
    };
  }
}
