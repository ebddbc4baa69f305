import type { Link } from '../../check/netns-facts.ts';
import type { Ask } from './ask.ts';
import type { Memory } from './memory.ts';
import { askNetnsIds } from './netns-ids.ts';
import type { NetnsDraft } from './netns.ts';
import { matchPeers, namePeers, peerCandidates } from './peers.ts';

interface Known {
  /** Of namespaces by their names. */
  readonly cookies: ReadonlyMap<string, string>;
  readonly memory: Memory;
}

/**
 * Names the namespaces at the other ends of cables, where any link asked for leads out of its own. An id that a namespace
 * has for another stands as long as that other is there; the kernel is asked for the rest.
 *
 * @param ask enters the node's own namespace; `pid` is its first process
 */
export async function nameAllPeers(
  ask: Ask,
  pid: number,
  netns: ReadonlyMap<string, NetnsDraft>,
  known: Known,
): Promise<void> {
  const names = [...netns.keys()];
  const linksOf = new Map(
    [...netns.values()].flatMap(({ name, links }) => (links?.state === 'found' ? [[name, links.value] as const] : [])),
  );
  const ids = rememberedIds(names, linksOf, known);
  const isOpen = ([name, links]: readonly [string, readonly Link[]]): boolean =>
    idsIn(links).some((id) => ids.get(name)?.has(id) !== true);
  const open = new Map([...linksOf].filter(isOpen));
  const asked = open.size === 0 ? undefined : await askNetnsIds(ask, pid, names, peerCandidates(names, linksOf, open));
  if (asked?.state === 'found') keepIds(asked.value, known);
  for (const [name, links] of linksOf) {
    const draft = netns.get(name);
    if (draft === undefined || idsIn(links).length === 0) continue;
    const found = asked?.state === 'found' && open.has(name) ? asked.value.get(name) : ids.get(name);
    const isUnknown = open.has(name) && asked?.state !== 'found';
    draft.links = { state: 'found', value: isUnknown ? matchPeers(linksOf, name) : namePeers(links, found) };
  }
}

function idsIn(links: readonly Link[]): readonly number[] {
  return links.flatMap(({ peerNetnsId }) => peerNetnsId ?? []);
}

function rememberedIds(
  names: readonly string[],
  linksOf: ReadonlyMap<string, readonly Link[]>,
  { cookies, memory }: Known,
): ReadonlyMap<string, ReadonlyMap<number, string>> {
  const nameOf = new Map(names.toReversed().map((name) => [cookies.get(name), name]));
  return new Map(
    [...linksOf].map(([name, links]) => {
      const cookie = cookies.get(name);
      const ids = idsIn(links).flatMap((id) => {
        const peer = cookie === undefined ? undefined : memory.peer(cookie, id);
        const peerName = peer === undefined ? undefined : nameOf.get(peer);
        return peerName === undefined ? [] : [[id, peerName] as const];
      });
      return [name, new Map(ids)];
    }),
  );
}

function keepIds(ids: ReadonlyMap<string, ReadonlyMap<number, string>>, { cookies, memory }: Known): void {
  for (const [name, peers] of ids) {
    for (const [id, peer] of peers) {
      const [cookie, other] = [cookies.get(name), cookies.get(peer)];
      if (cookie !== undefined && other !== undefined) memory.keepPeer(cookie, id, other);
    }
  }
}
