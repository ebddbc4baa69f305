import { closeSync, openSync } from 'node:fs';
import { isatty } from 'node:tty';

let watched: readonly number[] | undefined;

/**
 * Node sets its terminals' modes back when it exits, and aborts with a stack trace and a core where one of them is gone
 * (`ResetStdio`, an assertion on tcsetattr(3), Node 20 to 26). It leaves alone what is no longer the same file; so at
 * exit /dev/null takes the place of each standard stream that was a terminal and is none any more. Once a process.
 */
export function surviveHangUp(): void {
  if (watched !== undefined) return;
  watched = [0, 1, 2].filter((fd) => isatty(fd));
  process.on('exit', () => {
    for (const fd of watched ?? []) if (!isatty(fd)) replace(fd);
  });
}

/** open(2) gives the lowest free descriptor: the one just closed, for those below it are open. */
function replace(fd: number): void {
  try {
    closeSync(fd);
    openSync('/dev/null', 'r+');
  } catch {
    // It was closed already; then Node has nothing to set back.
  }
}
