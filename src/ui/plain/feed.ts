import { whenAtPrompt } from '../../session/play.ts';
import type { Terminal } from '../../terminal/types.ts';
import type { LineQueue } from './line-queue.ts';

/** What a piped line may take before the next one is typed all the same: a pipe has no one to press ^C. */
const lineTimeoutMs = 120_000;
/** How long a command that the next piped line interrupts (`^C`) is left to show something. */
const interruptAfterMs = 1500;
/** A line that runs nothing by then wants more: a loop, a here-document (PS2 has no mark), or it was a mistake. */
const startWithinMs = 400;
/** Within this time of a shell's end there is a new one, or it is known that the lab ended with it. */
const newShellMs = 250;

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
  let wantsMore = false;
  for (;;) {
    await settled();
    if (isOver()) return false;
    if (!wantsMore) await whenAtPrompt(terminal(), lineTimeoutMs);
    const line = await lines.next();
    if (line === undefined) return true;
    if (line === '^C') continue;
    const outcome = await typeLine(terminal(), line, lines.peek() === '^C');
    wantsMore = outcome === 'wants-more';
    if (outcome === 'exit') await new Promise((resolve) => setTimeout(resolve, newShellMs));
  }
}

/** Types one line and waits for what becomes of it. */
function typeLine(terminal: Terminal, line: string, interrupt: boolean): Promise<'done' | 'wants-more' | 'exit'> {
  return new Promise((resolve) => {
    let timer: ReturnType<typeof setTimeout>;
    const done = (outcome: 'done' | 'wants-more' | 'exit'): void => {
      clearTimeout(timer);
      subscription.close();
      resolve(outcome);
    };
    const afterMs = (ms: number, act: () => void): void => {
      clearTimeout(timer);
      timer = setTimeout(act, ms);
    };
    const subscription = terminal.on((event) => {
      if (event.type === 'prompt') done('done');
      else if (event.type === 'exit') done('exit');
      else if (event.type === 'command-start' && interrupt) afterMs(interruptAfterMs, () => terminal.write('\x03'));
      else if (event.type === 'command-start') afterMs(lineTimeoutMs, () => done('done'));
    });
    timer = setTimeout(() => done('wants-more'), startWithinMs);
    terminal.write(`${line}\r`);
  });
}
