import { closeSync, constants, openSync } from 'node:fs';
import { createFdWriter } from './fd-writer.ts';
import { surviveHangUp } from './hung-up.ts';
import { listenToProcess, type HostEnd } from './host-signals.ts';

export type { HostEnd } from './host-signals.ts';

export interface HostTerminalOptions {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream & { readonly fd: number };
  /** Written when the terminal is taken, and again after each suspension; e.g. the alternate screen. */
  readonly enter?: () => string;
  /** Written when it is given back: everything that may have been set since is to be undone by it. */
  readonly leave?: () => string;
  /**
   * We must go: a signal, an error of our own, or the terminal is gone. The terminal has been given back already. Called
   * again for each further signal: the second one is somebody who will not wait.
   */
  readonly end: (end: HostEnd) => void;
}

/** The user's own terminal: taken, given back exactly once for each time it was taken, however that comes about. */
export interface HostTerminal {
  readonly size: () => { readonly columns: number; readonly rows: number };
  /** Raw mode, and `enter`'s text. Without effect where it is taken already. */
  readonly take: () => void;
  /** `leave`'s text, then the mode it had. Without effect where it is given back already. */
  readonly giveBack: () => void;
  /** Never blocks, and is silent once the terminal is gone. Text waits while the terminal takes none: see `pending`. */
  readonly write: (text: string) => void;
  /** Bytes that wait. Who draws frames leaves some out while there are any. */
  readonly pending: number;
  /** It is ours just now: whoever draws when it is not would draw on somebody else's screen. */
  readonly taken: boolean;
  readonly onInput: (listener: (bytes: Uint8Array) => void) => void;
  readonly onResize: (listener: (size: { columns: number; rows: number }) => void) => void;
  /** After a suspension: all that was on the screen is to be drawn again. */
  readonly onResume: (listener: () => void) => void;
  /** `pending` has come down to 0. */
  readonly onDrain: (listener: () => void) => void;
  /** ^Z, for who reads it as a key. */
  readonly suspend: () => void;
  /** Gives it back, and listens to nothing any more. */
  readonly close: () => void;
}

/** A terminal that takes nothing (^S) holds up our going no longer than this. */
const flushMs = 200;

export function openHostTerminal({ stdin, stdout, enter, leave, end }: HostTerminalOptions): HostTerminal {
  const inputs = new Set<(bytes: Uint8Array) => void>();
  const resizes = new Set<(size: { columns: number; rows: number }) => void>();
  const resumes = new Set<() => void>();
  const drains = new Set<() => void>();
  let taken = false;
  let gone = false;
  let closed = false;

  const hangUp = (): void => {
    if (gone || closed) return;
    gone = true;
    stdin.pause();
    giveBack();
    end({ reason: 'hang-up' });
  };

  surviveHangUp();
  const own = openNonBlocking(stdout);
  const writer = createFdWriter(own ?? stdout.fd, {
    drained: () => drains.forEach((listener) => listener()),
    broken: hangUp,
  });
  const size = (): { columns: number; rows: number } => sizeOf(stdout);

  const take = (): void => {
    if (taken || gone || closed) return;
    taken = true;
    setRaw(stdin, true);
    if (enter !== undefined) writer.write(enter());
  };

  const giveBack = (): void => {
    if (!taken) return;
    taken = false;
    if (leave !== undefined && !gone) {
      writer.write(leave());
      writer.flush(flushMs);
    }
    setRaw(stdin, false);
  };

  const resume = (): void => {
    // Whoever had the terminal meanwhile may have changed its mode: off and on again sets it anew.
    if (taken) setRaw(stdin, false);
    taken = false;
    take();
    for (const listener of resumes) listener();
    // What happened to the size meanwhile was told to the foreground job, which was another: Node asks anew by this.
    process.kill(process.pid, 'SIGWINCH');
  };

  const signals = listenToProcess({ giveBack, resume, isTaken: () => taken, end });
  const onData = (bytes: Uint8Array): void => inputs.forEach((listener) => listener(bytes));
  const onResize = (): void => resizes.forEach((listener) => listener(size()));
  stdin.on('data', onData);
  stdin.on('end', hangUp);
  stdin.on('error', hangUp);
  stdout.on('error', hangUp);
  stdout.on('resize', onResize);

  const close = (): void => {
    if (closed) return;
    giveBack();
    writer.flush(flushMs);
    closed = true;
    signals.close();
    stdin.off('data', onData);
    stdin.off('end', hangUp);
    stdin.off('error', hangUp);
    stdout.off('resize', onResize);
    // `hangUp` stays on stdout: what Node itself still writes there must not become a crash.
    stdin.pause();
    writer.close();
    if (own !== undefined) closeSync(own);
  };

  return {
    size,
    take,
    giveBack,
    write: (text) => {
      if (!gone && !closed) writer.write(text);
    },
    get pending() {
      return writer.pending;
    },
    get taken() {
      return taken;
    },
    onInput: (listener) => void inputs.add(listener),
    onResize: (listener) => void resizes.add(listener),
    onResume: (listener) => void resumes.add(listener),
    onDrain: (listener) => void drains.add(listener),
    suspend: signals.suspend,
    close,
  };
}

/** In cells; a terminal that does not know its size (a serial line) is taken for the usual one. */
export function sizeOf(stdout: Pick<NodeJS.WriteStream, 'columns' | 'rows'>): { columns: number; rows: number } {
  return { columns: stdout.columns || 80, rows: stdout.rows || 24 };
}

function setRaw(stdin: NodeJS.ReadStream, on: boolean): void {
  if (!stdin.isTTY) return;
  try {
    stdin.setRawMode(on);
  } catch {
    // EIO: the terminal is gone, and its mode with it.
  }
}

/**
 * The terminal opened once more, for us alone: Node writes to its own stdout blocking, and to make that one
 * non-blocking would make it so for the shell that started us. Undefined where it cannot be had (another user's terminal, a file).
 */
function openNonBlocking(stdout: HostTerminalOptions['stdout']): number | undefined {
  if (!stdout.isTTY) return undefined;
  for (const path of [`/proc/self/fd/${stdout.fd}`, '/dev/tty']) {
    try {
      return openSync(path, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    } catch {
      // The next one.
    }
  }
  return undefined;
}
