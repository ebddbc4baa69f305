import type { LineQueue } from './line-queue.ts';

/** The learner's side: their terminal, or a pipe. Handed in by the command, which owns the process. */
export interface Learner {
  /** Keys go to the shell as they come, and our lines may move the cursor. Else: a pipe, read line by line. */
  readonly isTerminal: boolean;
  readonly size: () => { readonly columns: number; readonly rows: number };
  readonly write: (text: string) => void;
  /** Raw keys of a terminal, as text. */
  readonly onKeys: (listener: (text: string) => void) => { readonly close: () => void };
  readonly onResize: (listener: (columns: number, rows: number) => void) => { readonly close: () => void };
  /** Where there is no terminal. */
  readonly lines: LineQueue;
}
