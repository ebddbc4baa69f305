import { z } from 'zod';
import { defineKind } from '../define-kind.ts';
import type { At } from '../facts.ts';
import { everywhere, inNetns as lookIn, judgeFound, netnsPart, verdict } from '../facts.ts';
import { sameAddress } from '../net/ip.ts';
import { absent, inNetns, ipAddress, onNode, port } from '../schema.ts';
import type { Socket } from '../netns-facts.ts';

export const schema = z.strictObject({
  listen: port,
  protocol: z.enum(['tcp', 'udp']).default('tcp'),
  address: ipAddress.optional(),
  in: inNetns,
  on: onNode,
  absent,
});

/** Bound to all addresses: `0.0.0.0`, `[::]` or `*`, as ss(8) writes them. */
function isWildcard(address: string): boolean {
  return ['0.0.0.0', '::', '[::]', '*'].includes(address);
}

function isOn(socket: Socket, address: string): boolean {
  return isWildcard(socket.address) || sameAddress(socket.address.replace(/^\[|\]$|%.*$/g, ''), address);
}

/** A listening socket (ss(8)). One bound to all addresses listens on each of them, unless `exactly`. */
export const socket = defineKind({
  name: 'socket',
  schema,
  needs: ({ in: netns, on }) => [
    { what: 'namespaces', node: on },
    ...[...new Set([netns, ''])].map((name) => ({ what: 'sockets' as const, node: on, netns: name })),
  ],
  describe: (spec, _check, words) =>
    words.check.kinds.socket.expected({
      protocol: spec.protocol,
      port: spec.listen,
      address: spec.address,
      at: { node: spec.on, netns: spec.in },
      absent: spec.absent,
    }),
  judge: (spec, { snapshot }, check, words) => {
    const say = words.check.kinds.socket;
    const at: At = { node: spec.on, netns: spec.in };
    const { protocol, listen, address } = spec;
    const expected = say.expected({ protocol, port: listen, address, at, absent: spec.absent });
    const expectation = { expected, look: lookIn(at, protocol === 'tcp' ? 'ss -tln' : 'ss -uln') };
    const found = netnsPart(snapshot, at, (facts) => facts.sockets, words);
    return judgeFound(found, { at, absent: spec.absent, expectation }, words, (sockets) => {
      const onPort = sockets.filter((candidate) => candidate.port === listen);
      const ofProtocol = onPort.filter((candidate) => candidate.protocol === protocol);
      const right = ofProtocol.find(
        (candidate) =>
          address === undefined || (isOn(candidate, address) && !(check.exactly && isWildcard(candidate.address))),
      );
      const texts = sockets.map((candidate) => `${candidate.protocol} ${candidate.address}:${candidate.port}`);
      if (spec.absent) {
        return right === undefined
          ? verdict('pass', expectation, say.onlyThese({ sockets: texts }))
          : verdict('fail', expectation, say.there({ address: right.address, port: listen }));
      }
      if (right !== undefined) return verdict('pass', expectation, say.there({ address: right.address, port: listen }));
      if (ofProtocol.length > 0) {
        return verdict(
          'fail',
          expectation,
          say.otherAddress({ addresses: ofProtocol.map((candidate) => candidate.address) }),
        );
      }
      const [other] = onPort;
      if (other !== undefined) return verdict('fail', expectation, say.otherProtocol({ protocol: other.protocol }));
      const elsewhere = everywhere(snapshot, (facts) => facts.sockets).find(({ value }) =>
        value.some((candidate) => candidate.port === listen && candidate.protocol === protocol),
      );
      if (elsewhere !== undefined) return verdict('fail', expectation, say.otherPlace({ at: elsewhere.at }));
      return verdict('fail', expectation, say.onlyThese({ sockets: texts }));
    });
  },
});
