import { writeSync } from 'node:fs';

/** Writes to a pty's master without ever blocking or spinning. */
export interface PtyWriter {
  readonly write: (data: string | Uint8Array) => void;
  readonly close: () => void;
}

const chunkBytes = 4096;
const retryMs = 5;

/**
 * Keys go out at once. What the program does not take yet (a paste into something that does not read) waits here and is
 * offered again every 5 ms. An interrupt (^C) throws away what waits, as the kernel does with what it holds (termios(3), NOFLSH).
 */
export function createPtyWriter(fd: number): PtyWriter {
  let waiting: Uint8Array[] = [];
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  const send = (): void => {
    timer = undefined;
    let budget = 64;
    while (!closed && waiting[0] !== undefined) {
      const data = waiting[0];
      if (budget-- === 0) {
        timer = setTimeout(send, 0);
        return;
      }
      try {
        const count = writeSync(fd, data, 0, Math.min(data.length, chunkBytes));
        if (count === data.length) waiting.shift();
        else waiting[0] = data.subarray(count);
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') timer = setTimeout(send, retryMs);
        // Anything else (EIO): nobody will ever read it.
        else waiting = [];
        return;
      }
    }
  };

  return {
    write: (data) => {
      if (closed) return;
      const bytes = typeof data === 'string' ? Buffer.from(data, 'utf8') : data;
      if (bytes.length === 0) return;
      if (bytes.length === 1 && bytes[0] === 3) waiting = [];
      waiting.push(bytes);
      if (timer === undefined) send();
    },
    close: () => {
      closed = true;
      waiting = [];
      clearTimeout(timer);
    },
  };
}
