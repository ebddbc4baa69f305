import type { Place, NodeName } from '../lesson/types.ts';

/** The keys every check may have, and its kind's own (`spec`, validated by the kind's schema). */
export interface Check {
  /** Unique in its step: the author's `id`, or `KIND-N`. */
  readonly id: string;
  /** The name of a kind in the registry (`check/kinds`). */
  readonly kind: string;
  /** What the kind's schema returned. Only the kind itself knows the type. */
  readonly spec: unknown;
  readonly title?: string;
  /** Ids of checks of this step that must pass first; until then this one is `skipped`. */
  readonly needs: readonly string[];
  /** How long a state that may still converge is asked again before it is a `fail`, in milliseconds; 0: at once. */
  readonly withinMs: number;
  /** Nothing else may be there (a second address, another route …). */
  readonly exactly: boolean;
  readonly pass?: string;
  readonly fail?: string;
  readonly points?: number;
  readonly hidden: boolean;
  readonly place: Place;
}

/**
 * What a check found. `fail` is the learner's to mend, `error` is ours or the author's (the check itself broke) and
 * never costs the learner; `skipped` waits for what it needs.
 */
export interface Verdict {
  readonly state: 'pass' | 'fail' | 'error' | 'skipped';
  /** One sentence each, in the learner's language, without a full stop at the end. */
  readonly expected?: string;
  readonly observed?: string;
  /** What stops a packet that did not arrive, as far as the network shows it. */
  readonly why?: string;
  /** A command, or a place, where the learner can see it. */
  readonly look?: string;
  /** The author's `pass:` or `fail:` text, or a script's last line. */
  readonly message?: string;
}

/** One command that a terminal saw, from its shell's OSC 133 marks. */
export interface CommandRecord {
  /** Counts up from 0 in each terminal; an output check reads only what came since its step began. */
  readonly index: number;
  readonly node: NodeName;
  /** The line the shell executed. Several lines for a here-document. */
  readonly line: string;
  /** Lines as a reader saw them: carriage returns, backspaces and escapes resolved. At most 1 MiB is kept. */
  readonly output: string;
  /** Absent while it runs. */
  readonly exitCode?: number;
  /** The name under `/run/netns` of the network namespace that the shell itself is in; `''` for its node's own or a nameless one. */
  readonly netns: string;
  /** Monotonic milliseconds. */
  readonly startedMs: number;
  readonly endedMs?: number;
}
