import type { z } from 'zod';
import type { Words } from '../words/index.ts';
import type { Check, CommandRecord, Verdict } from './types.ts';
import type { Need, Snapshot } from './snapshot.ts';

/** Everything a judge may look at. Plain data: the same judge works live, on a recorded terminal and on a submission. */
export interface Facts {
  readonly snapshot: Snapshot;
  /** The commands of this step, oldest first, of all terminals. */
  readonly commands: readonly CommandRecord[];
  /** Typed answers by check id (`ask`). */
  readonly answers: Readonly<Record<string, string>>;
}

/** A kind of check: a file in `kinds/`, found through the registry. Pure: data in, data out. */
export interface CheckKind<Spec> {
  /** The key it has in a `yaml check` item. */
  readonly name: string;
  readonly schema: z.ZodType<Spec>;
  /** Reads the terminal rather than the kernel: where a step changes state, such checks alone are a lint error. */
  readonly readsOutput?: boolean;
  /** May be asked only after the learner's own command succeeded, because asking has effects (`reach`, `http`). */
  readonly active?: boolean;
  readonly needs: (spec: Spec, check: Check) => readonly Need[];
  /** What must come true, in one sentence: the checks line shows it where the author gave no `title`. */
  readonly describe: (spec: Spec, check: Check, words: Words) => string;
  /** Pass or fail, or `error` when a fact could not be had. Never throws for what a learner did. */
  readonly judge: (spec: Spec, facts: Facts, check: Check, words: Words) => Verdict;
}
