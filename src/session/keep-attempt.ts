import type { CommandRecord } from '../check/types.ts';
import type { Lab } from '../lab/types.ts';
import type { Lesson, NodeName } from '../lesson/types.ts';
import type { Terminal } from '../terminal/types.ts';
import type { Words } from '../words/index.ts';
import type { AttemptPort } from './attempt.ts';
import type { keepState, StateKeeper } from './keep-state.ts';

/** What a checkpoint's attempt is told of; of a lesson that is not graded, nobody is. */
export interface AttemptKeeper {
  /** To be awaited before the first `begin`. */
  readonly load: () => Promise<void>;
  /** A lab is there for the learner, its shells of that size. */
  readonly begin: (lab: Lab, size: { readonly columns: number; readonly rows: number }) => void;
  readonly output: (node: NodeName, bytes: Uint8Array) => void;
  readonly command: (record: CommandRecord) => void;
  readonly resize: (columns: number, rows: number) => void;
  readonly hint: (step: string, level: number) => void;
  readonly answer: (step: string, check: string, text: string) => void;
  readonly passed: (step: string) => void;
  /** What still runs in these, and what was reached, before the lab goes. */
  readonly leave: (terminals: () => readonly Terminal[]) => Promise<void>;
}

export interface AttemptKeeperOptions {
  readonly attempt: AttemptPort | undefined;
  readonly lesson: () => Lesson;
  readonly answers: (step: string) => Readonly<Record<string, string>>;
  readonly words: Words;
}

export function createAttemptKeeper({ attempt, lesson, answers, words }: AttemptKeeperOptions): AttemptKeeper {
  /** Of the lab there is now. */
  let keeper: StateKeeper | undefined;
  let keeping: { readonly keepState: typeof keepState } | undefined;
  return {
    load: async () => {
      if (attempt !== undefined) keeping ??= await import('./keep-state.ts');
    },
    begin: (lab, { columns, rows }) => {
      if (attempt === undefined || keeping === undefined) return;
      attempt.resize(columns, rows);
      attempt.lab();
      keeper = keeping.keepState({ lab, lesson: lesson(), answers, words, port: attempt });
      keeper.touch();
    },
    output: (node, bytes) => attempt?.output(node, bytes),
    // What a replay typed is nobody's work, and neither is what was asked of the course itself.
    command: (record) => {
      if (keeper === undefined || attempt === undefined || /^\s*course(\s|$)/.test(record.line)) return;
      attempt.command(record);
      keeper.touch();
    },
    resize: (columns, rows) => attempt?.resize(columns, rows),
    hint: (step, level) => attempt?.hint(step, level),
    answer: (step, check, text) => {
      attempt?.answer(step, check, text);
      keeper?.touch();
    },
    passed: (step) => attempt?.passed(step),
    leave: async (terminals) => {
      const leaving = keeper;
      if (leaving === undefined) return;
      await leaving.last();
      if (keeper !== leaving) return;
      // Its death ends them: from here on what is heard of them is none of the learner's doing.
      keeper = undefined;
      for (const { records } of terminals()) {
        for (const record of records) if (record.endedMs === undefined) attempt?.command(record);
      }
    },
  };
}
