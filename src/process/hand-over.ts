import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** A program that gets everything that is ours. */
export interface HandOver {
  /** A path, or a name that PATH (on Windows also PATHEXT) finds. */
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Its standard output goes where ours goes, or to our standard error: what it prints is no result then. */
  readonly stdout: 'inherit' | 'stderr';
}

/**
 * Runs a program on our own terminal and standard streams until it ends; resolves with its exit code, or 128 and the
 * number of the signal that ended it. ^C reaches both of us, and what it means is the program's to say; other signals
 * are handed on.
 * @throws {Error} where it cannot be started
 */
export async function handOver({ file, args, env, stdout }: HandOver): Promise<number> {
  const child = spawn(file, [...args], {
    env: { ...env },
    stdio: ['inherit', stdout === 'stderr' ? 2 : 'inherit', 'inherit'],
  });
  const nothing = (): void => undefined;
  const handOn = (signal: NodeJS.Signals): void => void child.kill(signal);
  process.on('SIGINT', nothing);
  process.on('SIGTERM', handOn);
  process.on('SIGHUP', handOn);
  try {
    return await new Promise<number>((resolve, reject) => {
      child.on('error', reject);
      child.on('exit', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
    });
  } finally {
    process.off('SIGINT', nothing);
    process.off('SIGTERM', handOn);
    process.off('SIGHUP', handOn);
  }
}
