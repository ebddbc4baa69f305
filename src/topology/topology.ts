import type { At } from '../check/facts.ts';
import { peerFinder, type PlacedLink } from '../check/net/peer.ts';
import { nftChains } from '../check/net/nft-rules.ts';
import { allRules } from '../check/net/rules.ts';
import type { Link, NetnsFacts } from '../check/netns-facts.ts';
import type { ContainerFact, Snapshot } from '../check/snapshot.ts';
import type { NodeName } from '../lesson/types.ts';
import type { Cable, FilterMark, Interface, Netns, Topology } from './types.ts';

const nodes: readonly NodeName[] = ['controlplane', 'node01'];

/** The network that a snapshot shows, as far as it was asked for. Pure. */
export function topologyOf(snapshot: Snapshot): Topology {
  const groups = nodes.flatMap((node) => groupsOf(node, snapshot.nodes[node]?.netns ?? [], ownersOf(snapshot, node)));
  const ids = new Map(groups.flatMap(({ id, node, names }) => names.map((name) => [`${node}/${name}`, id] as const)));
  const idOf = ({ node, netns }: At): string => ids.get(`${node}/${netns}`) ?? '';
  const peersOf = peerFinder(snapshot);
  const namespaces = groups.map(({ id, node, names: [netns = '', ...aliases], label, facts }): Netns => {
    const at = { node, netns, ...(label === undefined ? {} : { label }) };
    const links = facts.links?.state === 'found' ? facts.links.value : [];
    return {
      id,
      at,
      aliases,
      inode: facts.inode,
      interfaces: links.map((link) =>
        interfaceOf(link, id, link.kind === 'veth' ? peerOf(peersOf(link, at), idOf) : undefined),
      ),
      forwards: forwardsOf(facts),
      filters: filtersOf(facts),
      facts,
    };
  });
  return { namespaces, cables: cablesOf(namespaces) };
}

interface Group {
  readonly id: string;
  readonly node: NodeName;
  readonly names: readonly string[];
  readonly label?: string;
  readonly facts: NetnsFacts;
}

/** The containers that run in a namespace, by its inode. */
type Owners = ReadonlyMap<number, readonly ContainerFact[]>;

function ownersOf(snapshot: Snapshot, node: NodeName): Owners {
  const containers = snapshot.nodes[node]?.containers;
  const owners = new Map<number, readonly ContainerFact[]>();
  for (const each of containers?.state === 'found' ? containers.value : []) {
    if (each.netns !== undefined) owners.set(each.netns, [...(owners.get(each.netns) ?? []), each]);
  }
  return owners;
}

/**
 * What to call a namespace without a name: as its container, the one that was there first, unless that is the name of another
 * namespace; else by the process that it goes by.
 */
function labelOf({ name, inode }: NetnsFacts, owners: Owners, names: ReadonlySet<string>): string | undefined {
  const pid = /^\/proc\/(\d+)\//.exec(name)?.[1];
  if (pid === undefined) return undefined;
  const first = owners.get(inode)?.toSorted((one, other) => one.pid - other.pid)[0];
  return first === undefined || names.has(first.name) ? `pid:${pid}` : first.name;
}

/**
 * One namespace can have several names (a container's, linked to): the inode of its file decides. First the name that a
 * container in it bears too, where there is one.
 */
function groupsOf(node: NodeName, all: readonly NetnsFacts[], owners: Owners): readonly Group[] {
  const taken = new Set(all.map(({ name }) => name));
  const byInode = new Map<number, readonly NetnsFacts[]>();
  for (const facts of all) byInode.set(facts.inode, [...(byInode.get(facts.inode) ?? []), facts]);
  return [...byInode.values()].flatMap((same): Group[] => {
    const first =
      same.find(({ name, inode }) => name === '' || owners.get(inode)?.some((owner) => owner.name === name)) ?? same[0];
    if (first === undefined) return [];
    const names = [first.name, ...same.filter((facts) => facts !== first).map(({ name }) => name)];
    const label = labelOf(first, owners, taken);
    const id = first.name === '' ? node : `${node}/${label ?? first.name}`;
    return [{ id, node, names, ...(label === undefined ? {} : { label }), facts: first }];
  });
}

function interfaceOf(link: Link, netns: string, peer: string | undefined): Interface {
  return {
    id: `${netns}:${link.name}`,
    link,
    state: !link.up ? 'down' : link.carrier ? 'up' : 'no-carrier',
    ...(link.master === undefined ? {} : { master: `${netns}:${link.master}` }),
    ...(peer === undefined ? {} : { peer }),
  };
}

function peerOf(peers: readonly PlacedLink[], idOf: (at: At) => string): string {
  const found = new Set(peers.map((peer) => `${idOf(peer.at)}:${peer.link.name}`));
  const [only] = found;
  return only !== undefined && found.size === 1 ? only : 'elsewhere';
}

function forwardsOf({ sysctls }: NetnsFacts): boolean | undefined {
  const found = sysctls?.['net.ipv4.ip_forward'];
  return found?.state === 'found' ? found.value === '1' : undefined;
}

/** Rules and policies that rewrite or stop packets, iptables' own and nft's. */
function filtersOf({ rules }: NetnsFacts): FilterMark[] {
  if (rules?.state !== 'found') return [];
  const marks = allRules(rules.value).flatMap((rule): FilterMark[] => {
    if (['DROP', 'REJECT'].includes(rule.target)) return [{ type: 'drop', rule }];
    const rewrites = ['MASQUERADE', 'SNAT', 'DNAT', 'REDIRECT', 'NETMAP'].includes(rule.target);
    return rewrites ? [{ type: 'nat', rule }] : [];
  });
  const policies = rules.value.chains
    .filter(({ policy }) => policy === 'DROP')
    .map(({ table, chain }): FilterMark => ({ type: 'policy', table, chain }));
  const nftPolicies = nftChains(rules.value.nft)
    .filter(({ policy }) => policy === 'drop')
    .map(({ table, asChain, chain }): FilterMark => ({
      type: 'policy',
      table,
      chain: asChain === '' ? chain : asChain,
    }));
  return [...policies, ...nftPolicies, ...marks];
}

/** Each pair once. Two ends that do not both name each other are not joined: a picture must not guess. */
function cablesOf(namespaces: readonly Netns[]): Cable[] {
  const peers = new Map(namespaces.flatMap(({ interfaces }) => interfaces.map(({ id, peer }) => [id, peer] as const)));
  const drawn = new Set<string>();
  return [...peers].flatMap(([id, peer]): Cable[] => {
    if (peer === undefined || peers.get(peer) !== id || drawn.has(id)) return [];
    drawn.add(peer);
    return [{ ends: [id, peer] }];
  });
}

/** What to call a namespace: its own name, with the node's where there are two nodes. */
export function titleOf({ at, label }: Pick<Netns, 'at' | 'label'>): string {
  if (label !== undefined) return label;
  if (at.netns === '') return at.node;
  const name = spokenName(at);
  return at.node === 'controlplane' ? name : `${name} (${at.node})`;
}

/** The word by which a place is asked for. */
export function spokenName({ node, netns, label }: At): string {
  return netns === '' ? node : (label ?? netns);
}

/** Every interface of a topology with its namespace, by its id. */
export function interfacesOf({ namespaces }: Topology): ReadonlyMap<string, { netns: Netns; interface: Interface }> {
  return new Map(
    namespaces.flatMap((netns) => netns.interfaces.map((each) => [each.id, { netns, interface: each }] as const)),
  );
}
