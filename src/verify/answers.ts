import { judgeChecks } from '../check/judge.ts';
import type { Facts } from '../check/kind.ts';
import type { Check } from '../check/types.ts';
import type { Words } from '../words/index.ts';

/** More words than this are not tried: an answer is to be seen in an output that a person reads. */
const maxCandidates = 20_000;

/** The checks of a step that want an answer typed. */
export function questionsOf(checks: readonly Check[]): readonly Check[] {
  return checks.filter(({ kind }) => kind === 'ask');
}

/** The lesson keeps the answer as a salted hash: it cannot be computed from the lab, only be found among words. */
export function isHashed({ spec }: Check): boolean {
  if (typeof spec !== 'object' || spec === null || !('answer' in spec)) return false;
  const { answer } = spec;
  return typeof answer === 'object' && answer !== null && 'hash' in answer;
}

/**
 * A right answer to a question, found as a learner finds it: among the words that the step's commands printed; else
 * among what the lab's state holds. The check's own judge says which is right.
 *
 * @param known answers that were right before, tried first.
 */
export function findAnswer(check: Check, facts: Facts, words: Words, known: readonly string[]): string | undefined {
  const free: Check = { ...check, needs: [] };
  for (const answer of candidates(facts, known)) {
    const verdicts = judgeChecks([free], { ...facts, answers: { [check.id]: answer } }, words);
    if (verdicts.get(check.id)?.state === 'pass') return answer;
  }
  return undefined;
}

function candidates({ commands, snapshot }: Facts, known: readonly string[]): ReadonlySet<string> {
  const found = new Set(known);
  for (const { output } of commands) {
    for (const word of output.split(/\s+/u)) {
      if (found.size >= maxCandidates) return found;
      if (word === '' || word.length > 200) continue;
      found.add(word);
      for (const part of [word, ...word.split(/[^\p{L}\p{N}.:/_-]+/u)]) found.add(withoutPunctuation(part));
    }
  }
  for (const leaf of leavesOf(snapshot, 0)) {
    if (found.size >= maxCandidates) return found;
    found.add(leaf);
  }
  return found;
}

function withoutPunctuation(word: string): string {
  return word.replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
}

function leavesOf(value: unknown, depth: number): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number') return [String(value)];
  if (typeof value !== 'object' || value === null || depth > 20) return [];
  return Object.values(value).flatMap((each) => leavesOf(each, depth + 1));
}
