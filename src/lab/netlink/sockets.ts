import type { Socket } from '../../check/netns-facts.ts';
import { addressText } from './address.ts';
import { attributesOf, numberOf, type Message } from './message.ts';

const headerBytes = 72;

/**
 * The sockets of SOCK_DIAG_BY_FAMILY (sock_diag(7)) as `ss -Htuln` prints them.
 *
 * @param names of interfaces, by index
 */
export function socketsOf(
  messages: readonly Message[],
  protocol: 'tcp' | 'udp',
  names: ReadonlyMap<number, string>,
): readonly Socket[] {
  return messages.map(({ body }) => {
    const isV6 = body.readUInt8(0) === 10;
    const address = addressText(body.subarray(8, isV6 ? 24 : 12));
    // `*`: IPv4's too. INET_DIAG_SKV6ONLY says that it is not.
    const takesAll = isV6 && address === '::' && numberOf(attributesOf(body, headerBytes).get(11)) !== 1;
    const index = body.readUInt32LE(40);
    return {
      protocol,
      address: takesAll ? '*' : address,
      port: body.readUInt16BE(4),
      ...(index === 0 ? {} : { device: names.get(index) ?? String(index) }),
    };
  });
}
