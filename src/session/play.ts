import type { CommandRecord } from '../check/types.ts';
import type { Command } from '../lesson/types.ts';
import type { Terminal, TerminalEvent } from '../terminal/types.ts';

/** How a typed command came out. */
export type Played =
  /** The shell (this one, or one it opened) waits at a prompt again. */
  | { readonly outcome: 'prompt'; readonly record: CommandRecord | undefined }
  | { readonly outcome: 'exit' }
  | { readonly outcome: 'timeout'; readonly record: CommandRecord | undefined };

export interface PlayOptions {
  /** After this many milliseconds without a prompt the command is given up (and interrupted). */
  readonly timeoutMs: number;
  /**
   * For a command that a `^C` line follows: asked after each piece of output whether the step has seen enough. The key
   * is sent then, or after `timeoutMs`.
   */
  readonly enough?: (record: CommandRecord) => boolean;
}

/**
 * Types one command of a lesson at the prompt of the learner's own kind of shell and waits for the next prompt: also
 * that of a shell which the command opened (`unshare --uts`), which is why the end of the command is not awaited.
 */
export async function playCommand(terminal: Terminal, command: Command, options: PlayOptions): Promise<Played> {
  await whenAtPrompt(terminal, options.timeoutMs);
  return new Promise((resolve) => {
    let record: CommandRecord | undefined;
    let interrupted = false;
    const finish = (played: Played): void => {
      clearTimeout(timer);
      subscription.close();
      resolve(played);
    };
    const interrupt = (): void => {
      if (interrupted) return;
      interrupted = true;
      terminal.write('\x03');
    };
    const onEvent = (event: TerminalEvent): void => {
      if (event.type === 'command-start') record = event.record;
      else if (event.type === 'command-end' && event.record.index === record?.index) record = event.record;
      else if (event.type === 'exit') finish({ outcome: 'exit' });
      else if (event.type === 'command-output') {
        record = event.record;
        if (command.interrupt && (options.enough?.(event.record) ?? event.record.output.includes('\n'))) interrupt();
      } else if (event.type === 'prompt') finish({ outcome: 'prompt', record });
    };
    const timer = setTimeout(() => {
      interrupt();
      finish({ outcome: 'timeout', record });
    }, options.timeoutMs);
    const subscription = terminal.on(onEvent);
    terminal.write(`${command.text.replaceAll('\n', '\r')}\r`);
  });
}

/** Whether the shell waits for a line: true when it does, false when it ends before, or after the time is over. */
export async function whenAtPrompt(terminal: Terminal, timeoutMs: number): Promise<boolean> {
  if (terminal.hasEnded) return false;
  return terminal.atPrompt || nextPrompt(terminal, timeoutMs);
}

/** Resolves with the next prompt, whether or not the shell is at one; false when the shell ends or the time is over. */
export function nextPrompt(terminal: Terminal, timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const done = (value: boolean): void => {
      clearTimeout(timer);
      subscription.close();
      resolve(value);
    };
    const timer = setTimeout(() => {
      done(false);
    }, timeoutMs);
    const subscription = terminal.on((event) => {
      if (event.type === 'prompt') done(true);
      if (event.type === 'exit') done(false);
    });
  });
}
