import { whenAtPrompt } from '../../session/play.ts';
import type { Terminal } from '../../terminal/types.ts';
import type { LineQueue } from './line-queue.ts';

/** What a piped line may take before the next one is typed all the same: a pipe has no one to press ^C. */
const lineTimeoutMs = 120_000;
/** How long a command that the next piped line interrupts (`^C`) is left to show something. */
const interruptAfterMs = 1500;
/** A program without marks (another shell, an interpreter) says nothing of a line that it has read: it gets this long. */
const unmarkedMs = 400;
/** Between two looks for the shell that comes after one that ended, or for the lab after one that died. */
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
export async function feedLines(options: FeedOptions): Promise<boolean> {
  const { lines, settled, isOver } = options;
  let outcome: Outcome = 'done';
  for (;;) {
    await settled();
    if (isOver()) return false;
    const line = await lines.next();
    if (line === undefined) return true;
    if (line === '^C') continue;
    const shell = outcome === 'wants-more' ? options.terminal() : await readyShell(options);
    if (shell === undefined) return false;
    outcome = await typeLine(shell, line, lines.peek() === '^C');
    if (outcome === 'exit') await moment();
  }
}

/**
 * The shell, once it waits for a line; `undefined` when the lesson is over. A shell that dies with its lab would take
 * the line with it: there is another one, or another lab, in a moment.
 */
async function readyShell({ terminal, settled, isOver }: FeedOptions): Promise<Terminal | undefined> {
  for (;;) {
    await settled();
    if (isOver()) return undefined;
    const shell = terminal();
    await whenAtPrompt(shell, lineTimeoutMs);
    if (!shell.hasEnded) return shell;
    await moment();
  }
}

const moment = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, newShellMs));

type Outcome = 'done' | 'wants-more' | 'exit';

/** Types one line and waits for what becomes of it. */
function typeLine(terminal: Terminal, line: string, interrupt: boolean): Promise<Outcome> {
  return new Promise((resolve) => {
    let timer: ReturnType<typeof setTimeout>;
    const done = (outcome: Outcome): void => {
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
      else if (event.type === 'continuation') done('wants-more');
      else if (event.type === 'command-start' && interrupt) afterMs(interruptAfterMs, () => terminal.write('\x03'));
      else if (event.type === 'command-start') afterMs(lineTimeoutMs, () => done('done'));
    });
    timer = setTimeout(() => done('wants-more'), terminal.atPrompt ? lineTimeoutMs : unmarkedMs);
    terminal.write(`${line}\r`);
  });
}
