import { interfacesOf } from './topology.ts';
import type { FilterMark, Interface, Netns, Topology } from './types.ts';

/** One difference between two moments of a network. */
export type Change =
  | { readonly type: 'netns-came' | 'netns-went'; readonly netns: Netns }
  | { readonly type: 'came' | 'went' | 'state' | 'master'; readonly netns: Netns; readonly interface: Interface }
  | {
      readonly type: 'address-came' | 'address-went';
      readonly netns: Netns;
      readonly name: string;
      readonly address: string;
    }
  | { readonly type: 'route-came' | 'route-went'; readonly netns: Netns; readonly route: string }
  | { readonly type: 'forwards'; readonly netns: Netns }
  | { readonly type: 'filter-came' | 'filter-went'; readonly netns: Netns; readonly filter: FilterMark };

/** What changed from one to the other, in the order of the namespaces. A namespace is the same one by its inode. */
export function changesBetween(before: Topology, after: Topology): readonly Change[] {
  const same = (netns: Netns, others: Topology): Netns | undefined =>
    others.namespaces.find(({ inode, id }) => inode === netns.inode && id === netns.id);
  const gone = before.namespaces
    .filter((netns) => same(netns, after) === undefined)
    .map((netns): Change => ({ type: 'netns-went', netns }));
  const here = after.namespaces.flatMap((netns): Change[] => {
    const old = same(netns, before);
    return old === undefined ? [{ type: 'netns-came', netns }, ...inside(undefined, netns)] : inside(old, netns);
  });
  return [...gone, ...here];
}

function inside(old: Netns | undefined, netns: Netns): Change[] {
  const was = old === undefined ? new Map<string, Interface>() : byName(old);
  const is = byName(netns);
  // Every namespace is born with its loopback: not worth a line.
  const isNews = ([name]: readonly [string, Interface]): boolean => old !== undefined || name !== 'lo';
  return [
    ...[...was].filter(([name]) => !is.has(name)).map(([, each]): Change => ({ type: 'went', netns, interface: each })),
    ...[...is].filter(isNews).flatMap(([name, each]) => changesOf(was.get(name), each, netns)),
    ...listChanges(routesOf(old), routesOf(netns), (added, route): Change => ({
      type: added ? 'route-came' : 'route-went',
      netns,
      route,
    })),
    ...filterChanges(old, netns),
    ...(old !== undefined && old.forwards !== netns.forwards ? [{ type: 'forwards', netns } as const] : []),
  ];
}

/** The same rule twice is one news. */
function filterChanges(old: Netns | undefined, netns: Netns): Change[] {
  const [was, is] = [byText(old), byText(netns)];
  return listChanges([...was.keys()], [...is.keys()], (added, text): Change[] => {
    const filter = (added ? is : was).get(text);
    return filter === undefined ? [] : [{ type: added ? 'filter-came' : 'filter-went', netns, filter }];
  }).flat();
}

function byText(netns: Netns | undefined): ReadonlyMap<string, FilterMark> {
  const filters = netns?.filters ?? [];
  return new Map(
    filters.map((filter) => [
      filter.type === 'policy' ? `${filter.table} ${filter.chain}` : `${filter.rule.table} ${filter.rule.text}`,
      filter,
    ]),
  );
}

function byName(netns: Netns): Map<string, Interface> {
  const all = interfacesOf({ namespaces: [netns], cables: [] });
  return new Map([...all.values()].map((each) => [each.interface.link.name, each.interface]));
}

function changesOf(was: Interface | undefined, is: Interface, netns: Netns): Change[] {
  const { name } = is.link;
  const changes: Change[] = [];
  if (was === undefined) changes.push({ type: 'came', netns, interface: is });
  else if (was.state !== is.state) changes.push({ type: 'state', netns, interface: is });
  if ((was !== undefined || is.master !== undefined) && was?.master !== is.master)
    changes.push({ type: 'master', netns, interface: is });
  const addresses = listChanges(addressesOf(was), addressesOf(is), (added, address): Change => ({
    type: added ? 'address-came' : 'address-went',
    netns,
    name,
    address,
  }));
  return [...changes, ...addresses];
}

/** IPv4's: the kernel gives IPv6's link-local ones by itself, some time after. */
function addressesOf(each: Interface | undefined): string[] {
  const own = each?.link.addresses.filter(({ family }) => family === 'inet') ?? [];
  return own.map(({ address, prefix }) => `${address}/${String(prefix)}`);
}

/** Routes by way of a gateway: those to the networks of its own addresses come and go with these. */
function routesOf(netns: Netns | undefined): string[] {
  return netns === undefined ? [] : gatewayRoutes(netns);
}

/** `default via 10.0.0.1`, `10.1.0.0/16 via 10.0.0.2 table 100`: IPv4's of one namespace. */
export function gatewayRoutes({ facts }: Netns): string[] {
  if (facts.routes?.state !== 'found') return [];
  return facts.routes.value
    .filter(({ family, table }) => family === 'inet' && table !== 'local')
    .flatMap(({ to, via, type, table }) => {
      const where = table === 'main' ? '' : ` table ${table}`;
      if (via !== undefined) return [`${to} via ${via}${where}`];
      return type === 'unicast' ? [] : [`${type} ${to}${where}`];
    });
}

function listChanges<T>(was: readonly string[], is: readonly string[], make: (added: boolean, item: string) => T): T[] {
  return [
    ...was.filter((item) => !is.includes(item)).map((item) => make(false, item)),
    ...is.filter((item) => !was.includes(item)).map((item) => make(true, item)),
  ];
}
