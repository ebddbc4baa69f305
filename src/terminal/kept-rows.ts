import type { IBuffer } from '@xterm/headless';
import { renderRow, type CellRow } from './rows.ts';

/** An emulator's rows as cells, each made anew only after something may have changed in it. */
export interface KeptRows {
  /** Row `y` of what is shown, from 0; the same object as long as nothing touched it. */
  readonly row: (y: number) => CellRow;
  /** Anything may be another. */
  readonly forget: () => void;
  /** To be called around each piece that the emulator takes. */
  readonly around: (piece: string, write: () => void) => void;
}

/** What writes to cells of the cursor's row alone, one column a character, as long as it does not wrap. */
const plain = /^[ -~]*$/;

/** `first`: the buffer's line that is the topmost row, counted from the oldest one kept. */
export function createKeptRows(buffer: () => IBuffer, columns: () => number, first: () => number): KeptRows {
  let rows: (CellRow | undefined)[] = [];
  return {
    row: (y) => (rows[y] ??= renderRow(buffer(), first() + y, columns())),
    forget: () => {
      rows = [];
    },
    around: (piece, write) => {
      const { cursorX, cursorY, baseY } = buffer();
      write();
      const now = buffer();
      // Had it wrapped, the cursor would not stand so far to the right: nothing but this row was written to, nothing scrolled.
      const isInRow = plain.test(piece) && now.cursorY === cursorY && now.cursorX === cursorX + piece.length;
      if (isInRow && now.baseY === baseY) rows[baseY + cursorY - first()] = undefined;
      else rows = [];
    },
  };
}
