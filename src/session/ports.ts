import type { Lesson } from '../lesson/types.ts';
import type { Lab, LabOptions } from '../lab/types.ts';
import type { Terminal, TerminalOptions } from '../terminal/types.ts';
import type { Words } from '../words/index.ts';
import type { AttemptPort } from './attempt.ts';

/** What a session is handed: the adapters it drives. */
export interface SessionPorts {
  readonly startLab: (options: LabOptions) => Promise<Lab>;
  readonly openTerminal: (options: TerminalOptions) => Terminal;
  /** Unguessable text that a lab's shells put into their marks. */
  readonly nonce: () => string;
  readonly words: Words;
  /** Where a checkpoint's attempt is written down; absent, or undefined: nowhere. */
  readonly attempt?: (lesson: Lesson) => AttemptPort | undefined;
}

/** Where a session's progress goes; how it is kept is not the session's concern. */
export interface ProgressPort {
  readonly passed: (lesson: string, step: string, hints: number) => void;
  readonly skipped: (lesson: string, step: string) => void;
  readonly forgotten: (lesson: string, steps: readonly string[]) => void;
  /** The learner is here now: where the next start goes on. */
  readonly at: (lesson: string, step: string) => void;
}
