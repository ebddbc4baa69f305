import type { At } from '../../check/facts.ts';
import type { Captured, NotCaptured, Sending } from '../../trace/types.ts';
import type { CaptureListener, Capturing, LabTarget } from '../types.ts';
import { capture } from './capture.ts';
import type { Closing } from './listen.ts';

/** What listens in a lab's namespaces. Its programs are outside of the lab's own, and so must be ended with it. */
export class Tracer {
  readonly #abort = new AbortController();
  readonly #programs = new Set<Promise<unknown>>();
  readonly #closing: Closing = {
    signal: this.#abort.signal,
    program: (gone) => {
      this.#programs.add(gone);
      void gone.finally(() => this.#programs.delete(gone));
    },
  };

  /** See `sendAndListen`. */
  async trace(target: LabTarget, sending: Sending): Promise<Captured | NotCaptured> {
    const { sendAndListen } = await import('./send.ts');
    return sendAndListen(target, sending, this.#closing);
  }

  /** See `capture`. */
  capture(target: LabTarget, at: At, link: string, listener: CaptureListener): Capturing | NotCaptured {
    return capture(target, { at, link }, listener, this.#closing);
  }

  /** Ends all of it. Resolves when none is left. */
  async close(): Promise<void> {
    this.#abort.abort();
    await Promise.all(this.#programs);
  }
}
