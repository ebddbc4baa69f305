import type { Words } from '../words/index.ts';
import type { Language } from '../words/languages.ts';

/** Documented exit codes: 0 done and right, 1 judged wrong, 2 could not (usage, machine, file), 70 our own error, 130 by ^C. */
export type ExitCode = 0 | 1 | 2 | 70 | 130 | (number & {});

/** What a command may touch of its process: handed in, so that commands are tested without spawning one. */
export interface CommandIo {
  readonly words: Words;
  /** The language of `words`, and of the lessons that have it. */
  readonly language: Language;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly stdin: NodeJS.ReadStream;
  /** For what draws; text goes through `out`. */
  readonly stdout: NodeJS.WriteStream & { readonly fd: number };
  /** Text for the result. */
  readonly out: (text: string) => void;
  /** Text for progress and errors. */
  readonly err: (text: string) => void;
  readonly isTerminal: boolean;
  /** Standard error alone: a progress line can be drawn there while the result goes into a file. */
  readonly errIsTerminal?: boolean;
}
