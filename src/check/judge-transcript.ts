import type { Words } from '../words/index.ts';
import { judgeChecks } from './judge.ts';
import { checkKinds } from './registry.ts';
import { readTranscript } from './transcript.ts';
import type { Check, CommandRecord, Verdict } from './types.ts';

/** What a recorded text says about a step. */
export interface TranscriptVerdicts {
  /** The step's checks that read the terminal; no other can be judged by a text. */
  readonly checks: readonly Check[];
  readonly commands: readonly CommandRecord[];
  readonly verdicts: ReadonlyMap<string, Verdict>;
}

/** Judges a recorded terminal text by a step's output checks alone; what they need of the kernel is left aside. Pure. */
export function judgeTranscript(all: readonly Check[], text: string, words: Words): TranscriptVerdicts {
  const readers = all.filter(({ kind }) => checkKinds.get(kind)?.readsOutput === true);
  const ids = new Set(readers.map(({ id }) => id));
  const checks = readers.map((check) => ({ ...check, needs: check.needs.filter((id) => ids.has(id)) }));
  const commands = readTranscript(text);
  const snapshot = { schema: 'netns-course/snapshot/v1', nodes: {}, reach: [], http: [], scripts: [] } as const;
  return { checks, commands, verdicts: judgeChecks(checks, { snapshot, commands, answers: {} }, words) };
}
