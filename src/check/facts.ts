import type { NodeName } from '../lesson/types.ts';
import type { Words } from '../words/index.ts';
import type { NetnsFacts } from './netns-facts.ts';
import type { Found } from './found.ts';
import type { Snapshot } from './snapshot.ts';
import type { Verdict } from './types.ts';

/**
 * Where a check looks: a namespace on a node. `''`: the node's own; else its name under `/run/netns`, or, where it has none there, the
 * file of a process that is in it, `/proc/PID/ns/net`.
 */
export interface At {
  readonly node: NodeName;
  readonly netns: string;
  /** What to call it where its name is a file. */
  readonly label?: string;
}

/** What every kind that asks the kernel says whatever it finds. */
export interface Expectation {
  readonly expected: string;
  /** A command that shows it. */
  readonly look: string;
}

/** Picks a part of a namespace's facts: `(facts) => facts.links`. */
type Pick<T> = (facts: NetnsFacts) => Found<T> | undefined;

/** The facts of one namespace; `missing` where it is not there, `error` where the node could not be asked. */
export function netnsFacts(snapshot: Snapshot, at: At, words: Words): Found<NetnsFacts> {
  const node = snapshot.nodes[at.node];
  if (node === undefined) return { state: 'error', message: words.check.kinds.common.noNode({ node: at.node }) };
  const value = node.netns.find(({ name }) => name === at.netns);
  return value === undefined ? { state: 'missing' } : { state: 'found', value };
}

/** One part (links, routes …) of one namespace. */
export function netnsPart<T>(snapshot: Snapshot, at: At, pick: Pick<T>, words: Words): Found<T> {
  const facts = netnsFacts(snapshot, at, words);
  if (facts.state !== 'found') return facts;
  return pick(facts.value) ?? { state: 'error', message: words.check.kinds.common.notAsked };
}

/** Every namespace, on every node, that the snapshot has this part of: for saying where a thing is instead. */
export function everywhere<T>(snapshot: Snapshot, pick: Pick<T>): readonly { at: At; value: T }[] {
  const found: { at: At; value: T }[] = [];
  for (const node of ['controlplane', 'node01'] as const) {
    for (const facts of snapshot.nodes[node]?.netns ?? []) {
      const part = pick(facts);
      if (part?.state === 'found') found.push({ at: { node, netns: facts.name }, value: part.value });
    }
  }
  return found;
}

/** A verdict with what was expected and seen; where to look only where there is something to mend. */
export function verdict(state: 'pass' | 'fail' | 'error', { expected, look }: Expectation, observed: string): Verdict {
  return state === 'pass' ? { state, expected, observed } : { state, expected, observed, look };
}

/** Turns "could not be asked" into `error`, "no such namespace" into the right verdict, and judges the rest. */
export function judgeFound<T>(
  found: Found<T>,
  { at, absent, expectation }: { at: At; absent: boolean; expectation: Expectation },
  words: Words,
  judge: (value: T) => Verdict,
): Verdict {
  const { common } = words.check.kinds;
  if (found.state === 'error') {
    return verdict('error', expectation, common.couldNotAsk({ message: found.message }));
  }
  if (found.state === 'found') return judge(found.value);
  const look = inNetns({ node: at.node, netns: '' }, 'ip netns list');
  return verdict(absent ? 'pass' : 'fail', { ...expectation, look }, common.noNetns(at));
}

/**
 * A command as the learner would type it to look there: `ip …` takes `-n NS`, anything else is run by
 * `ip netns exec NS` (ip-netns(8)), both by names under `/run/netns` alone; nsenter(1) takes files. On another node it is shown
 * with that node's prompt.
 */
export function inNetns({ node, netns }: At, command: string): string {
  const prompt = node === 'controlplane' ? '' : `${node} $ `;
  if (netns === '') return `${prompt}${command}`;
  if (netns.startsWith('/')) return `${prompt}nsenter --net=${netns} ${command}`;
  return command.startsWith('ip ')
    ? `${prompt}ip -n ${netns} ${command.slice(3)}`
    : `${prompt}ip netns exec ${netns} ${command}`;
}
