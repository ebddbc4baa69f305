import type { CommandRecord } from '../check/types.ts';
import { createMarkParser, type Mark } from './marks.ts';
import { openPty } from './pty.ts';
import { createRecords } from './records.ts';
import { createShells, type ShellEvent } from './shells.ts';
import { createOutputTicks } from './output-ticks.ts';
import type { Terminal, TerminalEvent, TerminalOptions } from './types.ts';

/** A shell whose prompt was replaced says that it begins, but never that it is complete; after this it is taken as such. */
const promptMs = 100;
/** Ends a control string that a command left open (ECMA-48, ST): the mark that stood there would have ended it too. */
const stringTerminator = Uint8Array.of(0x1b, 0x5c);

/**
 * Starts the shell on a pty of its own and follows its commands by their marks. `data` events have the marks taken out,
 * and all else byte for byte. Throws `TerminalError` where no pty can be had.
 */
export function openTerminal(options: TerminalOptions): Terminal {
  const listeners = new Set<(event: TerminalEvent) => void>();
  const parser = createMarkParser(options.nonce);
  const shells = createShells();
  const records = createRecords(options.node);
  let promptTimer: NodeJS.Timeout | undefined;
  let atPrompt = false;
  let hasEnded = false;

  const emit = (event: TerminalEvent): void => {
    for (const listener of listeners) listener(event);
  };
  const ticks = createOutputTicks((record) => emit({ type: 'command-output', record }));

  const promptShown = (depth: number): void => {
    clearTimeout(promptTimer);
    promptTimer = undefined;
    if (atPrompt) return;
    atPrompt = true;
    emit({ type: 'prompt', depth });
  };

  const onShell = (event: ShellEvent): void => {
    if (event.type === 'continuation') return emit({ type: 'continuation' });
    const record = records.push(event, performance.now());
    if (event.type === 'prompt') {
      clearTimeout(promptTimer);
      if (event.ready) return promptShown(event.depth);
      atPrompt = false;
      promptTimer = setTimeout(promptShown, promptMs, event.depth);
      return;
    }
    if (record === undefined) return;
    if (event.type === 'output') return ticks.output(record, records.outputLength(record.index));
    atPrompt = false;
    if (event.type === 'end') ticks.end(record);
    else {
      clearTimeout(promptTimer);
      promptTimer = undefined;
    }
    emit({ type: event.type === 'start' ? 'command-start' : 'command-end', record });
  };

  const onMark = (mark: Mark): void => {
    if (mark.type === 'output') emit({ type: 'data', bytes: mark.bytes });
    if (mark.type === 'prompt-start') emit({ type: 'data', bytes: stringTerminator });
    if (mark.type === 'request') emit({ type: 'request', words: mark.words });
    shells.push(mark).forEach(onShell);
  };

  const pty = openPty(options.spawn, options, {
    data: (bytes) => parser.push(bytes).forEach(onMark),
    exit: (exitCode) => {
      atPrompt = false;
      hasEnded = true;
      parser.end().forEach(onMark);
      shells.end().forEach(onShell);
      clearTimeout(promptTimer);
      ticks.close();
      emit({ type: 'exit', exitCode });
      listeners.clear();
    },
  });

  return {
    node: options.node,
    get atPrompt() {
      return atPrompt;
    },
    get hasEnded() {
      return hasEnded;
    },
    get records(): readonly CommandRecord[] {
      return records.list();
    },
    write: pty.write,
    resize: pty.resize,
    pause: pty.pause,
    resume: pty.resume,
    on: (listener) => {
      // One object a call, so that the same function can listen twice.
      const own = (event: TerminalEvent): void => listener(event);
      listeners.add(own);
      return { close: () => void listeners.delete(own) };
    },
    close: () => pty.close(),
  };
}
