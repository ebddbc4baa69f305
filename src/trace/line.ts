import { safe } from '../topology/draw/lines.ts';
import type { Words } from '../words/index.ts';
import { decode, type Icmp, type Ip, type Tcp } from './decode.ts';
import { endOf } from './life.ts';
import type { Frame } from './types.ts';

/** IANA protocol numbers that a lab's packets are seen with. */
const protocols: Readonly<Record<number, string>> = {
  0: 'IPv6 options',
  1: 'ICMP',
  2: 'IGMP',
  6: 'TCP',
  17: 'UDP',
  58: 'ICMPv6',
};

/**
 * A frame as one line, as tcpdump(8) would print it: who sends to whom, and what.
 *
 * @param sinceNs the moment that times are counted from
 * @param names whether the interface is said too, where several are followed
 */
export function frameLine(frame: Frame, sinceNs: bigint, names: boolean, words: Words): string {
  const say = words.trace;
  const seconds = (Number((frame.timeNs - sinceNs) / 1000n) / 1_000_000).toFixed(6);
  const way = say.directions[frame.direction].padEnd(Math.max(say.directions.in.length, say.directions.out.length));
  return [seconds.padStart(10), ...(names ? [safe(frame.interface)] : []), way, whatText(frame, words)].join('  ');
}

function whatText(frame: Frame, words: Words): string {
  const say = words.trace;
  const seen = decode(frame);
  const { arp, ip } = seen;
  if (arp !== undefined) {
    const { sender, target } = arp;
    return arp.operation === 'request'
      ? `ARP ${say.who({ to: target.address, by: sender.address })}`
      : `ARP ${say.has({ address: sender.address, mac: sender.mac })}`;
  }
  if (ip === undefined) return say.lines.frame({ type: hex(frame.protocol), bytes: frame.lengthBytes });
  const [source = '', destination = ''] = [endOf(seen, 'source'), endOf(seen, 'destination')];
  return say.lines.packet({ source, destination, what: payloadText(ip, words) });
}

function payloadText({ icmp, tcp, udp, protocol, payloadBytes }: Ip, words: Words): string {
  const say = words.trace.lines;
  if (icmp !== undefined) return icmpText(icmp, words);
  if (tcp !== undefined)
    return say.tcp({
      flags: flagsText(tcp),
      bytes: tcp.dataOffset === undefined ? 0 : Math.max(0, payloadBytes - tcp.dataOffset),
    });
  if (udp !== undefined) return say.udp({ bytes: Math.max(0, payloadBytes - 8) });
  return say.other({ protocol: protocols[protocol] ?? String(protocol), bytes: payloadBytes });
}

function icmpText({ type, code, id, sequence }: Icmp, words: Words): string {
  const say = words.trace.lines;
  if (type === 8) return say.request({ id, sequence });
  if (type === 0) return say.reply({ id, sequence });
  return say.icmp({ text: words.trace.icmpError({ type, code }) });
}

/** `SYN`, `SYN, ACK`: RFC 9293's names. */
function flagsText({ flags }: Tcp): string {
  const names = (['syn', 'fin', 'rst', 'psh', 'ack', 'urg'] as const).filter((name) => flags?.[name] === true);
  return names.map((name) => name.toUpperCase()).join(', ');
}

function hex(number: number): string {
  return `0x${number.toString(16).padStart(4, '0')}`;
}
