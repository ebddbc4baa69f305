import { z } from 'zod';
import { defineKind } from '../define-kind.ts';
import type { At } from '../facts.ts';
import { everywhere, inNetns as lookIn, judgeFound, netnsPart, verdict } from '../facts.ts';
import { absent, inNetns, linkName, onNode, orShort } from '../schema.ts';
import type { FdbEntry } from '../netns-facts.ts';

export const schema = orShort(
  'name',
  z.strictObject({
    name: linkName,
    ports: z.array(linkName).optional(),
    up: z.boolean().optional(),
    learnt: z.int().nonnegative().optional(),
    in: inNetns,
    on: onNode,
    absent,
  }),
);

/** Addresses that came by a port's frames: neither the ports' own (`permanent`) nor set by hand (`static`). */
function learntOn(name: string, ports: readonly string[], fdb: readonly FdbEntry[]): number {
  const learnt = fdb.filter(
    (entry) =>
      (entry.master === name || (entry.master === undefined && ports.includes(entry.dev))) &&
      ports.includes(entry.dev) &&
      entry.state !== 'permanent' &&
      entry.state !== 'static' &&
      !entry.flags.includes('self') &&
      !entry.flags.includes('extern_learn'),
  );
  return new Set(learnt.map(({ mac }) => mac)).size;
}

/** A bridge and its ports (bridge(8)). `exactly`: no other ports than these. */
export const bridge = defineKind({
  name: 'bridge',
  schema,
  needs: ({ in: netns, on, learnt }) => [
    { what: 'namespaces', node: on },
    ...[...new Set([netns, ''])].map((name) => ({ what: 'links' as const, node: on, netns: name })),
    ...(learnt === undefined ? [] : [{ what: 'fdb' as const, node: on, netns }]),
  ],
  describe: (spec, check, words) =>
    words.check.kinds.bridge.expected({
      name: spec.name,
      ports: spec.ports,
      up: spec.up,
      learnt: spec.learnt,
      at: { node: spec.on, netns: spec.in },
      absent: spec.absent,
      exactly: check.exactly,
    }),
  judge: (spec, { snapshot }, check, words) => {
    const say = words.check.kinds.bridge;
    const ofLinks = words.check.kinds.link;
    const at: At = { node: spec.on, netns: spec.in };
    const { name, up, learnt } = spec;
    const expected = say.expected({
      name,
      ports: spec.ports,
      up,
      learnt,
      at,
      absent: spec.absent,
      exactly: check.exactly,
    });
    const expectation = { expected, look: lookIn(at, `ip link show master ${name}`) };
    const found = netnsPart(snapshot, at, (facts) => facts.links, words);
    return judgeFound(found, { at, absent: spec.absent, expectation }, words, (links) => {
      const link = links.find((candidate) => candidate.name === name);
      const list = { expected, look: lookIn(at, 'ip link show type bridge') };
      const bridges = links.filter(({ kind }) => kind === 'bridge').map((candidate) => candidate.name);
      if (spec.absent) {
        if (link?.kind === 'bridge') return verdict('fail', list, say.stillThere({ name, at }));
        return verdict('pass', list, ofLinks.onlyThese({ names: bridges, at }));
      }
      if (link === undefined) {
        const places = everywhere(snapshot, (facts) => facts.links)
          .filter(({ value }) => value.some((other) => other.name === name))
          .map((other) => other.at);
        const names = links.map((candidate) => candidate.name);
        return verdict(
          'fail',
          list,
          places.length > 0 ? ofLinks.elsewhere({ name, places }) : ofLinks.onlyThese({ names, at }),
        );
      }
      const kindLook = { expected, look: lookIn(at, `ip -d link show ${name}`) };
      if (link.kind !== 'bridge') return verdict('fail', kindLook, say.notABridge({ name, kind: link.kind }));
      const ports = links.filter(({ master }) => master === name).map((port) => port.name);
      const wanted = spec.ports ?? [];
      const missing = wanted.filter((port) => !ports.includes(port));
      if (missing.length > 0) return verdict('fail', expectation, say.missingPorts({ ports: missing }));
      const others = ports.filter((port) => !wanted.includes(port));
      if (check.exactly && others.length > 0) return verdict('fail', expectation, say.otherPorts({ ports: others }));
      if (up !== undefined && link.up !== up) return verdict('fail', kindLook, ofLinks.isUp({ up: link.up }));
      if (learnt === undefined) return verdict('pass', expectation, say.there({ ports }));
      const fdb = netnsPart(snapshot, at, (facts) => facts.fdb, words);
      const fdbLook = { expected, look: lookIn(at, `bridge fdb show br ${name}`) };
      return judgeFound(fdb, { at, absent: false, expectation: fdbLook }, words, (entries) => {
        const count = learntOn(name, ports, entries);
        return verdict(count >= learnt ? 'pass' : 'fail', fdbLook, say.learntOnly({ learnt: count }));
      });
    });
  },
});
