import type { At } from '../../check/facts.ts';
import type { NodeName } from '../../lesson/types.ts';
import { listNetns, listUnnamed, netnsPath, ownNetns } from '../facts/namespaces.ts';
import type { LabTarget } from '../types.ts';

const nodeNames: readonly NodeName[] = ['controlplane', 'node01'];

/** A namespace to listen in, and its path as the host sees it. */
export interface Place {
  readonly at: At;
  readonly path: string;
}

/** Every namespace of a lab, each once: of several names the first counts, its node's own before all. */
export function placesOf(target: LabTarget): readonly Place[] {
  const seen = new Set<number>();
  return nodeNames.flatMap((node): Place[] => {
    const pid = target.pids[node];
    const own = pid === undefined ? undefined : ownNetns(pid);
    if (pid === undefined || own === undefined) return [];
    const named = [{ name: '', inode: own }, ...listNetns(pid)];
    const inodes = named.map(({ inode }) => inode);
    return [...named, ...listUnnamed(pid, inodes)].flatMap(({ name, inode }) => {
      const path = pathOf(target, { node, netns: name });
      if (seen.has(inode) || path === undefined) return [];
      seen.add(inode);
      return [{ at: { node, netns: name }, path }];
    });
  });
}

/** The path of one namespace; undefined where there is none of that name. */
export function pathOf({ pids }: LabTarget, { node, netns }: At): string | undefined {
  const pid = pids[node];
  if (pid === undefined) return undefined;
  return netns === '' ? `/proc/${String(pid)}/ns/net` : netnsPath(pid, netns);
}
