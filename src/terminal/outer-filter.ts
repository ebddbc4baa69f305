import { allowedCsi, allowedEsc, privateModes } from './outer-grammar.ts';
import { createSequenceParser, newDecoder } from './sequences.ts';

/** Stands between a lab's output and the user's own terminal (plain mode, `lab`). */
export interface OuterFilter {
  /** What of these bytes may be written, now. Sequences come whole or not at all, however the bytes are cut. */
  readonly push: (bytes: Uint8Array) => string;
  /** Takes back all that was set: modes, alternate screen, margins, colours, charsets. Empty when nothing was. */
  readonly leave: () => string;
}

/** A bell for every line of `yes $'\a'` is an attack on the ears. */
const bellEveryMs = 250;
/** Anything but text, BS, TAB, LF and CR. */
const special = /(?![\b\t\n\r])\p{Cc}/u;
const altScreens = new Set([47, 1047, 1049]);

/** `now` in monotonic milliseconds, for the bell. */
export function createOuterFilter(now: () => number = () => performance.now()): OuterFilter {
  let out = '';
  let decode = newDecoder();
  let bellMs = Number.NEGATIVE_INFINITY;
  /** Only what differs from the start. */
  const modes = new Set<number>();
  const dirty = { sgr: false, margins: false, insert: false, charset: false, keypad: false, cursorStyle: false };

  const setModes = (prefix: string, params: string, on: boolean): void => {
    if (prefix === '' && params === '4') {
      dirty.insert = on;
      out += `\u001b[4${on ? 'h' : 'l'}`;
    }
    if (prefix !== '?' || !/^\d+(?:;\d+)*$/.test(params)) return;
    for (const mode of params.split(';').map(Number)) {
      const usual = privateModes.get(mode);
      if (usual === undefined) continue;
      if (on === usual) modes.delete(mode);
      else modes.add(mode);
      out += `\u001b[?${mode}${on ? 'h' : 'l'}`;
    }
  };

  const note = (intermediates: string, params: string, final: string): void => {
    if (final === 'm') dirty.sgr = params !== '' && params !== '0';
    else if (final === 'r') dirty.margins = params !== '';
    else if (final === 'q' && intermediates === ' ') dirty.cursorStyle = true;
  };

  const parser = createSequenceParser({
    text: (run) => (out += run),
    control: (code) => {
      if (code >= 0x08 && code <= 0x0a) out += String.fromCharCode(code);
      else if (code === 0x0d) out += '\r';
      else if (code === 0x0b || code === 0x0c) out += '\n';
      else if (code === 0x0e || code === 0x0f) {
        dirty.charset = true;
        out += String.fromCharCode(code);
      } else if (code === 0x07 && now() - bellMs >= bellEveryMs) {
        bellMs = now();
        out += '\u0007';
      }
    },
    csi: (prefix, params, intermediates, final) => {
      if ((final === 'h' || final === 'l') && intermediates === '') return setModes(prefix, params, final === 'h');
      const allowed = allowedCsi(prefix, params, intermediates, final);
      if (allowed === undefined) return;
      note(intermediates, params, final);
      out += allowed;
    },
    esc: (intermediates, final) => {
      // A full reset would take the user's own scrollback and settings with it; an empty screen is what is wanted.
      if (intermediates === '' && final === 'c') {
        out += `${undo()}\u001b[H\u001b[2J`;
        return;
      }
      const allowed = allowedEsc(intermediates, final);
      if (allowed === undefined) return;
      if (intermediates !== '') dirty.charset = true;
      if (final === '=' || final === '>') dirty.keypad = final === '=';
      out += allowed;
    },
  });

  /** Alternate screens last: what was set on them is undone on them. */
  const undo = (): string => {
    const ordered = [...modes].sort((a, b) => Number(altScreens.has(a)) - Number(altScreens.has(b)));
    let text = '';
    // Margins and origin move the cursor when they change.
    const moves = dirty.margins || modes.has(6);
    if (moves) text += modes.has(6) ? '\u001b[?6l\u001b[r' : '\u001b7\u001b[r\u001b8';
    for (const mode of ordered) if (mode !== 6) text += `\u001b[?${mode}${privateModes.get(mode) === true ? 'h' : 'l'}`;
    if (dirty.insert) text += '\u001b[4l';
    if (dirty.charset) text += '\u001b(B\u001b)B\u000f';
    if (dirty.keypad) text += '\u001b>';
    if (dirty.cursorStyle) text += '\u001b[0 q';
    if (dirty.sgr) text += '\u001b[0m';
    modes.clear();
    dirty.sgr = dirty.margins = dirty.insert = dirty.charset = dirty.keypad = dirty.cursorStyle = false;
    return text;
  };

  return {
    push: (bytes) => {
      const text = decode(bytes);
      if (parser.idle && !special.test(text)) return text;
      out = '';
      parser.pushText(text);
      const allowed = out;
      out = '';
      return allowed;
    },
    leave: () => {
      parser.reset();
      decode = newDecoder();
      return undo();
    },
  };
}
