import type { CommandRecord } from '../check/types.ts';
import type { NodeName } from '../lesson/types.ts';
import type { SpawnSpec } from '../process/types.ts';

export interface TerminalOptions {
  readonly spawn: SpawnSpec;
  readonly node: NodeName;
  readonly columns: number;
  readonly rows: number;
  /** Marks that do not bear it are not the shell's own. */
  readonly nonce: string;
}

/**
 * What happens in a terminal, in the order in which it was written: `data` is split where a mark stood, so that what
 * came before a command's end is heard before the end, and the prompt after it.
 */
export type TerminalEvent =
  | { readonly type: 'data'; readonly bytes: Uint8Array }
  /** The shell shows its prompt and waits for a line (the outermost or a nested one). */
  | { readonly type: 'prompt'; readonly depth: number }
  /** What was typed is not a whole command: the shell waits for the rest of it. */
  | { readonly type: 'continuation' }
  | { readonly type: 'command-start'; readonly record: CommandRecord }
  /** At most one per 20 ms per running command; `record.output` is what it is so far. */
  | { readonly type: 'command-output'; readonly record: CommandRecord }
  | { readonly type: 'command-end'; readonly record: CommandRecord }
  /** A `course WORD …` request typed at the lab's shell. Never a verdict. */
  | { readonly type: 'request'; readonly words: readonly string[] }
  | { readonly type: 'exit'; readonly exitCode: number };

/** A pty with the record of its commands. */
export interface Terminal {
  readonly node: NodeName;
  /** The shell waits at a prompt: nothing runs in front. */
  readonly atPrompt: boolean;
  /** The shell has ended: nothing more will be heard. */
  readonly hasEnded: boolean;
  /** All finished and running commands, oldest first; at most the last 1000 are kept. */
  readonly records: readonly CommandRecord[];
  readonly write: (text: string) => void;
  readonly resize: (columns: number, rows: number) => void;
  readonly pause: () => void;
  readonly resume: () => void;
  readonly on: (listener: (event: TerminalEvent) => void) => { readonly close: () => void };
  readonly close: () => Promise<void>;
}
