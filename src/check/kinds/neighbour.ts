import { z } from 'zod';
import { defineKind } from '../define-kind.ts';
import type { At } from '../facts.ts';
import { inNetns as lookIn, judgeFound, netnsPart, verdict } from '../facts.ts';
import { sameAddress } from '../net/ip.ts';
import { absent, inNetns, ipAddress, linkName, macAddress, onNode, orShort } from '../schema.ts';
import type { Neighbour } from '../netns-facts.ts';

const states = ['REACHABLE', 'STALE', 'DELAY', 'PROBE', 'FAILED', 'INCOMPLETE', 'PERMANENT', 'NOARP'] as const;

export const schema = orShort(
  'address',
  z.strictObject({
    address: ipAddress,
    dev: linkName.optional(),
    mac: macAddress.optional(),
    state: z.enum(states).optional(),
    in: inNetns,
    on: onNode,
    absent,
  }),
);

function entryText({ address, dev, mac, states: found }: Neighbour): string {
  return [address, 'dev', dev, ...(mac === undefined ? [] : ['lladdr', mac]), ...found].join(' ');
}

/** An entry whose MAC address is known; a FAILED or INCOMPLETE one is none, unless that `state` is asked for. */
function isResolved(entry: Neighbour): boolean {
  return entry.mac !== undefined && !entry.states.some((state) => state === 'FAILED' || state === 'INCOMPLETE');
}

/** An entry of the neighbour (ARP, NDP) table: ip-neighbour(8). */
export const neighbour = defineKind({
  name: 'neighbour',
  schema,
  needs: ({ in: netns, on }) => [
    { what: 'namespaces', node: on },
    { what: 'neighbours', node: on, netns },
  ],
  describe: (spec, _check, words) =>
    words.check.kinds.neighbour.expected({
      address: spec.address,
      dev: spec.dev,
      mac: spec.mac,
      state: spec.state,
      at: { node: spec.on, netns: spec.in },
      absent: spec.absent,
    }),
  judge: (spec, { snapshot }, _check, words) => {
    const say = words.check.kinds.neighbour;
    const { dev, mac, state } = spec;
    const at: At = { node: spec.on, netns: spec.in };
    const expectation = {
      expected: say.expected({ address: spec.address, dev, mac, state, at, absent: spec.absent }),
      look: lookIn(at, 'ip neigh'),
    };
    const found = netnsPart(snapshot, at, (facts) => facts.neighbours, words);
    return judgeFound(found, { at, absent: spec.absent, expectation }, words, (entries) => {
      const ofAddress = entries.filter((entry) => sameAddress(entry.address, spec.address));
      const right = ofAddress.find(
        (entry) =>
          (state === undefined ? isResolved(entry) : entry.states.includes(state)) &&
          (dev === undefined || entry.dev === dev) &&
          (mac === undefined || entry.mac?.toLowerCase() === mac.toLowerCase()),
      );
      const all = say.onlyThese({ entries: entries.map(entryText), at });
      if (spec.absent) {
        return right === undefined
          ? verdict('pass', expectation, all)
          : verdict('fail', expectation, say.there({ entry: entryText(right) }));
      }
      if (right !== undefined) return verdict('pass', expectation, say.there({ entry: entryText(right) }));
      const [near] = ofAddress;
      if (near === undefined) return verdict('fail', expectation, all);
      const observed = isResolved(near)
        ? say.different({ entry: entryText(near) })
        : say.unresolved({ entry: entryText(near) });
      return verdict('fail', expectation, observed);
    });
  },
});
