import type { Code, RootContent } from 'mdast';
import type { Check } from '../check/types.ts';
import type { Choices } from '../grade/variant.ts';

/** A machine of the lab that a lesson's prompts can name: `$ ` and `controlplane $ ` are the host, `node01 $ ` the other. */
export type NodeName = 'controlplane' | 'node01';

/** What a lab holds at the start: the host alone, or the host on a LAN with `node01` and a router that owns 8.8.8.8. */
export type WorldName = 'host' | 'lan';

/** A place in a lesson file: 1-based line and column, as editors count them. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** One thing the learner types, with what it should look like. */
export interface Command {
  readonly node: NodeName;
  /** As typed, after `vars`; a continued command (`> ` lines) has its lines joined by `\n`. */
  readonly text: string;
  /** Only looks (`console look`): a learner may leave it out, `verify` does not mutate it. */
  readonly look: boolean;
  /** A `^C` line follows: the key is sent once the step's checks on this command hold (a `ping` without `-c`). */
  readonly interrupt: boolean;
  /** The sample output below the command, one entry a line, after `vars`; empty when the lesson shows none. */
  readonly sample: readonly string[];
  readonly place: Place;
  /** Lines of the file that hold the sample output (1-based, inclusive): what `verify --update` rewrites. Absent: none. */
  readonly sampleLines?: { readonly from: number; readonly to: number };
}

/**
 * What a step shows, in order: Markdown as mdast, a `console` block, or a picture of the network, whose code is a sample of
 * how the step leaves it. Hints, checks, setup and debrief are not in here.
 */
export type Block =
  | { readonly type: 'prose'; readonly node: RootContent }
  | { readonly type: 'topology'; readonly node: Code }
  | { readonly type: 'console'; readonly commands: readonly Command[] };

/** One `##` section of a lesson. */
export interface Step {
  /** GitHub slug of the original's heading, or of `<!-- step: ID -->` under it. Progress is keyed by it. */
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly Block[];
  /** Every command of the step's `console` blocks, in order: its solution. */
  readonly commands: readonly Command[];
  readonly checks: readonly Check[];
  /** Hidden, idempotent bash, run as the lab's root before the step is shown; empty when there is none. */
  readonly setup: string;
  /** `[!TIP]` alerts, from a nudge to nearly the answer; at most three. Each is its alert's content. */
  readonly hints: readonly (readonly RootContent[])[];
  /** The closing `[!IMPORTANT]` alert's content; empty when there is none. */
  readonly debrief: readonly RootContent[];
  readonly place: Place;
}

/** What makes a challenge a checkpoint: it is graded, by points. */
export interface Checkpoint {
  /** Minutes that `--exam` gives. */
  readonly limit: number;
  /** Points that each hint seen costs; `off`: there are none to be seen. */
  readonly hints: number | 'off';
}

/** One lesson file, ready to be taught. */
export interface Lesson {
  /** The folder's name without its number: `02-veth` is `veth`. */
  readonly id: string;
  /** Where it was read from, for messages. */
  readonly file: string;
  readonly title: string;
  readonly minutes: number;
  readonly mode: 'guided' | 'challenge';
  readonly world: WorldName;
  /** Tools (`ip`) and kernel features (`kernel:br_netfilter`) that the lesson needs. */
  readonly requires: readonly string[];
  readonly vars: Readonly<Record<string, string>>;
  /** How a student's code chooses other values for `vars`. */
  readonly choices?: Choices;
  /** What those values were chosen by; absent: they are the lesson's own. */
  readonly seed?: string;
  readonly checkpoint?: Checkpoint;
  /** The id of the lesson whose solution the lab begins with. */
  readonly startsAfter?: string;
  /** Of a translation: the digest of the original's prose that it was made from. */
  readonly translates?: string;
  /** What stands before the first step. */
  readonly intro: readonly Block[];
  readonly steps: readonly Step[];
}

/** A course: its lessons in the order of their folders. */
export interface Course {
  readonly title: string;
  readonly directory: string;
  readonly lessons: readonly Lesson[];
}
