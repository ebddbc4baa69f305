import { createInterface } from 'node:readline';
import { openHostTerminal, type HostEnd } from '../terminal/host-terminal.ts';
import type { Learner } from '../ui/plain/learner.ts';
import { createLineQueue } from '../ui/plain/line-queue.ts';
import { createEmitter } from '../session/emitter.ts';
import type { CommandIo } from './io.ts';

export interface OpenLearner {
  readonly learner: Learner;
  /** Resolves when the program must go: a signal, our own error, the terminal gone. Never, where nothing happens. */
  readonly ended: Promise<HostEnd>;
  readonly close: () => void;
}

/** The size a shell is told where there is no terminal to have one. */
const pipeSize = { columns: 80, rows: 24 };

/** The learner's terminal in raw mode, or, where standard input or output is none, a pipe. */
export function openLearner(io: CommandIo): OpenLearner {
  return io.isTerminal ? openTerminalLearner(io) : openPipeLearner(io);
}

function openTerminalLearner({ stdin, stdout }: CommandIo): OpenLearner {
  const keys = createEmitter<string>();
  const sizes = createEmitter<{ columns: number; rows: number }>();
  let finish: (end: HostEnd) => void = () => undefined;
  const ended = new Promise<HostEnd>((resolve) => {
    finish = resolve;
  });
  const host = openHostTerminal({ stdin, stdout, end: (end) => finish(end) });
  const decoder = new TextDecoder();
  host.onInput((bytes) => {
    keys.emit(decoder.decode(bytes, { stream: true }));
  });
  host.onResize(sizes.emit);
  host.take();
  return {
    ended,
    close: host.close,
    learner: {
      isTerminal: true,
      size: host.size,
      write: host.write,
      onKeys: keys.on,
      onResize: (listener) => sizes.on(({ columns, rows }) => listener(columns, rows)),
      lines: createLineQueue(noLines()),
    },
  };
}

function openPipeLearner({ stdin, out }: CommandIo): OpenLearner {
  const lines = createInterface({ input: stdin, terminal: false, crlfDelay: Infinity });
  const none = { close: () => undefined };
  let finish: (end: HostEnd) => void = () => undefined;
  const ended = new Promise<HostEnd>((resolve) => {
    finish = resolve;
  });
  const listeners = (['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGTERM'] as const).map((signal) => {
    const listener = (): void => finish({ reason: 'signal', signal });
    process.on(signal, listener);
    return () => process.off(signal, listener);
  });
  return {
    ended,
    close: () => {
      for (const stop of listeners) stop();
      lines.close();
    },
    learner: {
      isTerminal: false,
      size: () => pipeSize,
      write: out,
      onKeys: () => none,
      onResize: () => none,
      lines: createLineQueue(lines),
    },
  };
}

/** A terminal has keys, not lines. */
async function* noLines(): AsyncGenerator<string> {
  // Nothing.
}
