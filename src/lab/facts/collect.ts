import type { Found } from '../../check/found.ts';
import type {
  ContainerFact,
  FileFact,
  HttpResult,
  Need,
  NodeFacts,
  ProcessFact,
  ReachResult,
  ScriptResult,
  Snapshot,
} from '../../check/snapshot.ts';
import type { NodeName } from '../../lesson/types.ts';
import type { LabTarget } from '../types.ts';
import { askHttp, askReach, askScript, type RunInLab } from './active.ts';
import type { Agents } from './agent.ts';
import { asker, type Ask } from './ask.ts';
import { readContainers } from './containers.ts';
import { readFileFact } from './file.ts';
import { listNetns, listUnnamed, netnsInode, ownNetns } from './namespaces.ts';
import { Memory } from './memory.ts';
import { uniqueNeeds } from './needs.ts';
import { askNetns, type NetnsDraft } from './netns.ts';
import { nameAllPeers } from './name-peers.ts';
import { readProcesses } from './processes.ts';

const nodeNames: readonly NodeName[] = ['controlplane', 'node01'];

interface LabToAsk {
  readonly target: LabTarget;
  readonly ask: ReturnType<typeof asker>;
}

interface Named {
  readonly name: string;
  readonly inode: number;
}

interface NodeDraft {
  readonly netns: Map<string, NetnsDraft>;
  readonly files: Record<string, Found<FileFact>>;
  processes?: Found<readonly ProcessFact[]>;
  containers?: Found<readonly ContainerFact[]>;
}

/**
 * Collects what the needs name, each once, into one snapshot. Never throws and never rejects: what cannot be had is
 * `error` in its place. A node whose first process is gone is absent; a namespace that is not there is not among its
 * node's. Passive needs are all asked before active ones (`reach`, `http`, `script`), so that no packet or script of
 * this snapshot shows in its own tables.
 */
export async function collect(
  target: LabTarget,
  needs: readonly Need[],
  runInLab: RunInLab,
  agents?: Agents,
  memory: Memory = new Memory(),
): Promise<Snapshot> {
  const wanted = uniqueNeeds(needs);
  const lab: LabToAsk = { target, ask: asker(target, agents) };
  const nodes = new Map<NodeName, NodeDraft>();
  for (const node of nodeNames) {
    if (wanted.some((need) => need.node === node)) {
      const own = wanted.filter((need) => need.node === node);
      const draft = draftNode(target, node, own);
      if (draft !== undefined) nodes.set(node, draft);
    }
  }
  await Promise.all([
    ...wanted.map((need) => collectPassive(lab, need, nodes.get(need.node))),
    ...[...nodes].map(([node, draft]) => collectNetns(lab, node, draft, wanted, memory)),
  ]);
  const active = { reach: [] as ReachResult[], http: [] as HttpResult[], scripts: [] as ScriptResult[] };
  for (const need of wanted) {
    // One after the other: what one sends must not be what another one waits for.
    if (need.what === 'reach') active.reach.push({ need, found: await askReach(lab.ask(need.node, need.netns), need) });
    if (need.what === 'http') active.http.push({ need, found: await askHttp(lab.ask(need.node, need.netns), need) });
    if (need.what === 'script') active.scripts.push({ need, found: await askScript(runInLab, need) });
  }
  return {
    schema: 'netns-course/snapshot/v1',
    nodes: Object.fromEntries([...nodes].map(([node, draft]) => [node, finish(draft)])),
    ...active,
  };
}

function draftNode(target: LabTarget, node: NodeName, needs: readonly Need[]): NodeDraft | undefined {
  const pid = target.pids[node];
  const own = pid === undefined ? undefined : ownNetns(pid);
  if (pid === undefined || own === undefined) return undefined;
  const named = [{ name: '', inode: own }, ...listNetns(pid)];
  const all = [...named, ...unnamed(pid, named, needs)];
  return { netns: new Map(all.map(({ name, inode }) => [name, { name, inode }])), files: {} };
}

/** Those that only processes are in: all of them, or the ones whose names are known already. */
function unnamed(pid: number, named: readonly Named[], needs: readonly Need[]): readonly Named[] {
  if (needs.some((need) => need.what === 'namespaces' && need.unnamed === true))
    return listUnnamed(
      pid,
      named.map(({ inode }) => inode),
    );
  const names = new Set(needs.flatMap((need) => ('netns' in need && need.netns.startsWith('/') ? [need.netns] : [])));
  return [...names].flatMap((name) => {
    const inode = netnsInode(pid, name);
    return inode === undefined ? [] : [{ name, inode }];
  });
}

function finish({ netns, files, processes, containers }: NodeDraft): NodeFacts {
  return {
    netns: [...netns.values()],
    files,
    ...(processes === undefined ? {} : { processes }),
    ...(containers === undefined ? {} : { containers }),
  };
}

async function collectPassive(lab: LabToAsk, need: Need, node: NodeDraft | undefined): Promise<void> {
  const pid = lab.target.pids[need.node];
  if (node === undefined || pid === undefined) return;
  switch (need.what) {
    case 'file':
      node.files[need.path] = readFileFact(pid, need.path);
      return;
    case 'processes':
      node.processes = await readProcesses(pid, otherPids(lab.target, need.node));
      return;
    case 'containers':
      node.containers = await readContainers(pid);
      return;
    default:
      return;
  }
}

async function collectNetns(
  lab: LabToAsk,
  node: NodeName,
  { netns }: NodeDraft,
  needs: readonly Need[],
  memory: Memory,
): Promise<void> {
  const pid = lab.target.pids[node];
  const ask = (name: string): Ask => lab.ask(node, name);
  const own = needs.filter((need) => need.node === node);
  if (pid === undefined) return;
  const cookies = await askNetns(ask, pid, netns, own, memory);
  dropVanished(pid, netns);
  await nameAllPeers(ask(''), pid, netns, { cookies, memory });
}

function otherPids(target: LabTarget, node: NodeName): readonly number[] {
  return nodeNames.flatMap((other) => (other === node ? [] : (target.pids[other] ?? [])));
}

/** A namespace that went while it was asked is not there, rather than an error. */
function dropVanished(pid: number, netns: Map<string, NetnsDraft>): void {
  const now = new Map(listNetns(pid).map(({ name, inode }) => [name, inode]));
  const inodeOf = (name: string): number | undefined => (name.startsWith('/') ? netnsInode(pid, name) : now.get(name));
  for (const { name, inode } of netns.values()) if (name !== '' && inodeOf(name) !== inode) netns.delete(name);
}
