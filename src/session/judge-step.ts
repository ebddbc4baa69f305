import { judgeChecks, needsOf } from '../check/judge.ts';
import type { Need, Snapshot } from '../check/snapshot.ts';
import type { Check, CommandRecord, Verdict } from '../check/types.ts';
import type { Lab } from '../lab/types.ts';
import type { Words } from '../words/index.ts';

/** What a step is judged by. */
export interface Evidence {
  readonly lab: Pick<Lab, 'snapshot'>;
  /** The commands typed since the step began, of all terminals, oldest first. */
  readonly commands: readonly CommandRecord[];
  /** Typed answers by check id. */
  readonly answers: Readonly<Record<string, string>>;
}

export type Verdicts = ReadonlyMap<string, Verdict>;

/**
 * Judges checks against the lab as it is now. Facts are collected in rounds: what an active check (`reach`, `http`)
 * asks for is only collected once the checks it needs have passed, because a probe must not do the learner's work.
 */
export async function judgeStep(checks: readonly Check[], evidence: Evidence, words: Words): Promise<Verdicts> {
  const [verdicts = new Map()] = await judgeSteps([{ checks, ...evidence }], evidence.lab, words);
  return verdicts;
}

/** What one of several steps is judged by, beside the lab. */
export interface StepEvidence extends Omit<Evidence, 'lab'> {
  readonly checks: readonly Check[];
}

/** The same for several steps by one snapshot: each has ids, `needs` and answers of its own. */
export async function judgeSteps(
  steps: readonly StepEvidence[],
  lab: Pick<Lab, 'snapshot'>,
  words: Words,
): Promise<readonly Verdicts[]> {
  const asked = new Set<string>();
  const passive = steps.flatMap(({ checks }) => needsOf(checks, new Map()));
  let snapshot = await lab.snapshot(fresh(passive, asked));
  for (;;) {
    const verdicts = steps.map(({ checks, commands, answers }) =>
      judgeChecks(checks, { snapshot, commands, answers }, words),
    );
    const needs = steps.flatMap(({ checks }, index) => needsOf(checks, verdicts[index] ?? new Map()));
    const more = fresh(needs, asked);
    if (more.length === 0) return verdicts;
    snapshot = joinSnapshots(snapshot, await lab.snapshot(more));
  }
}

/** Every check has passed. A step without checks never has: it has nothing to notice (the linter refuses it). */
export function isPassed(checks: readonly Check[], verdicts: Verdicts): boolean {
  return checks.length > 0 && checks.every(({ id }) => verdicts.get(id)?.state === 'pass');
}

function fresh(needs: readonly Need[], asked: Set<string>): Need[] {
  return needs.filter((need) => {
    const key = JSON.stringify(need);
    if (asked.has(key)) return false;
    asked.add(key);
    return true;
  });
}

/** The active round asks for nothing that the passive one did, so the parts only have to be put side by side. */
function joinSnapshots(passive: Snapshot, active: Snapshot): Snapshot {
  return {
    ...passive,
    nodes: { ...active.nodes, ...passive.nodes },
    reach: [...passive.reach, ...active.reach],
    http: [...passive.http, ...active.http],
    scripts: [...passive.scripts, ...active.scripts],
  };
}
