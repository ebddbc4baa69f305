import type { Snapshot } from '../check/snapshot.ts';
import type { CommandRecord } from '../check/types.ts';
import type { NodeName } from '../lesson/types.ts';
import type { Verdicts } from './judge-step.ts';

/** A file of the lab that was made or changed. */
export interface ChangedFile {
  readonly node: NodeName;
  /** Absolute, in the lab. */
  readonly path: string;
  /** Permission bits. */
  readonly mode: number;
  /** Bytes. */
  readonly size: number;
  /** Its content, where that is UTF-8 and short enough. */
  readonly text?: string;
}

/** The lab as it was when it was last looked at. */
export interface AttemptState {
  readonly snapshot: Snapshot;
  /** By step id, of every step. */
  readonly verdicts: ReadonlyMap<string, Verdicts>;
  readonly files: readonly ChangedFile[];
}

/**
 * Where what a learner does in a checkpoint is written down, for handing in. Nothing here waits and nothing fails: what could not
 * be kept is said by whoever keeps it.
 */
export interface AttemptPort {
  /** Played as an exam: no hints. */
  readonly isExam: boolean;
  /** A fresh lab stands as the checkpoint begins. */
  readonly lab: () => void;
  /** It has ended, or will never be heard of again. */
  readonly command: (record: CommandRecord) => void;
  readonly hint: (step: string, level: number) => void;
  readonly answer: (step: string, check: string, text: string) => void;
  readonly passed: (step: string) => void;
  readonly state: (state: AttemptState) => void;
  readonly output: (node: NodeName, bytes: Uint8Array) => void;
  readonly resize: (columns: number, rows: number) => void;
}
