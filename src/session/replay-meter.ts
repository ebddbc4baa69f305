import type { Terminal, TerminalOptions } from '../terminal/types.ts';

/** Counts what a replay's terminals print, stops what prints too much, and follows how deep their shells are. */
export interface Meter {
  readonly openTerminal: (options: TerminalOptions) => Terminal;
  readonly depthOf: (terminal: Terminal) => number;
  /** Those whose shell has not ended. */
  readonly terminals: () => ReadonlySet<Terminal>;
  /** The next command begins to count from nothing. */
  readonly nextCommand: () => void;
  /** All together have printed more than is allowed: nothing is read any more. */
  readonly isOver: () => boolean;
}

export interface MeterLimits {
  readonly commandBytes: number;
  readonly allBytes: number;
}

const interruptKey = '\x03';

export function createMeter(limits: MeterLimits, openTerminal: (options: TerminalOptions) => Terminal): Meter {
  const depths = new Map<Terminal, number>();
  let command = 0;
  let all = 0;
  const isOver = (): boolean => all > limits.allBytes;

  return {
    openTerminal: (options) => {
      const terminal = openTerminal(options);
      depths.set(terminal, 0);
      terminal.on((event) => {
        if (event.type === 'prompt') depths.set(terminal, Math.max(0, event.depth - 1));
        if (event.type === 'exit') depths.delete(terminal);
        if (event.type !== 'data') return;
        const before = command;
        command += event.bytes.length;
        all += event.bytes.length;
        if (before <= limits.commandBytes && command > limits.commandBytes) terminal.write(interruptKey);
        if (isOver()) terminal.pause();
      });
      return terminal;
    },
    depthOf: (terminal) => depths.get(terminal) ?? 0,
    terminals: () => new Set(depths.keys()),
    nextCommand: () => {
      command = 0;
    },
    isOver,
  };
}
