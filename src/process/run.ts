import { Keep } from './keep.ts';
import { killGroup, start } from './start.ts';
import type { RunOptions, RunResult, SpawnSpec } from './types.ts';

/** Bytes of each stream kept where the caller names no number. */
const defaultMaxBytes = 1024 * 1024;

/** How long after a program's end its streams may stay open: a daemon it left may hold them for ever. */
const drainMs = 100;

/**
 * Runs a program to its end and tells how that was. Its own session and process group, pipes for all three streams;
 * on timeout the group is killed (SIGKILL). Output beyond `maxBytes` (of each stream, 1 MiB by default) is read and
 * dropped, so that a program that prints for ever costs no memory. Never throws and never rejects.
 */
export function run(spec: SpawnSpec, options: RunOptions): Promise<RunResult> {
  const begun = performance.now();
  const stdout = new Keep(options.maxBytes ?? defaultMaxBytes);
  const stderr = new Keep(options.maxBytes ?? defaultMaxBytes);
  return new Promise((resolve) => {
    let timedOut = false;
    let settled = false;
    let drain: NodeJS.Timeout | undefined;
    const settle = (exitCode: number | null, signal: string | null, failed?: string): void => {
      if (settled) return;
      settled = true;
      clearTimeout(limit);
      clearTimeout(drain);
      resolve({
        exitCode,
        signal,
        stdout: stdout.text(),
        stderr: stderr.text(),
        truncated: stdout.truncated || stderr.truncated,
        timedOut,
        ...(failed === undefined ? {} : { failed }),
        durationMs: performance.now() - begun,
      });
    };
    const limit = setTimeout(() => {
      timedOut = true;
      killGroup(child?.pid);
    }, options.timeoutMs);
    const child = startOr(spec, (message) => settle(null, null, message));
    if (child === undefined) return;
    child.on('error', (error) => settle(null, null, error.message));
    child.stdout.on('data', (bytes: Buffer) => stdout.add(bytes));
    child.stderr.on('data', (bytes: Buffer) => stderr.add(bytes));
    child.on('exit', (exitCode, signal) => {
      drain = setTimeout(() => {
        child.stdin.destroy();
        child.stdout.destroy();
        child.stderr.destroy();
        settle(exitCode, signal);
      }, drainMs);
    });
    child.on('close', (exitCode, signal) => settle(exitCode, signal));
    child.stdin.end(options.input ?? '');
  });
}

/** `spawn` throws, rather than tells, for some arguments (a NUL in one, E2BIG, EMFILE). */
function startOr(spec: SpawnSpec, failed: (message: string) => void): ReturnType<typeof start> | undefined {
  try {
    return start(spec);
  } catch (error) {
    failed(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}
