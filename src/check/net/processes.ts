import type { NodeName } from '../../lesson/types.ts';
import type { Words } from '../../words/index.ts';
import type { Found } from '../found.ts';
import type { ProcessFact, Snapshot } from '../snapshot.ts';

/** The processes of a node. */
export function processesOf(snapshot: Snapshot, node: NodeName, words: Words): Found<readonly ProcessFact[]> {
  const facts = snapshot.nodes[node];
  if (facts === undefined) return { state: 'error', message: words.check.kinds.common.noNode({ node }) };
  return facts.processes ?? { state: 'error', message: words.check.kinds.common.notAsked };
}

/** The node's first process: PID 1 of its PID namespace, which no other process of the list is the parent of. */
export function firstProcess(processes: readonly ProcessFact[]): ProcessFact | undefined {
  return processes.find(({ pid }) => pid === 1) ?? processes.find(({ parent }) => parent === 0);
}

/** By its name in the kernel (`comm`, at most 15 bytes), or by the file name of the program it was started as. */
export function isNamed({ name, words }: ProcessFact, wanted: string): boolean {
  const program = words[0]?.split('/').at(-1)?.replace(/^-/, '');
  return name === wanted || program === wanted || (wanted.length > 15 && name === wanted.slice(0, 15));
}

/** As it was typed, or its name in brackets where it has no words (a kernel thread, a zombie), as ps(1) writes it. */
export function commandText({ name, words }: ProcessFact): string {
  const text = words.join(' ');
  return text === '' ? `[${name}]` : text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
