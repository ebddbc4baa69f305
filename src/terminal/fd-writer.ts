import { writeSync } from 'node:fs';

/** Writes to a terminal's descriptor without ever blocking or spinning. The descriptor must be `O_NONBLOCK`. */
export interface FdWriter {
  /** Sends at once what the other side takes; the rest waits. */
  readonly write: (data: string | Uint8Array) => void;
  /** Bytes that wait. */
  readonly pending: number;
  /** Throws away what waits. */
  readonly clear: () => void;
  /** Tries for at most `timeoutMs` to send all of it, blocking. */
  readonly flush: (timeoutMs: number) => void;
  /** Nothing is written any more. The descriptor stays its owner's. */
  readonly close: () => void;
}

export interface FdWriterEvents {
  /** What waited has gone out. */
  readonly drained?: () => void;
  /** The other side is gone (EIO, EPIPE): once; from then on everything is dropped. */
  readonly broken?: (error: Error) => void;
}

const chunkBytes = 4096;
/** Chunks a turn, so that a long paste does not hold up everything else. */
const chunksATurn = 64;
const retryMs = 5;

/** libuv has no way to wait for a pty's master or a shared terminal to take more, so it is asked again every 5 ms. */
export function createFdWriter(fd: number, events: FdWriterEvents = {}): FdWriter {
  let waiting: Uint8Array[] = [];
  let pending = 0;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  /** One write. False: it would block, or there is nobody any more. */
  const sendChunk = (data: Uint8Array): boolean => {
    try {
      const count = writeSync(fd, data, 0, Math.min(data.length, chunkBytes));
      pending -= count;
      if (count === data.length) waiting.shift();
      else waiting[0] = data.subarray(count);
      return true;
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') return false;
      close();
      if (error instanceof Error) events.broken?.(error);
      return false;
    }
  };

  const send = (): void => {
    const waited = timer !== undefined;
    timer = undefined;
    for (let chunk = 0; waiting[0] !== undefined; chunk++) {
      const goOn = chunk < chunksATurn;
      if (goOn && sendChunk(waiting[0])) continue;
      if (!closed) timer = setTimeout(send, goOn ? retryMs : 0);
      return;
    }
    if (waited && !closed) events.drained?.();
  };

  const clear = (): void => {
    waiting = [];
    pending = 0;
  };

  const close = (): void => {
    closed = true;
    clear();
    clearTimeout(timer);
  };

  return {
    get pending() {
      return pending;
    },
    write: (data) => {
      if (closed) return;
      const bytes = typeof data === 'string' ? Buffer.from(data, 'utf8') : data;
      if (bytes.length === 0) return;
      waiting.push(bytes);
      pending += bytes.length;
      if (timer === undefined) send();
    },
    clear,
    flush: (timeoutMs) => {
      const until = performance.now() + timeoutMs;
      while (waiting[0] !== undefined && !closed) {
        if (sendChunk(waiting[0])) continue;
        if (performance.now() >= until) return;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, retryMs);
      }
    },
    close,
  };
}
