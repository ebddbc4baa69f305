import { EventEmitter } from 'node:events';
import { render } from 'ink';
import { Screen } from './components/screen.tsx';
import type { View } from './view.ts';

/** Draws a view's chrome: one string a row, at most as wide as the screen. */
export interface Frames {
  readonly draw: (view: View) => readonly string[];
  readonly close: () => void;
}

/**
 * Ink lays out and renders into a stand-in for stdout, so that it never writes to the terminal itself: with `debug` each
 * render is one write of the whole frame, and none of its own screen handling (which differs between its versions) matters.
 */
export function createFrames(first: View): Frames {
  const stdout = new FrameStream(first.layout.columns, first.layout.rows);
  const stdin = new SilentStdin();
  const instance = render(<Screen view={first} />, {
    stdout: stdout as unknown as NodeJS.WriteStream,
    stdin: stdin as unknown as NodeJS.ReadStream,
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  let drawn: string | undefined;
  const lines = (rows: number): readonly string[] => stdout.frame.split('\n').slice(0, rows);
  return {
    draw: (view) => {
      // A view costs next to nothing to compare, and some milliseconds of processor to render.
      const text = look(view);
      drawn ??= look(first);
      if (text === drawn) return lines(view.layout.rows);
      drawn = text;
      stdout.columns = view.layout.columns;
      stdout.rows = view.layout.rows;
      instance.rerender(<Screen view={view} />);
      return lines(view.layout.rows);
    },
    close: () => {
      instance.unmount();
    },
  };
}

/** What of a view is drawn here. */
function look({ layout, header, divider, vertical, checks, status }: View): string {
  return JSON.stringify([layout, header, divider, vertical, checks, status]);
}

class FrameStream extends EventEmitter {
  frame = '';
  readonly isTTY = true;
  columns: number;
  rows: number;
  constructor(columns: number, rows: number) {
    super();
    this.columns = columns;
    this.rows = rows;
  }
  write(text: string): boolean {
    this.frame = text;
    return true;
  }
}

/** Keys never go through Ink: its input handling shows mouse reports and pasted text as typed. */
class SilentStdin extends EventEmitter {
  readonly isTTY = false;
  setEncoding(): void {
    // Nothing is read.
  }
  read(): null {
    return null;
  }
  ref(): void {
    // Nothing holds the process.
  }
  unref(): void {
    // Nothing holds the process.
  }
}
