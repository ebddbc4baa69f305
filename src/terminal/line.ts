import { columnsOf } from './width.ts';

/** Longer lines are cut: `maxColumns` is far above any command's line, and keeps a gigabyte without a newline small. */
export const maxColumns = 64 * 1024;
/** Editing inside longer lines is left out, so that no output is slow to read. */
const maxEdited = 4096;
/** No escape sequence moves further to the right of what is written: a real terminal stops at its last column. */
const maxMargin = 512;

/**
 * One line of a terminal, written and overwritten as a teletype does. Appending plain text, what nearly all output is,
 * costs a string concatenation; cells are made only where something is overwritten or a character is not one column.
 */
export class Line {
  /** The line as text, one column a character; used while `cells` is absent. */
  private plain = '';
  /** A column each; the second column of a wide character is `''`. */
  private cells: string[] | undefined;
  private cursor = 0;

  /** Nothing has been written or moved yet. */
  get isFresh(): boolean {
    return this.cursor === 0 && this.plain === '' && this.cells === undefined;
  }

  get column(): number {
    return this.cursor;
  }

  /** In columns. */
  get length(): number {
    return this.cells === undefined ? this.plain.length : this.cells.length;
  }

  write(run: string): void {
    if (this.cells === undefined && this.cursor >= this.plain.length && isAscii(run)) {
      this.plain = this.plain.padEnd(this.cursor);
      this.plain += run.length + this.cursor > maxColumns ? run.slice(0, maxColumns - this.cursor) : run;
      this.cursor = this.plain.length;
      return;
    }
    for (const char of run) {
      if (this.cursor >= maxColumns) return;
      this.put(char);
    }
  }

  private put(char: string): void {
    const cells = this.asCells();
    const width = columnsOf(char.codePointAt(0) ?? 0);
    if (width === 0) {
      // A combining character joins the one before it; a heap of them on one cell is cut.
      let base = this.cursor - 1;
      if (cells[base] === '') base--;
      const before = cells[base];
      if (before !== undefined && before.length < 32) cells[base] = before + char;
      return;
    }
    this.pad(this.cursor);
    this.split(this.cursor);
    this.split(this.cursor + width);
    cells[this.cursor] = char;
    if (width === 2) cells[this.cursor + 1] = '';
    this.cursor += width;
  }

  /** A wide character of which one half goes becomes a blank in its other half. */
  private split(column: number): void {
    const cells = this.asCells();
    if (cells[column] !== '') return;
    cells[column] = ' ';
    if (column > 0) cells[column - 1] = ' ';
  }

  private pad(to: number): void {
    const cells = this.asCells();
    while (cells.length < to) cells.push(' ');
  }

  private asCells(): string[] {
    this.cells ??= Array.from(this.plain);
    this.plain = '';
    return this.cells;
  }

  /** To a column, counted from 0; beyond the end, blanks appear once something is written there. */
  moveTo(column: number): void {
    this.cursor = Math.max(0, Math.min(column, Math.max(this.length, maxMargin), maxColumns));
  }

  /** To the next multiple of 8. */
  tab(): void {
    const next = Math.min((Math.floor(this.cursor / 8) + 1) * 8, maxColumns);
    if (this.cells === undefined && this.cursor === this.plain.length) this.plain = this.plain.padEnd(next);
    this.cursor = next;
  }

  /** From `from` up to `to` (exclusive) become blanks; to the end: the line gets shorter. */
  erase(from: number, to: number): void {
    if (from === 0 && to >= this.length) {
      this.plain = '';
      this.cells = [];
      return;
    }
    if (from >= this.length || (to < this.length && to - from > maxEdited)) return;
    const cells = this.asCells();
    this.split(from);
    this.split(to);
    if (to >= cells.length) cells.length = from;
    else cells.fill(' ', from, to);
  }

  /** Takes `count` columns out at the cursor; what follows moves left (DCH). */
  remove(count: number): void {
    if (this.length > maxEdited || this.cursor >= this.length) return;
    this.split(this.cursor);
    this.split(this.cursor + count);
    this.asCells().splice(this.cursor, count);
  }

  /** Puts `count` blanks in at the cursor; what follows moves right (ICH). */
  insert(count: number): void {
    if (this.length + count > maxEdited || this.cursor >= this.length) return;
    this.split(this.cursor);
    this.asCells().splice(this.cursor, 0, ...Array<string>(count).fill(' '));
  }

  /** Without blanks at its end: a reader cannot see them. */
  toString(): string {
    return trimmed(this.cells === undefined ? this.plain : this.cells.join(''));
  }
}

/** Without the blanks at its end. */
function trimmed(text: string): string {
  let end = text.length;
  while (text.charCodeAt(end - 1) === 0x20) end--;
  return end === text.length ? text : text.slice(0, end);
}

/** Printable ASCII alone: a column a character. */
function isAscii(text: string): boolean {
  return !/[^\u0020-\u007e]/.test(text);
}
