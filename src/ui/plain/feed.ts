import { playCommand, whenAtPrompt } from '../../session/play.ts';
import type { Terminal } from '../../terminal/types.ts';
import type { LineQueue } from './line-queue.ts';

/** What a piped line may take before the next one is typed all the same: a pipe has no one to press ^C. */
const lineTimeoutMs = 120_000;
/** How long a command that the next piped line interrupts (`^C`) is left to show something. */
const interruptAfterMs = 1500;

export interface FeedOptions {
  readonly lines: LineQueue;
  /** The shell that is typed into; another one after a move or a switch. */
  readonly terminal: () => Terminal;
  /** Resolves when nothing that a line has set going is still under way. */
  readonly settled: () => Promise<void>;
  /** The lesson has been left: the rest of the lines belongs to the next. */
  readonly isOver: () => boolean;
}

/**
 * Types the lines of a pipe at the lab's prompt, one after another, as a learner would: the next only once the last has
 * come back and what it changed has been judged. A line `^C` is that key, for the command before it.
 *
 * @returns whether the input has ended.
 */
export async function feedLines({ lines, terminal, settled, isOver }: FeedOptions): Promise<boolean> {
  for (;;) {
    await settled();
    if (isOver()) return false;
    await whenAtPrompt(terminal(), lineTimeoutMs);
    const line = await lines.next();
    if (line === undefined) return true;
    if (line === '^C') continue;
    const startedMs = performance.now();
    const shell = terminal();
    const command = { node: shell.node, text: line, look: false, sample: [], place: { line: 0, column: 0 } };
    await playCommand(
      shell,
      { ...command, interrupt: lines.peek() === '^C' },
      { timeoutMs: lineTimeoutMs, enough: () => performance.now() - startedMs > interruptAfterMs },
    );
  }
}
