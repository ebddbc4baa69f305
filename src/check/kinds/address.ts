import { z } from 'zod';
import { defineKind } from '../define-kind.ts';
import type { At } from '../facts.ts';
import { everywhere, inNetns as lookIn, judgeFound, netnsPart, verdict } from '../facts.ts';
import { parseAddress, sameAddress } from '../net/ip.ts';
import { absent, inNetns, ipAddressMaybePrefix, linkName, onNode, orShort } from '../schema.ts';
import type { Link } from '../netns-facts.ts';

export const schema = orShort(
  'address',
  z.strictObject({ address: ipAddressMaybePrefix, dev: linkName.optional(), in: inNetns, on: onNode, absent }),
);

interface Placed {
  readonly dev: string;
  /** With its prefix length. */
  readonly text: string;
  readonly ip: string;
  readonly prefix: number;
}

function addressesOf(links: readonly Link[]): Placed[] {
  return links.flatMap((link) =>
    link.addresses.map(({ address: ip, prefix }) => ({ dev: link.name, text: `${ip}/${prefix}`, ip, prefix })),
  );
}

/** An IP address on a link. Without `/LEN` any prefix length will do. `exactly`: no other of its family on `dev`. */
export const address = defineKind({
  name: 'address',
  schema,
  needs: ({ in: netns, on }) => [
    { what: 'namespaces', node: on },
    ...[...new Set([netns, ''])].map((name) => ({ what: 'links' as const, node: on, netns: name })),
  ],
  describe: (spec, check, words) =>
    words.check.kinds.address.expected({
      address: spec.address,
      dev: spec.dev,
      at: { node: spec.on, netns: spec.in },
      absent: spec.absent,
      exactly: check.exactly,
    }),
  judge: (spec, { snapshot }, check, words) => {
    const say = words.check.kinds.address;
    const at: At = { node: spec.on, netns: spec.in };
    const [ip = '', length] = spec.address.split('/');
    const expectation = {
      expected: say.expected({ address: spec.address, dev: spec.dev, at, absent: spec.absent, exactly: check.exactly }),
      look: lookIn(at, spec.dev === undefined ? 'ip addr show' : `ip addr show ${spec.dev}`),
    };
    const found = netnsPart(snapshot, at, (facts) => facts.links, words);
    return judgeFound(found, { at, absent: spec.absent, expectation }, words, (links) => {
      const all = addressesOf(links);
      const same = all.filter((placed) => sameAddress(placed.ip, ip));
      const right = same.find(
        ({ dev, prefix }) =>
          (spec.dev === undefined || dev === spec.dev) && (length === undefined || prefix === Number(length)),
      );
      const here = all.filter(({ dev }) => spec.dev === undefined || dev === spec.dev).map(({ text }) => text);
      if (spec.absent) {
        if (right !== undefined)
          return verdict('fail', expectation, say.stillThere({ address: right.text, dev: right.dev, at }));
        return verdict('pass', expectation, say.onlyThese({ dev: spec.dev, addresses: here, at }));
      }
      if (right !== undefined) {
        const family = parseAddress(ip)?.family;
        const others = all.filter(
          (placed) => placed.dev === right.dev && placed !== right && parseAddress(placed.ip)?.family === family,
        );
        if (check.exactly && others.length > 0) {
          return verdict('fail', expectation, say.others({ addresses: others.map(({ text }) => text) }));
        }
        return verdict('pass', expectation, say.there({ address: right.text, dev: right.dev, at }));
      }
      const onDev = same.find(({ dev }) => spec.dev === undefined || dev === spec.dev);
      if (onDev !== undefined)
        return verdict('fail', expectation, say.otherPrefix({ address: onDev.text, dev: onDev.dev }));
      const [elsewhereHere] = same;
      if (elsewhereHere !== undefined) {
        return verdict('fail', expectation, say.otherLink({ address: elsewhereHere.text, dev: elsewhereHere.dev }));
      }
      for (const other of everywhere(snapshot, (facts) => facts.links)) {
        const placed = addressesOf(other.value).find((candidate) => sameAddress(candidate.ip, ip));
        if (placed !== undefined) {
          return verdict('fail', expectation, say.otherPlace({ address: placed.text, dev: placed.dev, at: other.at }));
        }
      }
      if (spec.dev !== undefined && !links.some(({ name }) => name === spec.dev)) {
        return verdict('fail', expectation, say.noLink({ dev: spec.dev, at }));
      }
      return verdict('fail', expectation, say.onlyThese({ dev: spec.dev, addresses: here, at }));
    });
  },
});
