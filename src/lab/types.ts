import type { Need, Snapshot } from '../check/snapshot.ts';
import type { NodeName, WorldName } from '../lesson/types.ts';
import type { At } from '../check/facts.ts';
import type { Captured, Frame, NotCaptured, Sending } from '../trace/types.ts';
import type { RunOptions, RunResult, SpawnSpec } from '../process/types.ts';

export interface LabOptions {
  readonly world: WorldName;
  /** What the lab writes to its shells' prompts and marks: a nonce of the runner's, see `terminal/marks.ts`. */
  readonly nonce?: string;
  /** A Docker Engine of its own on the lab's host, with the course's images; see `Lab.ready`. */
  readonly docker?: boolean;
}

/** Why a lab is no more. */
export type LabEnd =
  | { readonly reason: 'closed' }
  | { readonly reason: 'died'; readonly detail: string }
  | { readonly reason: 'limit'; readonly limit: 'memory' | 'neighbours' | 'packets'; readonly detail: string };

/** What a capture hands over. */
export interface CaptureListener {
  readonly onFrame: (frame: Frame) => void;
  /** So many frames came too fast. */
  readonly onLost: (count: number) => void;
}

/** A capture at work. It ends with its lab, if not before. */
export interface Capturing {
  /** It hears everything from here on; what keeps it from that, if anything. */
  readonly ready: Promise<string | undefined>;
  readonly ended: Promise<void>;
  /** Ends it, with what came until now. */
  readonly stop: () => Promise<void>;
}

/** A throw-away Linux machine. Dies with its runner, however that ends. */
export interface Lab {
  readonly world: WorldName;
  /** `controlplane`, and `node01` where the world has one. */
  readonly nodes: readonly NodeName[];
  /** The pid of the lab's PID 1, seen from the host. */
  readonly pid: number;
  /**
   * Resolves when what begins with the lab is there: at once, or when its Engine answers and has its images. Rejects with an
   * `EngineError` where that fails; the lab goes on without.
   */
  readonly ready: Promise<void>;
  /** What a pty must start to be the learner's interactive root bash on that node. */
  readonly shell: (node: NodeName) => SpawnSpec;
  /**
   * What a pty, or `pipes`, must start to be that program in the lab: `shell` for any program, `argv[0]` an absolute path or
   * found in the lab's PATH.
   */
  readonly command: (node: NodeName, argv: readonly string[], streams?: 'pipes' | 'terminal') => SpawnSpec;
  /**
   * Runs a program inside the lab, in all its namespaces and behind all its guards, through pipes: for `bash check`,
   * setup scripts and `lab -- CMD`. Never on a learner's terminal.
   */
  readonly run: (node: NodeName, argv: readonly string[], options: RunOptions) => Promise<RunResult>;
  /** Asks the kernel, with the host's own programs, for what the needs name. Never throws: what cannot be had is `error`. */
  readonly snapshot: (needs: readonly Need[]) => Promise<Snapshot>;
  /**
   * Sends one real packet from a namespace, and listens in all of them for it, its answer, ICMP errors and ARP. Never
   * rejects.
   */
  readonly trace: (sending: Sending) => Promise<Captured | NotCaptured>;
  /** Listens at an interface, or at all of a namespace's (`''`), and hands over every frame as it comes. */
  readonly capture: (at: At, link: string, listener: CaptureListener) => Capturing | NotCaptured;
  /** Calls back (coalesced to at most one call per 20 ms) when links, addresses, routes, neighbours, namespaces or rules changed. */
  readonly watch: (onChange: () => void) => { readonly close: () => void };
  readonly ended: Promise<LabEnd>;
  /** Ends it: closes its control pipe, waits 200 ms, kills. Resolves when nothing of it is left. */
  readonly close: () => Promise<void>;
}

/** Why no lab could be started; `cause` says what to do. Thrown by `startLab`. */
export class LabError extends Error {
  override readonly name = 'LabError';
  readonly stderr: string;
  constructor(message: string, stderr = '') {
    super(message);
    this.stderr = stderr;
  }
}

/** Why a lab has no Docker Engine, or one without images. `detail`: what was said last, the Engine's log among it. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  /** `no-images`: `cause` is what kept them away. */
  readonly reason: 'not-started' | 'not-loaded' | 'late' | 'no-images';
  readonly detail: string;
  constructor(reason: EngineError['reason'], detail: string, options?: ErrorOptions) {
    super(`${reason}: ${detail}`, options);
    this.reason = reason;
    this.detail = detail;
  }
}

/** How to find a running lab from the host: what a probe needs to enter its namespaces. */
export interface LabTarget {
  /** The pid, seen from the host, of each node's first process. */
  readonly pids: Readonly<Partial<Record<NodeName, number>>>;
  /** The id that owns the lab, where the runner is root and must drop to it before entering. */
  readonly owner?: { readonly uid: number; readonly gid: number };
}
