/** How to start a program: what `child_process.spawn` and a pty both need, and nothing inherited from the runner. */
export interface SpawnSpec {
  /** Absolute path. */
  readonly file: string;
  readonly args: readonly string[];
  /** The whole environment; nothing of the runner's is added. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Ids to drop to before anything runs, where the runner is root. */
  readonly uid?: number;
  readonly gid?: number;
}

export interface RunOptions {
  /** Written to standard input, which is then closed. */
  readonly input?: string;
  /** Wall clock after which the whole process group is killed. */
  readonly timeoutMs: number;
  /** Bytes kept of each of stdout and stderr; what comes beyond is read and dropped. */
  readonly maxBytes?: number;
}

/** How a program ended: a value for every way, never an exception (but for a file that cannot be started: `failed`). */
export interface RunResult {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly truncated: boolean;
  readonly timedOut: boolean;
  /** The message of the error that kept it from starting. */
  readonly failed?: string;
  readonly durationMs: number;
}
