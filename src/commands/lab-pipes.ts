import { constants } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import { killGroup, start } from '../process/start.ts';
import type { SpawnSpec } from '../process/types.ts';
import { createOuterFilter } from '../terminal/outer-filter.ts';
import type { CommandIo, ExitCode } from './io.ts';

/**
 * Runs it with pipes for all three streams and passes them on byte for byte, as they come. What goes to a terminal all
 * the same (standard error, mostly) is filtered: a lab's bytes must not reach the user's terminal as they are.
 */
export function onPipes(spawn: SpawnSpec, io: CommandIo): Promise<ExitCode> {
  const child = start(spawn);
  pass(child.stdout, io.stdout, io.stdout.isTTY);
  pass(child.stderr, process.stderr, io.errIsTerminal);
  io.stdin.pipe(child.stdin);
  return new Promise((resolve) => {
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
    const listeners = signals.map((signal) => {
      const stop = (): void => {
        killGroup(child.pid);
        finish(128 + constants.signals[signal]);
      };
      process.on(signal, stop);
      return () => process.off(signal, stop);
    });
    const finish = (code: ExitCode): void => {
      for (const stop of listeners) stop();
      io.stdin.unpipe(child.stdin);
      io.stdin.pause();
      resolve(code);
    };
    child.on('error', () => finish(2));
    child.on('close', (code, signal) => finish(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
}

function pass(from: Readable, to: Writable, filtered: boolean | undefined): void {
  if (filtered !== true) {
    from.pipe(to, { end: false });
    return;
  }
  const filter = createOuterFilter();
  from.on('data', (bytes: Buffer) => to.write(filter.push(bytes)));
  from.on('end', () => to.write(filter.leave()));
}
