import { readFileSync } from 'node:fs';
import { checkKinds } from '../../src/check/registry.ts';
import { judgeChecks } from '../../src/check/judge.ts';
import type { Snapshot } from '../../src/check/snapshot.ts';
import { readTranscript } from '../../src/check/transcript.ts';
import type { Check, CommandRecord, Verdict } from '../../src/check/types.ts';
import { en } from '../../src/words/en/index.ts';

/** A check as the lesson's parser makes it: the spec read by its kind's schema, which must accept it. */
export function check(kind: string, spec: unknown, more: Partial<Check> = {}): Check {
  const known = checkKinds.get(kind);
  if (known === undefined) throw new Error(`no kind ${kind}`);
  return {
    id: 'it',
    kind,
    spec: known.schema.parse(spec),
    needs: [],
    withinMs: 0,
    exactly: false,
    hidden: false,
    place: { line: 1, column: 1 },
    ...more,
  };
}

export const nothing: Snapshot = { schema: 'netns-course/snapshot/v1', nodes: {}, reach: [], http: [], scripts: [] };

export interface Given {
  readonly snapshot?: Snapshot;
  readonly commands?: readonly CommandRecord[];
  readonly answers?: Readonly<Record<string, string>>;
}

/** Judges one check by what is given. */
export function judge(one: Check, { snapshot = nothing, commands = [], answers = {} }: Given = {}): Verdict {
  const verdict = judgeChecks([one], { snapshot, commands, answers }, en).get(one.id);
  if (verdict === undefined) throw new Error('no verdict');
  return verdict;
}

/** Judges an output check by a recorded text. */
export function judgeText(spec: unknown, text: string): Verdict {
  return judge(check('output', spec), { commands: readTranscript(text) });
}

/** A recorded output: `fixtures/outputs/NAME`. */
export function fixture(name: string): string {
  return readFileSync(new URL(`../../fixtures/outputs/${name}`, import.meta.url), 'utf8');
}

/** One command of a terminal. */
export function ran(line: string, output: string, more: Partial<CommandRecord> = {}): CommandRecord {
  return { index: 0, node: 'controlplane', line, output, exitCode: 0, netns: '', startedMs: 0, endedMs: 1, ...more };
}
