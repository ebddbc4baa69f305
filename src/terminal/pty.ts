import { closeSync, constants, openSync, readFileSync, readSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import { createFdWriter } from './fd-writer.ts';
import { eachSecond } from '../process/each-second.ts';
import { findTool } from '../process/find.ts';
import type { SpawnSpec } from '../process/types.ts';
import { nativePty, TerminalError, whyNoPty } from './native-pty.ts';

/** A program on a pseudo-terminal of its own (pty(7)). */
export interface Pty {
  readonly pid: number;
  /** The slave's path in our devpts. */
  readonly path: string;
  /** Never blocks: what the program does not take yet waits. A lone `^C` throws away what waits. */
  readonly write: (data: string | Uint8Array) => void;
  /** Harmless after the end. */
  readonly resize: (columns: number, rows: number) => void;
  readonly pause: () => void;
  readonly resume: () => void;
  /** Hangs up, waits `graceMs`, kills. Resolves when the program has been waited for. */
  readonly close: (graceMs?: number) => Promise<void>;
}

export interface PtyHandlers {
  readonly data: (bytes: Uint8Array) => void;
  /** After the last `data`. A signal's number plus 128 where one ended it, as shells have it. */
  readonly exit: (exitCode: number) => void;
}

/** What a program that goes on after its shell may still add, and for how long we listen. */
const maxTailBytes = 1024 * 1024;
const tailMs = 50;

/** Starts the program. Throws `TerminalError` where no pty can be had. */
export function openPty(spawn: SpawnSpec, size: { columns: number; rows: number }, handlers: PtyHandlers): Pty {
  const native = nativePty();
  const { file, args } = withIds(spawn);
  const env = Object.entries(spawn.env).map(([name, value]) => `${name}=${value}`);
  let exited = false;
  let closed = false;
  let resolveEnd = (): void => {};
  const ended = new Promise<void>((resolve) => (resolveEnd = resolve));

  const finish = (exitCode: number): void => {
    if (!closed) {
      closed = true;
      writer.close();
      stream.destroy();
    }
    handlers.exit(exitCode);
    resolveEnd();
  };

  const onExit = (code: number, signal: number): void => {
    exited = true;
    look.close();
    const exitCode = signal > 0 ? 128 + signal : code;
    if (closed) return finish(exitCode);
    // What `pause` left in the stream comes first. Then the slave goes: now a read gives the rest, and EIO at its end.
    stream.read();
    closeSync(slave);
    if (readRest(forked.fd, handlers.data)) return finish(exitCode);
    const timer = setTimeout(done, tailMs);
    function done(): void {
      clearTimeout(timer);
      stream.off('close', done);
      finish(exitCode);
    }
    stream.once('close', done);
    stream.resume();
  };

  const forked = fork();
  // While we hold the slave, libuv cannot mistake the end of the program for the end of its output (libuv#4992).
  const slave = hold();
  const stream = new ReadStream(forked.fd);
  const writer = createFdWriter(forked.fd);
  stream.on('data', (bytes: Uint8Array) => {
    if (!closed) handlers.data(bytes);
  });
  // EIO: no slave is open any more. The end is told by the program's exit, never by this.
  stream.on('error', () => {});

  function fork(): { readonly fd: number; readonly pid: number; readonly pty: string } {
    const { columns, rows } = clamped(size.columns, size.rows);
    const { cwd } = spawn;
    try {
      return native.fork(file, args, env, cwd, columns, rows, -1, -1, true, '', onExit);
    } catch (error) {
      throw whyNoPty(error);
    }
  }

  function hold(): number {
    try {
      return openSync(forked.pty, constants.O_RDWR | constants.O_NOCTTY);
    } catch (error) {
      closed = true;
      closeSync(forked.fd);
      throw new TerminalError('failed', error instanceof Error ? error.message : String(error));
    }
  }

  // There is no shell around this one that could continue it: `suspend`, or `kill -STOP $$`, would be its end.
  const look = eachSecond(() => {
    if (!exited && isStopped(forked.pid)) signal(forked.pid, 'SIGCONT');
  });

  const kill = (): void => {
    if (exited) return;
    for (const target of [-forked.pid, forked.pid]) signal(target, 'SIGKILL');
  };

  return {
    pid: forked.pid,
    path: forked.pty,
    write: (data) => {
      if (closed || exited) return;
      // An interrupt overtakes what waits, as it does what the kernel holds (termios(3), NOFLSH).
      if (data === '\u0003') writer.clear();
      writer.write(data);
    },
    resize: (columns, rows) => {
      if (closed || exited) return;
      const to = clamped(columns, rows);
      native.resize(forked.fd, to.columns, to.rows, 0, 0);
    },
    pause: () => void stream.pause(),
    resume: () => {
      if (!closed) stream.resume();
    },
    close: async (graceMs = 300) => {
      if (!closed && !exited) {
        // Closing the last master hangs the session up: SIGHUP and SIGCONT to its foreground (tty_vhangup).
        closed = true;
        writer.close();
        stream.destroy();
        closeSync(slave);
        const timer = setTimeout(kill, graceMs);
        await ended;
        clearTimeout(timer);
      }
      await ended;
    },
  };
}

function signal(target: number, name: NodeJS.Signals): void {
  try {
    process.kill(target, name);
  } catch {
    // Gone meanwhile.
  }
}

/** By a signal, proc_pid_stat(5); not by a debugger. */
function isStopped(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat[stat.lastIndexOf(')') + 2] === 'T';
  } catch {
    return false;
  }
}

/** Reads without blocking until nothing is left. True: nobody has the slave open, so nothing more can come. */
function readRest(fd: number, data: (bytes: Uint8Array) => void): boolean {
  for (let total = 0; total < maxTailBytes;) {
    const buffer = new Uint8Array(16 * 1024);
    try {
      const count = readSync(fd, buffer, 0, buffer.length, null);
      if (count === 0) return true;
      total += count;
      data(buffer.subarray(0, count));
    } catch (error) {
      return !(error instanceof Error && 'code' in error && error.code === 'EAGAIN');
    }
  }
  return true;
}

/** The ioctl takes 16 bits; some programs divide by a size of 0. */
function clamped(columns: number, rows: number): { columns: number; rows: number } {
  const clamp = (value: number): number =>
    Number.isFinite(value) ? Math.min(Math.max(Math.trunc(value), 1), 5000) : 1;
  return { columns: clamp(columns), rows: clamp(rows) };
}

/**
 * Other ids are taken by `setpriv` (util-linux), which drops the supplementary groups too; node-pty would keep root's.
 */
function withIds({ file, args, uid, gid }: SpawnSpec): { file: string; args: readonly string[] } {
  if (uid === undefined && gid === undefined) return { file, args };
  const setpriv = findTool('setpriv');
  if (setpriv === undefined) throw new TerminalError('failed', 'setpriv is missing (util-linux)');
  const ids = [
    ...(uid === undefined ? [] : [`--reuid=${uid}`]),
    ...(gid === undefined ? [] : [`--regid=${gid}`]),
    '--clear-groups',
  ];
  return { file: setpriv, args: [...ids, '--', file, ...args] };
}
