import { createRequire } from 'node:module';
import { closeSync, constants, openSync } from 'node:fs';

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
 * Why the kernel gave no pty, by asking once more: ENOSPC when there are `kernel.pty.max` (less `kernel.pty.reserve`
 * outside the first devpts), or as many as the devpts was mounted for (Documentation/filesystems/devpts.rst).
 */
export function whyNoPty(error: unknown): TerminalError {
  const said = error instanceof Error ? error.message : String(error);
  try {
    closeSync(openSync('/dev/ptmx', constants.O_RDWR | constants.O_NOCTTY));
  } catch (again) {
    const code = again instanceof Error && 'code' in again ? again.code : undefined;
    const message = again instanceof Error ? again.message : said;
    if (code === 'ENOSPC') return new TerminalError('pty-limit', `${message} (kernel.pty.max)`);
    if (code === 'ENOENT' || code === 'ENODEV' || code === 'ENXIO') return new TerminalError('no-devpts', message);
    return new TerminalError('failed', message);
  }
  return new TerminalError('failed', said);
}
