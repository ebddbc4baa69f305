import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import type { SpawnSpec } from './types.ts';

/**
 * Starts a program with three pipes, in a session and process group of its own, so that a `kill 0` in it cannot reach
 * the runner, and with nothing of the runner's environment. Its `error` event says that it could not be started.
 * @throws {Error} where there is no descriptor left for its pipes (EMFILE, ENFILE), or for arguments with a NUL
 */
export function start(spec: SpawnSpec): ChildProcessWithoutNullStreams {
  const child = spawn(spec.file, [...spec.args], {
    cwd: spec.cwd,
    // Node adds NODE_V8_COVERAGE by itself to every child unless the key is there.
    env: { ...spec.env, NODE_V8_COVERAGE: undefined },
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(spec.uid === undefined ? {} : { uid: spec.uid }),
    ...(spec.gid === undefined ? {} : { gid: spec.gid }),
  });
  // Out of descriptors, Node gives a child without streams, and the reason in an event.
  const streams: { readonly stdin?: unknown } = child;
  if (streams.stdin === undefined || streams.stdin === null) {
    child.on('error', () => undefined);
    throw new Error(`spawn ${spec.file} EMFILE: too many open files`);
  }
  // A program that does not read its input, or ends early, is no error of ours (EPIPE).
  child.stdin.on('error', () => undefined);
  child.stdout.on('error', () => undefined);
  child.stderr.on('error', () => undefined);
  return child;
}

/** Kills the whole process group of a program begun by `start` (kill(2)); it may be gone already. */
export function killGroup(pid: number | undefined, signal: NodeJS.Signals = 'SIGKILL'): void {
  if (pid === undefined || pid <= 1) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // ESRCH: nothing left of it.
  }
}
