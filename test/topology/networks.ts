import fc from 'fast-check';
import type { Link, NetnsFacts, Route } from '../../src/check/netns-facts.ts';
import type { Snapshot } from '../../src/check/snapshot.ts';
import type { Topology } from '../../src/topology/types.ts';
import { topologyOf } from '../../src/topology/topology.ts';

/** A snapshot of the host with these namespaces in it, the host's own first. */
export function snapshotOf(netns: readonly NetnsFacts[]): Snapshot {
  return {
    schema: 'netns-course/snapshot/v1',
    nodes: { controlplane: { netns, files: {} } },
    reach: [],
    http: [],
    scripts: [],
  };
}

export function linkOf(index: number, name: string, more: Partial<Link> = {}): Link {
  const mac = '02:00:00:00:00:01';
  return { index, name, kind: 'veth', up: true, carrier: true, mtu: 1500, mac, addresses: [], details: {}, ...more };
}

export function netnsOf(
  name: string,
  inode: number,
  links: readonly Link[],
  routes: readonly Route[] = [],
): NetnsFacts {
  return { name, inode, links: { state: 'found', value: links }, routes: { state: 'found', value: routes } };
}

interface End {
  readonly netns: number;
  readonly state: number;
  readonly isPort: boolean;
}

const end = (count: number): fc.Arbitrary<End> =>
  fc.record({ netns: fc.nat({ max: count - 1 }), state: fc.nat({ max: 2 }), isPort: fc.boolean() });

const wide = ['', '客户端', 'été', 'a b', '&<">', '한글'];

/** Networks of some namespaces, each with a bridge, and cables at random between them. */
export const networks = (most: number): fc.Arbitrary<Topology> =>
  fc
    .integer({ min: 1, max: most })
    .chain((count) =>
      fc
        .array(fc.tuple(end(count), end(count)), { maxLength: 2 * most })
        .map((cables) => topologyOf(snapshotOf(withCables(count, cables)))),
    );

function withCables(count: number, cables: readonly (readonly [End, End])[]): NetnsFacts[] {
  const links = Array.from({ length: count }, (_, index) => [
    linkOf(1, `lo${String(index)}Z`, { kind: 'loopback' }),
    linkOf(2, `br${String(index)}Z`, { kind: 'bridge' }),
  ]);
  cables.forEach((ends, number) => {
    const indices = [10 + 2 * number, 11 + 2 * number];
    const isInside = ends[0].netns === ends[1].netns;
    ends.forEach(({ netns, state, isPort }, side) => {
      const other = side === 0 ? ends[1] : ends[0];
      links[netns]?.push(
        linkOf(indices[side] ?? 0, `v${wide[number % wide.length] ?? ''}${String(number)}.${String(side)}Z`, {
          up: state > 0,
          carrier: state > 1,
          ...(isPort ? { master: `br${String(netns)}Z` } : {}),
          peerIndex: indices[1 - side] ?? 0,
          ...(isInside ? {} : { peerNetnsId: other.netns, peerNetns: nameOf(other.netns) }),
          addresses: [
            { family: 'inet', address: `10.${String(number % 256)}.0.${String(side)}`, prefix: 24, scope: 'global' },
          ],
        }),
      );
    });
  });
  return links.map((each, index) => netnsOf(nameOf(index), 100 + index, each));
}

const nameOf = (index: number): string => (index === 0 ? '' : `ns${wide[index % wide.length] ?? ''}${String(index)}`);
