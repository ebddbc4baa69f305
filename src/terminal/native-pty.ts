import { createRequire } from 'node:module';
import { existsSync, readFileSync } from 'node:fs';

/**
 * What we use of node-pty: its native part alone. Its own JavaScript loses the last output of a program (it gives what
 * is left 200 ms and then closes), decodes what must stay bytes, or else leaves IUTF8 out, and turns a full
 * pty into a busy loop. The native part is no public interface, hence the exact version in package.json and the look
 * at its shape below.
 */
export interface NativePty {
  readonly fork: (
    file: string,
    args: readonly string[],
    env: readonly string[],
    cwd: string,
    columns: number,
    rows: number,
    uid: number,
    gid: number,
    /** Sets IUTF8, by which the kernel's own line editing erases characters, not bytes (termios(3)). */
    utf8: boolean,
    /** Of macOS only. */
    helper: string,
    onExit: (exitCode: number, signal: number) => void,
  ) => { readonly fd: number; readonly pid: number; readonly pty: string };
  readonly resize: (fd: number, columns: number, rows: number, pixelWidth: number, pixelHeight: number) => void;
}

/** No pty could be had. `reason` is for the words; the message has what the system said. */
export class TerminalError extends Error {
  override readonly name = 'TerminalError';
  readonly reason: 'no-native' | 'no-devpts' | 'pty-limit' | 'failed';
  constructor(reason: TerminalError['reason'], message: string) {
    super(message);
    this.reason = reason;
  }
}

let loaded: NativePty | undefined;

/** Loads node-pty's binary, once. Throws `TerminalError` where there is none for this system (musl, another processor). */
export function nativePty(): NativePty {
  if (loaded !== undefined) return loaded;
  let found: unknown;
  try {
    const require = createRequire(import.meta.url);
    found = require('node-pty');
  } catch (error) {
    throw new TerminalError('no-native', error instanceof Error ? error.message : String(error));
  }
  const native: unknown = typeof found === 'object' && found !== null && 'native' in found ? found.native : undefined;
  if (!isNativePty(native)) throw new TerminalError('no-native', 'node-pty has another native interface');
  loaded = native;
  return loaded;
}

function isNativePty(value: unknown): value is NativePty {
  if (typeof value !== 'object' || value === null) return false;
  return 'fork' in value && typeof value.fork === 'function' && 'resize' in value && typeof value.resize === 'function';
}

/**
 * Why the kernel gave no pty: too many (`kernel.pty.max`, of which `kernel.pty.reserve` are kept for the first devpts;
 * Documentation/filesystems/devpts.rst), or no devpts at all.
 */
export function whyNoPty(error: unknown): TerminalError {
  const said = error instanceof Error ? error.message : String(error);
  if (!existsSync('/dev/ptmx') || !existsSync('/dev/pts')) return new TerminalError('no-devpts', said);
  const max = setting('max');
  const count = setting('nr');
  if (count >= max - setting('reserve')) {
    return new TerminalError('pty-limit', `kernel.pty.nr is ${count}, kernel.pty.max ${max}: ${said}`);
  }
  return new TerminalError('failed', said);
}

function setting(name: string): number {
  try {
    return Number(readFileSync(`/proc/sys/kernel/pty/${name}`, 'utf8'));
  } catch {
    return Number.NaN;
  }
}
