import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode } from '../../src/trace/decode.ts';
import { pcapngOf } from '../../src/trace/pcapng.ts';
import type { Frame } from '../../src/trace/types.ts';

const frameOf = (hex: string, more: Partial<Frame> = {}): Frame => {
  const bytes = new Uint8Array(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
  return {
    at: { node: 'controlplane', netns: 'client' },
    interface: 'c0',
    direction: 'out',
    address: 'host',
    hardware: 1,
    protocol: new DataView(bytes.buffer).getUint16(12),
    timeNs: 1_700_000_000_123_456_789n,
    lengthBytes: bytes.length,
    bytes,
    ...more,
  };
};

/** As they came from a lab's kernel. */
const arp = frameOf('ffffffffffff b277e0832c4d 0806 0001080006040001 b277e0832c4dac1e000b 000000000000ac1e0001');
const syn = frameOf(
  'aa20d90a7fb9 36ba11a3880c 0800 4500003c516e40004006d5390a0900020a090001 84ee0050a7e759e900000000a002faf0000000000204',
);

describe('a frame', () => {
  it('is read as its headers say', () => {
    expect(decode(arp).arp).toEqual({
      operation: 'request',
      sender: { mac: 'b2:77:e0:83:2c:4d', address: '172.30.0.11' },
      target: { mac: '00:00:00:00:00:00', address: '172.30.0.1' },
    });
    expect(decode(syn)).toMatchObject({
      mac: { source: '36:ba:11:a3:88:0c', destination: 'aa:20:d9:0a:7f:b9' },
      ip: {
        source: '10.9.0.2',
        destination: '10.9.0.1',
        ttl: 64,
        doNotFragment: true,
        tcp: { sourcePort: 34030, destinationPort: 80, sequence: 0xa7e759e9, flags: { syn: true, ack: false } },
      },
    });
  });

  it('of an interface without Ethernet begins with the packet', () => {
    const bytes = syn.bytes.subarray(14);
    const { mac, ip } = decode({ ...syn, hardware: 65534, bytes });
    expect(mac).toBeUndefined();
    expect(ip?.tcp?.destinationPort).toBe(80);
  });

  it('of IPv6 has its addresses in their shortest form', () => {
    const read = (source: string): string | undefined =>
      decode(frameOf(`333300000001 36ba11a3880c 86dd 60000000 0010 3aff ${source} ff0200000000000000000001ff000010`)).ip
        ?.source;
    expect(read('fe80000000000000b277e0fffe832c4d')).toBe('fe80::b277:e0ff:fe83:2c4d');
    expect(read('00000000000000000000000000000000')).toBe('::');
    expect(read('00000000000000000000000000000001')).toBe('::1');
    expect(read('20010000000000020000000000000003')).toBe('2001:0:0:2::3');
    expect(read('00010000000300000005000000070000')).toBe('1:0:3:0:5:0:7:0');
    expect(read('00100001000200030004000500000000')).toBe('10:1:2:3:4:5::');
  });

  it('never throws, whatever its bytes are, and however few', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 90 }),
        fc.constantFrom(syn, arp),
        fc.nat({ max: 60 }),
        fc.constantFrom(1, 772, 65534),
        fc.constantFrom(0x0800, 0x0806, 0x86dd, 0x88cc),
        (noise, real, cut, hardware, protocol) => {
          for (const bytes of [
            noise,
            real.bytes.subarray(0, cut),
            new Uint8Array([...real.bytes.subarray(0, cut), ...noise]),
          ])
            decode({ hardware, protocol, bytes });
        },
      ),
    );
  });

  it('that ends within its headers tells what it has', () => {
    const { ip } = decode({ ...syn, bytes: syn.bytes.subarray(0, 14 + 20 + 8) });
    expect(ip?.tcp).toEqual({ sourcePort: 34030, destinationPort: 80, sequence: 0xa7e759e9 });
    expect(decode({ ...syn, bytes: syn.bytes.subarray(0, 14 + 19) }).ip).toBeUndefined();
  });
});

describe('pcapng', () => {
  it('is made of whole blocks, each as long as it says at both ends, in steps of four bytes', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            cut: fc.nat({ max: 60 }),
            name: fc.constantFrom('c0', 'été', 'x'),
            note: fc.constantFrom('', 'a note'),
          }),
        ),
        (list) => {
          const frames = list.map(({ cut, name, note }) => ({
            frame: { ...syn, interface: name, bytes: syn.bytes.subarray(0, cut) },
            note,
          }));
          const file = pcapngOf(frames);
          const view = new DataView(file.buffer);
          const types: number[] = [];
          let at = 0;
          while (at < file.length) {
            const length = view.getUint32(at + 4, true);
            expect(length % 4).toBe(0);
            expect(view.getUint32(at + length - 4, true)).toBe(length);
            types.push(view.getUint32(at, true));
            at += length;
          }
          expect(at).toBe(file.length);
          expect(types.filter((type) => type === 6)).toHaveLength(frames.length);
          expect(types.filter((type) => type === 1)).toHaveLength(new Set(list.map(({ name }) => name)).size);
        },
      ),
    );
  });
});
