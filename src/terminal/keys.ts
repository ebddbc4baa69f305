import { csiKey, singleKey, ss3Key } from './key-names.ts';

export interface MouseInput {
  readonly type: 'mouse';
  readonly action: 'press' | 'release' | 'move' | 'wheel-up' | 'wheel-down';
  /** 0 left, 1 middle, 2 right, 3 none; as the protocol has it, for passing on. */
  readonly button: number;
  readonly shift: boolean;
  readonly alt: boolean;
  readonly ctrl: boolean;
  /** Cells from the screen's top left, from 0. */
  readonly x: number;
  readonly y: number;
}

/** What came from the user's keyboard and mouse. */
export type Input =
  /** `name`: `a`, `G`, `?`, `space`, `enter`, `esc`, `up`, `ctrl-]`, `alt-x`, `shift-pageup` …; `text` as it came. */
  | { readonly type: 'key'; readonly name: string; readonly text: string }
  | MouseInput
  /** A piece of a bracketed paste; the last one has `last`. */
  | { readonly type: 'paste'; readonly text: string; readonly first: boolean; readonly last: boolean }
  | { readonly type: 'focus'; readonly gained: boolean };

export interface KeyParser {
  readonly push: (bytes: Uint8Array) => readonly Input[];
  /** An escape sequence has begun: if nothing follows within some 30 ms, it was a key by itself. */
  readonly waiting: boolean;
  /** Takes what waits for what it is. */
  readonly flush: () => readonly Input[];
}

const pasteStart = '\u001b[200~';
const pasteEnd = '\u001b[201~';
/** Longer sequences are none of a keyboard's. */
const maxSequence = 64;
/** A paste is handed on in pieces, however long it is. */
const maxPastePiece = 16 * 1024;

/** Tells keys, mouse (SGR coding, 1006) and bracketed pastes apart; however the bytes are cut. Pure. */
export function createKeyParser(): KeyParser {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let held = '';
  let pasting = false;
  let pasteBegun = false;

  const push = (bytes: Uint8Array): readonly Input[] => {
    const text = held + decoder.decode(bytes, { stream: true });
    held = '';
    return parse(text, false);
  };

  const parse = (text: string, final: boolean): Input[] => {
    const inputs: Input[] = [];
    let at = 0;
    while (at < text.length) {
      if (pasting) {
        at = paste(text, at, final, inputs);
        if (held !== '') break;
        continue;
      }
      const length = sequenceLength(text, at);
      if (length === undefined && !final) {
        held = text.slice(at);
        break;
      }
      const sequence = text.slice(at, at + (length ?? 1));
      at += sequence.length;
      if (sequence === pasteStart) {
        pasting = true;
        pasteBegun = false;
      } else {
        const input = inputOf(sequence);
        if (input !== undefined) inputs.push(input);
      }
    }
    return inputs;
  };

  /** Takes the paste's text up to its end, or as far as it has come; returns where to go on. */
  const paste = (text: string, from: number, final: boolean, inputs: Input[]): number => {
    const end = text.indexOf(pasteEnd, from);
    // Its end may be cut in two.
    const safe = end !== -1 ? end : final ? text.length : text.length - startOf(pasteEnd, text, from);
    for (let at = from; at < safe; at += maxPastePiece) {
      const piece = text.slice(at, Math.min(at + maxPastePiece, safe));
      inputs.push({ type: 'paste', text: piece, first: !pasteBegun, last: false });
      pasteBegun = true;
    }
    if (end === -1 && !final) {
      held = text.slice(safe);
      return text.length;
    }
    inputs.push({ type: 'paste', text: '', first: !pasteBegun, last: true });
    pasting = false;
    return end === -1 ? text.length : end + pasteEnd.length;
  };

  return {
    push,
    get waiting() {
      return held !== '' && !pasting;
    },
    flush: () => {
      if (pasting) return [];
      const text = held;
      held = '';
      return parse(text, true);
    },
  };
}

/** How many characters at the end of `text` are the beginning of `what`. */
function startOf(what: string, text: string, from: number): number {
  for (let length = Math.min(what.length - 1, text.length - from); length > 0; length--) {
    if (text.endsWith(what.slice(0, length))) return length;
  }
  return 0;
}

/** The length of the key at `at`; undefined: it may go on. */
function sequenceLength(text: string, at: number): number | undefined {
  if (text[at] !== '\u001b') return charLength(text, at);
  const second = text[at + 1];
  if (second === undefined) return undefined;
  if (second === '\u001b') return alt(sequenceLength(text, at + 1), text[at + 2]);
  if (second === 'O') return text.length > at + 2 ? 2 + charLength(text, at + 2) : undefined;
  if (second !== '[') return 1 + charLength(text, at + 1);
  for (let i = at + 2; i < text.length; i++) {
    const code = text.charCodeAt(i);
    // The console's own F1 to F5: ESC [ [ A.
    if (code === 0x5b && i === at + 2) continue;
    if (code >= 0x40 && code <= 0x7e) return i + 1 - at;
    if (code < 0x20 || code > 0x7e) return i - at;
    if (i - at > maxSequence) return i - at;
  }
  return undefined;
}

/** ESC before a sequence is Alt with it; before another lone ESC it is a key of its own. */
function alt(length: number | undefined, third: string | undefined): number | undefined {
  if (length === undefined) return third === undefined ? undefined : length;
  return third === '[' || third === 'O' ? length + 1 : 1;
}

function charLength(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}

const mouse = /^\u{1b}\[<(\d{1,4});(\d{1,5});(\d{1,5})([Mm])$/u;

function inputOf(sequence: string): Input | undefined {
  const event = mouse.exec(sequence);
  if (event !== null) return mouseInput(Number(event[1]), Number(event[2]), Number(event[3]), event[4] === 'm');
  if (sequence === '\u001b[I' || sequence === '\u001b[O') return { type: 'focus', gained: sequence === '\u001b[I' };
  const name = nameOf(sequence);
  return name === undefined ? undefined : { type: 'key', name, text: sequence };
}

/** Undefined for sequences that no key sends: an answer to a query, an end of a paste without its beginning. */
function nameOf(sequence: string): string | undefined {
  if (sequence.length > 1 && sequence.startsWith('\u001b')) {
    const rest = sequence.slice(1);
    if (rest.startsWith('\u001b')) return prefixed('alt-', nameOf(rest));
    if (rest.startsWith('[') && rest.length > 1) return csiKey(rest.slice(1)) ?? unknownKey(rest.slice(1));
    if (rest.startsWith('O') && rest.length > 1) return ss3Key(rest.slice(1));
    return prefixed('alt-', singleKey(rest));
  }
  return singleKey(sequence);
}

/** A key that we have no name for is a key all the same; what has the form of an answer to a query is none. */
function unknownKey(text: string): string | undefined {
  return /^[\d;:]*[A-Za-z~^$@]$/.test(text) && !/[cRnty]$/.test(text) && !/^20[01]~$/.test(text)
    ? 'unknown'
    : undefined;
}

function prefixed(prefix: string, name: string | undefined): string | undefined {
  return name === undefined ? undefined : `${prefix}${name}`;
}

/** Buttons by xterm's ctlseqs: bits 0, 1 button, 2 shift, 3 alt, 4 ctrl, 5 motion, 6 wheel. */
function mouseInput(code: number, column: number, row: number, released: boolean): MouseInput {
  const button = code & 3;
  const wheel = (code & 64) !== 0;
  const move = (code & 32) !== 0;
  const action = wheel ? (button === 0 ? 'wheel-up' : 'wheel-down') : move ? 'move' : released ? 'release' : 'press';
  const keys = { shift: (code & 4) !== 0, alt: (code & 8) !== 0, ctrl: (code & 16) !== 0 };
  return { type: 'mouse', action, button, ...keys, x: Math.max(0, column - 1), y: Math.max(0, row - 1) };
}
