import type { Decoded, Ip } from './decode.ts';
import type { Sign } from './types.ts';

/** What a frame is to the packet that was sent: it, its answer, an ICMP error about either, or a question for a neighbour. */
export type Role = 'question' | 'answer' | 'error' | 'arp';

/** The role of a frame; undefined where it is about something else. */
export function roleOf({ arp, ip }: Decoded, sign: Sign): Role | undefined {
  if (arp !== undefined) return 'arp';
  if (ip === undefined) return undefined;
  const { quoted } = ip.icmp ?? {};
  if (quoted !== undefined) return roleOfPacket(quoted, sign) === undefined ? undefined : 'error';
  return roleOfPacket(ip, sign);
}

function roleOfPacket({ icmp, tcp }: Ip, sign: Sign): 'question' | 'answer' | undefined {
  if (sign.protocol === 'icmp') {
    if (icmp === undefined || !sign.payload.every((byte, index) => icmp.payload[index] === byte)) return undefined;
    return icmp.type === 8 ? 'question' : icmp.type === 0 ? 'answer' : undefined;
  }
  if (tcp === undefined) return undefined;
  // RFC 9293, 3.4: an answer acknowledges the SYN, which takes one number. A quotation may end before the flags.
  if (tcp.sequence === sign.sequence && (tcp.flags === undefined || (tcp.flags.syn && !tcp.flags.ack)))
    return 'question';
  const isAnswer = tcp.flags?.ack === true && (tcp.flags.syn || tcp.flags.rst);
  return isAnswer && tcp.acknowledged === (sign.sequence + 1) >>> 0 ? 'answer' : undefined;
}
