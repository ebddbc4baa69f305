import type { Lab } from '../lab/types.ts';
import { askInWords } from '../topology/explain/ask.ts';
import { explanationText } from '../topology/explain/words.ts';
import { takeWhole } from '../topology/needs.ts';
import { topologyOf } from '../topology/topology.ts';
import type { Words } from '../words/index.ts';

/**
 * What the course answers to `course explain FROM TO [tcp PORT]` typed at the lab's shell, in lines; the shell itself prints
 * nothing. Undefined for every other command.
 */
export async function courseAnswer(
  command: string,
  lab: Pick<Lab, 'snapshot' | 'nodes'>,
  words: Words,
): Promise<readonly string[] | undefined> {
  const [course, request, ...typed] = command.trim().split(/\s+/);
  return course === 'course' && request === 'explain' ? explainTyped(lab, typed, words) : undefined;
}

/** The reason in words, without the command that mends it. */
export async function explainTyped(
  lab: Pick<Lab, 'snapshot' | 'nodes'>,
  typed: readonly string[],
  words: Words,
): Promise<readonly string[]> {
  const asked = askInWords(topologyOf(await takeWhole(lab.snapshot, lab.nodes)), typed, words);
  return 'problem' in asked ? [asked.problem] : explanationText(asked.found, words, { mend: false });
}
