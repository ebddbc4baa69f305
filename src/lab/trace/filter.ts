import type { Sign } from '../../trace/types.ts';

/** Operations of a classic packet filter (linux/filter.h): load to A, the same behind X, a header's length to X, compare, end. */
const operations = {
  word: 0x20,
  byte: 0x30,
  wordBehindX: 0x40,
  byteBehindX: 0x50,
  headerToX: 0xb1,
  equal: 0x15,
  end: 0x06,
};

/** One instruction: a comparison goes to `yes` or `no`, each a label or the next instruction. */
interface Instruction {
  readonly label?: string;
  readonly do: keyof typeof operations;
  readonly value: number;
  readonly yes?: string;
  readonly no?: string;
}

/** SKF_AD_OFF + SKF_AD_PROTOCOL: the EtherType, whatever header a frame begins with; SKF_NET_OFF: its network header. */
const etherType = 0xffff_f000;
const network = 0xfff0_0000;

/** Behind the network header. */
const sequenceAt = network + 4;
const acknowledgedAt = network + 8;
const payloadAt = network + 8;

/** ICMP errors, which quote the packet that they are about (RFC 792): unreachable, redirect, time exceeded, parameter. */
const errors = [3, 5, 11, 12] as const;

/**
 * A filter that lets through what is about the packet with this sign: itself, its answer, ICMP errors, and questions for
 * neighbours. The rest of a lab's traffic never leaves the kernel. In bytes as SO_ATTACH_FILTER takes them (socket(7)).
 */
export function filterFor(sign: Sign): Uint8Array {
  const own: readonly Instruction[] =
    sign.protocol === 'icmp'
      ? [
          { label: 'echo', do: 'wordBehindX', value: payloadAt },
          { do: 'equal', value: firstWord(sign.payload), yes: 'take', no: 'leave' },
        ]
      : [
          { label: 'tcp', do: 'wordBehindX', value: sequenceAt },
          { do: 'equal', value: sign.sequence, yes: 'take' },
          { do: 'wordBehindX', value: acknowledgedAt },
          { do: 'equal', value: (sign.sequence + 1) >>> 0, yes: 'take', no: 'leave' },
        ];
  return assemble([
    { do: 'word', value: etherType },
    { do: 'equal', value: 0x0806, yes: 'take' },
    { do: 'equal', value: 0x0800, no: 'leave' },
    { do: 'headerToX', value: network },
    { do: 'byte', value: network + 9 },
    ...(sign.protocol === 'tcp' ? ([{ do: 'equal', value: 6, yes: 'tcp' }] as const) : []),
    { do: 'equal', value: 1, no: 'leave' },
    { do: 'byteBehindX', value: network },
    ...errors.map((value): Instruction => ({ do: 'equal', value, yes: 'take' })),
    { do: 'equal', value: 0, yes: sign.protocol === 'icmp' ? 'echo' : 'leave' },
    { do: 'equal', value: 8, yes: sign.protocol === 'icmp' ? 'echo' : 'leave', no: 'leave' },
    ...own,
    { label: 'take', do: 'end', value: 0xffff_ffff },
    { label: 'leave', do: 'end', value: 0 },
  ]);
}

function firstWord(payload: Uint8Array): number {
  return new DataView(payload.buffer, payload.byteOffset).getUint32(0);
}

/** `struct sock_filter`s, in the byte order of the machines that labs run on, which is little-endian. */
function assemble(program: readonly Instruction[]): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(8 * program.length));
  const distance = (from: number, label: string | undefined): number =>
    label === undefined ? 0 : program.findIndex((each) => each.label === label) - from - 1;
  program.forEach((each, at) => {
    bytes.setUint16(8 * at, operations[each.do], true);
    bytes.setUint8(8 * at + 2, distance(at, each.yes));
    bytes.setUint8(8 * at + 3, distance(at, each.no));
    bytes.setUint32(8 * at + 4, each.value, true);
  });
  return new Uint8Array(bytes.buffer);
}
