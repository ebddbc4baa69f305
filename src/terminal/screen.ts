import headless from '@xterm/headless';
import { Unicode11Addon } from '@xterm/addon-unicode11';
import { createPaneFilter } from './pane-filter.ts';
import { createKeptRows } from './kept-rows.ts';
import type { CellRow } from './rows.ts';

export interface ScreenOptions {
  readonly columns: number;
  readonly rows: number;
  /** What the emulator answers to queries (DA, CPR): back to the pty. */
  readonly reply: (text: string) => void;
  /** Too much waits, and enough of it is done. */
  readonly pause: () => void;
  readonly resume: () => void;
}

/** What the program in the pane has asked its terminal for. */
export interface ScreenModes {
  readonly applicationCursor: boolean;
  readonly bracketedPaste: boolean;
  readonly alternate: boolean;
  readonly focusEvents: boolean;
  readonly mouse: 'none' | 'x10' | 'vt200' | 'drag' | 'any';
  readonly mouseEncoding: 'sgr' | 'bytes';
}

export interface Cursor {
  /** Cells from the pane's top left, from 0. */
  readonly x: number;
  readonly y: number;
  readonly visible: boolean;
}

/** An emulated terminal: bytes in, cells out. */
export interface Screen {
  readonly columns: number;
  readonly rows: number;
  readonly write: (bytes: Uint8Array) => void;
  readonly resize: (columns: number, rows: number) => void;
  readonly modes: () => ScreenModes;
  readonly cursor: () => Cursor;
  /** A row of what is shown, from 0; the same object as long as nothing in it changed. */
  readonly row: (y: number) => CellRow;
  /** Lines that are scrolled back; 0: the newest are shown. */
  readonly scrolledBack: number;
  /** Back (positive) into what scrolled off the top, or forth; on the alternate screen there is nothing. */
  readonly scroll: (lines: number) => void;
  /** Something may look different. At most once for each piece of output. */
  readonly onChange: (listener: () => void) => void;
  /** Bytes that wait. 0 does not yet mean that all is drawn: see `settled`. */
  readonly pending: number;
  /** All that was written is drawn. */
  readonly settled: () => Promise<void>;
  readonly dispose: () => void;
}

/** As many as tmux keeps: each is 12 bytes a column, and garbage of the collector's for as long as it is there. */
export const scrollbackLines = 2000;
/** Little, for all of it must be drawn after an interrupt before the prompt is; the kernel holds the rest. */
const pauseAbove = 32 * 1024;
const resumeBelow = 8 * 1024;
/** The event loop is given back after this long, so that keys are heard while output floods. */
const sliceMs = 8;
/** Taken apart at once. */
const maxChunk = 4096;

export function createScreen(options: ScreenOptions): Screen {
  const terminal = new headless.Terminal({
    cols: options.columns,
    rows: options.rows,
    scrollback: scrollbackLines,
    allowProposedApi: true,
    logLevel: 'off',
  });
  terminal.loadAddon(new Unicode11Addon());
  terminal.unicode.activeVersion = '11';
  const filter = createPaneFilter(options.columns, options.rows);
  const kept = createKeptRows(
    () => terminal.buffer.active,
    () => terminal.cols,
    () => terminal.buffer.active.baseY - back,
  );
  const listeners = new Set<() => void>();
  /** What came and is not taken apart yet, oldest first; and pieces of what is, for the emulator. */
  let queue: Uint8Array[] = [];
  let queueFrom = 0;
  let pieces: readonly string[] = [];
  let piecesFrom = 0;
  let pending = 0;
  let paused = false;
  let immediate: NodeJS.Immediate | undefined;
  let disposed = false;
  let back = 0;

  terminal.onData((text) => {
    if (text !== '') options.reply(text);
  });
  // What was scrolled back to stays in view while new lines come.
  const keepInView = (before: number): void => {
    if (back > 0) back = Math.min(back + terminal.buffer.active.baseY - before, terminal.buffer.active.baseY);
  };

  const changed = (): void => {
    for (const listener of listeners) listener();
  };

  /** The emulator writes at once, and not a millisecond later, after what it takes for a key. */
  const parse = (piece: string): void => {
    const before = terminal.buffer.active.baseY;
    terminal.input('', true);
    kept.around(piece, () => terminal.write(piece));
    keepInView(before);
  };

  /** The next few milliseconds' work; undefined: all is drawn. */
  const nextPiece = (): string | undefined => {
    while (piecesFrom >= pieces.length) {
      const bytes = queue[queueFrom];
      if (bytes === undefined) return undefined;
      queueFrom++;
      pending -= bytes.length;
      pieces = filter.push(bytes);
      piecesFrom = 0;
    }
    return pieces[piecesFrom++];
  };

  const work = (): void => {
    immediate = undefined;
    const until = performance.now() + sliceMs;
    let piece = nextPiece();
    while (piece !== undefined) {
      parse(piece);
      if (performance.now() >= until) break;
      piece = nextPiece();
    }
    if (piece !== undefined) immediate = setImmediate(work);
    else {
      queue = [];
      queueFrom = 0;
    }
    if (paused && pending < resumeBelow) {
      paused = false;
      options.resume();
    }
    changed();
  };

  return {
    get columns() {
      return terminal.cols;
    },
    get rows() {
      return terminal.rows;
    },
    get pending() {
      return pending;
    },
    get scrolledBack() {
      return back;
    },
    write: (bytes) => {
      if (disposed) return;
      for (let at = 0; at < bytes.length; at += maxChunk) queue.push(bytes.subarray(at, at + maxChunk));
      pending += bytes.length;
      if (!paused && pending > pauseAbove) {
        paused = true;
        options.pause();
      }
      if (immediate === undefined) work();
    },
    resize: (columns, rows) => {
      if (disposed || (columns === terminal.cols && rows === terminal.rows) || columns < 1 || rows < 1) return;
      filter.resize(columns, rows);
      terminal.resize(columns, rows);
      kept.forget();
      back = Math.min(back, terminal.buffer.active.baseY);
      changed();
    },
    modes: () => {
      const { modes, buffer } = terminal;
      return {
        applicationCursor: modes.applicationCursorKeysMode,
        bracketedPaste: modes.bracketedPasteMode,
        alternate: buffer.active.type === 'alternate',
        focusEvents: modes.sendFocusMode,
        mouse: modes.mouseTrackingMode,
        mouseEncoding: filter.modes().mouseEncoding,
      };
    },
    cursor: () => {
      const { cursorX, cursorY } = terminal.buffer.active;
      const y = cursorY + back;
      const visible = filter.modes().cursorVisible && y < terminal.rows;
      return { x: Math.min(cursorX, terminal.cols - 1), y: Math.min(y, terminal.rows - 1), visible };
    },
    row: kept.row,
    scroll: (lines) => {
      const to = Math.max(0, Math.min(back + lines, terminal.buffer.active.baseY));
      if (to === back) return;
      back = to;
      kept.forget();
      changed();
    },
    settled: async () => {
      while (immediate !== undefined && !disposed) await new Promise((resolve) => setImmediate(resolve));
    },
    onChange: (listener) => void listeners.add(listener),
    dispose: () => {
      disposed = true;
      clearImmediate(immediate);
      listeners.clear();
      queue = [];
      pieces = [];
      terminal.dispose();
    },
  };
}
