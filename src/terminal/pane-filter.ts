import { createSequenceParser, newDecoder } from './sequences.ts';

/** What the emulator does not tell of itself. */
export interface PaneModes {
  readonly cursorVisible: boolean;
  /** How mouse events are to be told: `sgr` (1006), or bytes (X11). */
  readonly mouseEncoding: 'sgr' | 'bytes';
}

/** Stands before the pane's emulator: what it would be slow at, or answer to nobody's use, never reaches it. */
export interface PaneFilter {
  /** Pieces, in order; each takes the emulator a few milliseconds at most. */
  readonly push: (bytes: Uint8Array) => readonly string[];
  /** The pane's size: no count above it means anything. */
  readonly resize: (columns: number, rows: number) => void;
  readonly modes: () => PaneModes;
}

/** Characters, and escape sequences, in one piece: the costliest sequence (a full reset) takes some 50 µs. */
const maxPieceLength = 4096;
const maxPieceSequences = 32;
/**
 * Instead of RIS, which costs the emulator a new buffer each time: modes, margins, charsets and look as at the start, an
 * empty screen, the cursor at home. What scrolled off stays.
 */
const softReset =
  '\u001b[?1049l\u001b[!p\u001b[?1;9;1000;1002;1003;1004;1006;2004l\u001b[?7h\u001b[4;20l\u001b>\u001b(B\u001b)B\u000f\u001b[m\u001b[r\u001b[H\u001b[2J';
const c1 = /[\u0080-\u009f]/;

/**
 * Counts of the sequences that move or repeat cells are clamped to the pane (13 bytes, `a ESC [ 2147483647 b`, freeze
 * xterm headless 6.0 for more than a minute); strings (OSC, DCS, APC, PM, SOS) are left out, for nothing in a pane
 * needs them and the emulator keeps up to 10 MB of each.
 */
export function createPaneFilter(columns: number, rows: number): PaneFilter {
  const size = { columns, rows };
  const decode = newDecoder();
  let pieces: string[] = [];
  let piece = '';
  let sequences = 0;
  let cursorVisible = true;
  let sgrMouse = false;

  const cut = (): void => {
    if (piece !== '') pieces.push(piece);
    piece = '';
    sequences = 0;
  };
  const add = (text: string): void => {
    for (let at = 0; at < text.length; at += maxPieceLength) {
      const part = text.length <= maxPieceLength ? text : text.slice(at, at + maxPieceLength);
      if (piece.length + part.length > maxPieceLength) cut();
      piece += part;
    }
  };
  const addSequence = (text: string): void => {
    if (++sequences > maxPieceSequences) cut();
    add(text);
  };
  const control = (code: number): void => add(String.fromCharCode(code));

  const note = (prefix: string, params: string, intermediates: string, final: string): void => {
    if (prefix === '?' && (final === 'h' || final === 'l')) {
      for (const mode of params.split(';')) {
        if (mode === '25') cursorVisible = final === 'h';
        if (mode === '1006') sgrMouse = final === 'h';
      }
    } else if (intermediates === '!' && final === 'p') cursorVisible = true;
  };

  const parser = createSequenceParser({
    text: add,
    control,
    csi: (prefix, params, intermediates, final) => {
      note(prefix, params, intermediates, final);
      const limit = prefix === '' && intermediates === '' ? limitOf(final, size) : undefined;
      addSequence(`\u001b[${prefix}${limit === undefined ? params : clamp(params, limit)}${intermediates}${final}`);
    },
    esc: (intermediates, final) => {
      if (intermediates === '' && final === 'c') {
        cursorVisible = true;
        sgrMouse = false;
        return addSequence(softReset);
      }
      addSequence(`\u001b${intermediates}${final}`);
    },
  });

  return {
    push: (bytes) => {
      const text = decode(bytes);
      pieces = [];
      // Most output has no escape sequence in it, and need not be taken apart.
      if (parser.idle && !text.includes('\u001b') && !c1.test(text)) add(text);
      else parser.pushText(text);
      cut();
      return pieces;
    },
    resize: (toColumns, toRows) => {
      size.columns = toColumns;
      size.rows = toRows;
    },
    modes: () => ({ cursorVisible, mouseEncoding: sgrMouse ? 'sgr' : 'bytes' }),
  };
}

/** REP, SU, SD, IL, DL, CBT, CHT, ICH, DCH, ECH: how much of it a pane can hold. */
function limitOf(final: string, size: { columns: number; rows: number }): number | undefined {
  if ('STLM'.includes(final)) return size.rows;
  return 'bZI@PX'.includes(final) ? size.columns : undefined;
}

function clamp(params: string, limit: number): string {
  const [first = ''] = params.split(/[;:]/, 1);
  return Number(first) > limit ? String(limit) : params;
}
