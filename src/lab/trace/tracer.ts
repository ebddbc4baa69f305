import type { At } from '../../check/facts.ts';
import type { Captured, NotCaptured, Sending } from '../../trace/types.ts';
import type { CaptureListener, Capturing, LabTarget } from '../types.ts';
import { capture } from './capture.ts';

/** What listens in a lab's namespaces. Its programs are outside of the lab's own, and so must be ended with it. */
export class Tracer {
  readonly #closing = new AbortController();
  readonly #work = new Set<Promise<unknown>>();

  /** See `sendAndListen`. */
  async trace(target: LabTarget, sending: Sending): Promise<Captured | NotCaptured> {
    const { sendAndListen } = await import('./send.ts');
    return this.#during(sendAndListen(target, sending, this.#closing.signal));
  }

  /** See `capture`. */
  capture(target: LabTarget, at: At, link: string, listener: CaptureListener): Capturing | NotCaptured {
    const capturing = capture(target, { at, link }, listener, this.#closing.signal);
    if (!('failed' in capturing)) void this.#during(capturing.ended);
    return capturing;
  }

  /** Ends all of it. Resolves when none is left. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all(this.#work);
  }

  #during<T>(work: Promise<T>): Promise<T> {
    this.#work.add(work);
    return work.finally(() => this.#work.delete(work));
  }
}
