import { isAscii } from 'node:buffer';

/**
 * A terminal's output told apart into text, controls and escape sequences, as ECMA-48 and Paul Williams' DEC parser
 * (vt100.net/emu/dec_ansi_parser) do it. Streaming: the state lives between pushes. UTF-8 is decoded before, so no
 * 8-bit byte survives as a control; U+0080 to U+009F are the C1 controls they would be in a terminal.
 */
export interface SequenceHandler {
  /** A run without any control character. */
  readonly text: (run: string) => void;
  /** A C0 control but ESC, CAN, SUB; DEL never comes. */
  readonly control: (code: number) => void;
  /** `ESC [ prefix params intermediates final`, e.g. `?`, `1049`, ``, `h`. */
  readonly csi: (prefix: string, params: string, intermediates: string, final: string) => void;
  readonly esc: (intermediates: string, final: string) => void;
  /** An OSC string that was ended properly; of at most 2,048 characters. Without this, strings are swallowed like the rest. */
  readonly osc?: (text: string) => void;
}

export interface SequenceParser {
  /** Decoded text: see `newDecoder`. */
  readonly pushText: (text: string) => void;
  /** No sequence has begun and not ended. */
  readonly idle: boolean;
  /** Forgets an unfinished sequence. */
  readonly reset: () => void;
}

type State = 'ground' | 'escape' | 'csi' | 'csi-ignore' | 'string' | 'osc';

/** Longer parameter lists are swallowed: nobody means them. */
const maxParams = 256;
const maxOsc = 2048;
/** C0, DEL and C1. */
const notText = /\p{Cc}/gu;

/** Strings (DCS, APC, PM, SOS, and OSC) are swallowed whole, however long; BEL, ST, ESC, CAN and SUB end them. */
export function createSequenceParser(handler: SequenceHandler): SequenceParser {
  let state: State = 'ground';
  let prefix = '';
  let params = '';
  let intermediates = '';
  let osc = '';
  /** The escape that has begun may be the end (ESC \\) of an OSC. */
  let afterOsc = false;

  const enter = (next: State): void => {
    state = next;
    prefix = params = intermediates = '';
  };

  /** C1 controls, whether they came as one character or as ESC and a letter 0x40 lower. */
  const c1 = (letter: string): void => {
    if (letter === '[') enter('csi');
    else if (letter === ']' && handler.osc !== undefined) {
      enter('osc');
      osc = '';
    } else if (letter === ']' || letter === 'P' || letter === 'X' || letter === '^' || letter === '_') enter('string');
    else {
      const ended = letter === '\\' && afterOsc && osc.length <= maxOsc;
      enter('ground');
      if (ended) handler.osc?.(osc);
      else if (letter !== '\\') handler.esc('', letter);
    }
  };

  const inCsi = (code: number, char: string): void => {
    if (code >= 0x40) {
      const ignored = state === 'csi-ignore';
      const [p, n, i] = [prefix, params, intermediates];
      enter('ground');
      if (!ignored) handler.csi(p, n, i, char);
    } else if (code < 0x30) intermediates += char;
    else if (intermediates !== '' || params.length >= maxParams) state = 'csi-ignore';
    else if (code < 0x3c) params += char;
    else if (params === '' && prefix === '') prefix = char;
    else state = 'csi-ignore';
    if (intermediates.length > 4) state = 'csi-ignore';
  };

  const inEscape = (code: number, char: string): void => {
    if (code < 0x30) intermediates = (intermediates + char).slice(0, 4);
    else if (intermediates === '' && code < 0x60 && code >= 0x40) c1(char);
    else {
      const i = intermediates;
      enter('ground');
      handler.esc(i, char);
    }
  };

  const endOsc = (): void => {
    const whole = state === 'osc' && osc.length <= maxOsc;
    enter('ground');
    if (whole) handler.osc?.(osc);
  };

  const one = (code: number, char: string): void => {
    if (code === 0x1b) {
      afterOsc = state === 'osc';
      enter('escape');
    } else if (code === 0x18 || code === 0x1a) enter('ground');
    else if (code >= 0x80 && code < 0xa0) {
      afterOsc = state === 'osc';
      c1(String.fromCharCode(code - 0x40));
    } else if (state === 'string' || state === 'osc') {
      if (code === 0x07) endOsc();
    } else if (code < 0x20) handler.control(code);
    else if (code === 0x7f) return;
    else if (state === 'escape' && code < 0x7f) inEscape(code, char);
    else if ((state === 'csi' || state === 'csi-ignore') && code < 0x7f) inCsi(code, char);
    else {
      // A character that no sequence can hold ends it, and is shown.
      enter('ground');
      handler.text(char);
    }
  };

  const pushText = (text: string): void => {
    let at = 0;
    while (at < text.length) {
      if (state === 'ground' || state === 'string' || state === 'osc') {
        notText.lastIndex = at;
        const next = notText.exec(text)?.index ?? text.length;
        if (next > at && state === 'ground') handler.text(text.slice(at, next));
        if (state === 'osc' && osc.length <= maxOsc) osc += text.slice(at, Math.min(next, at + maxOsc + 1));
        if (next === text.length) return;
        at = next;
      }
      const unit = text.charCodeAt(at);
      if (state === 'ground' && unit < 0x20 && unit !== 0x1b && unit !== 0x18 && unit !== 0x1a) {
        handler.control(unit);
        at++;
        continue;
      }
      const code = text.codePointAt(at) ?? 0;
      const char = String.fromCodePoint(code);
      one(code, char);
      at += char.length;
    }
  };

  const reset = (): void => {
    enter('ground');
  };

  return {
    pushText,
    reset,
    get idle() {
      return state === 'ground';
    },
  };
}

/**
 * Decodes a stream, piece by piece: what is not UTF-8 becomes U+FFFD, wherever the stream is cut. Pieces of ASCII, nearly
 * all there are, come back as strings of a byte a character, without the decoder's two.
 */
export function newDecoder(): (bytes: Uint8Array) => string {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let isOpen = false;
  return (bytes) => {
    if (!isOpen && isAscii(bytes)) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
    isOpen = bytes.length === 0 ? isOpen : (bytes.at(-1) ?? 0) >= 0x80;
    return decoder.decode(bytes, { stream: true });
  };
}
