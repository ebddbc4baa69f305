import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeInput, type InputModes } from '../../src/terminal/encode-input.ts';
import { createKeyParser, type Input } from '../../src/terminal/keys.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

function inputs(...chunks: readonly (string | Uint8Array)[]): Input[] {
  const parser = createKeyParser();
  const all = chunks.flatMap((chunk) => [...parser.push(typeof chunk === 'string' ? encode(chunk) : chunk)]);
  return [...all, ...parser.flush()];
}

const names = (text: string): string[] => inputs(text).map((input) => (input.type === 'key' ? input.name : input.type));

const plain: InputModes = {
  applicationCursor: false,
  bracketedPaste: false,
  mouse: 'none',
  mouseEncoding: 'bytes',
  focusEvents: false,
};

describe('keys', () => {
  it.each([
    ['aG?中𠮷', ['a', 'G', '?', '中', '𠮷']],
    [' \r\t\u007f\u0001\u001d\u0000', ['space', 'enter', 'tab', 'backspace', 'ctrl-a', 'ctrl-]', 'ctrl-space']],
    [
      '\u001b[A\u001b[B\u001bOC\u001bOD\u001b[H\u001b[F\u001b[Z',
      ['up', 'down', 'right', 'left', 'home', 'end', 'shift-tab'],
    ],
    [
      '\u001b[5~\u001b[6~\u001b[5;2~\u001b[6;2~\u001b[3~\u001b[2~',
      ['pageup', 'pagedown', 'shift-pageup', 'shift-pagedown', 'delete', 'insert'],
    ],
    ['\u001b[1;5A\u001b[1;3C\u001b[1;8D', ['ctrl-up', 'alt-right', 'ctrl-alt-shift-left']],
    ['\u001bOP\u001b[11~\u001b[[A\u001b[24~\u001b[1;2P', ['f1', 'f1', 'f1', 'f12', 'shift-f1']],
    ['\u001bx\u001b\r\u001b\u001b[A', ['alt-x', 'alt-enter', 'alt-up']],
    ['\u001b', ['esc']],
    ['\u001b\u001b', ['esc', 'esc']],
    ['\u001b[93;5u\u001b[27u', ['ctrl-]', 'esc']],
    ['\u001b[27;5;9~', ['unknown']],
    ['\u001b[?62;c\u001b[12;40R\u001b[0n\u001b[8;24;80t\u001b[201~', []],
  ])('%j', (text, expected) => {
    expect(names(text)).toEqual(expected);
  });

  it('tells mouse events', () => {
    expect(inputs('\u001b[<0;1;1M\u001b[<0;5;6m\u001b[<34;7;8M\u001b[<64;2;3M\u001b[<85;2;3M')).toMatchObject([
      { action: 'press', button: 0, x: 0, y: 0, shift: false },
      { action: 'release', button: 0, x: 4, y: 5 },
      { action: 'move', button: 2, x: 6, y: 7 },
      { action: 'wheel-up', x: 1, y: 2 },
      { action: 'wheel-down', x: 1, y: 2, shift: true, ctrl: true },
    ]);
  });

  it('tells a paste, whatever is in it', () => {
    expect(inputs('a\u001b[200~rm -rf\n\u001b[31m\u0003\u001b[201~b')).toEqual([
      { type: 'key', name: 'a', text: 'a' },
      { type: 'paste', text: 'rm -rf\n\u001b[31m\u0003', first: true, last: false },
      { type: 'paste', text: '', first: false, last: true },
      { type: 'key', name: 'b', text: 'b' },
    ]);
    expect(inputs('\u001b[200~\u001b[201~')).toEqual([{ type: 'paste', text: '', first: true, last: true }]);
  });

  it('tells focus', () => {
    expect(inputs('\u001b[I\u001b[O')).toEqual([
      { type: 'focus', gained: true },
      { type: 'focus', gained: false },
    ]);
  });

  it('waits for what may go on, and no longer than asked', () => {
    const parser = createKeyParser();
    expect(parser.push(encode('\u001b'))).toEqual([]);
    expect(parser.waiting).toBe(true);
    expect(parser.push(encode('[A'))).toMatchObject([{ name: 'up' }]);
    expect(parser.waiting).toBe(false);
    parser.push(encode('\u001b'));
    expect(parser.flush()).toMatchObject([{ name: 'esc', text: '\u001b' }]);
    parser.push(encode('\u001b[200~abc\u001b[20'));
    expect(parser.waiting).toBe(false);
    expect(parser.flush()).toEqual([]);
    expect(parser.push(encode('1~x'))).toMatchObject([{ type: 'paste', last: true }, { name: 'x' }]);
  });

  it('hands a long paste on in pieces and in order', () => {
    const text = Array.from({ length: 300_000 }, (_, i) => i % 10).join('');
    const pieces = inputs(`\u001b[200~${text}\u001b[201~`);
    expect(pieces.every((piece) => piece.type === 'paste' && piece.text.length <= 16 * 1024)).toBe(true);
    expect(pieces.map((piece) => (piece.type === 'paste' ? piece.text : '')).join('') === text).toBe(true);
  });

  it('is the same however the bytes are cut', () => {
    const piece = fc.constantFrom(
      'a',
      '中',
      '\u001b[A',
      '\u001bOH',
      '\u001b[<0;12;3M',
      '\u001b[200~p\u001b[1m\n',
      '\u001b[201~',
      '\u001b[5;2~',
      '\u001bx',
      '\r',
      '\u001b[[B',
      '\u001b[?1;2c',
    );
    /** Neighbouring pieces of one paste are one. */
    const joined = (all: readonly Input[]): unknown[] =>
      all.reduce<unknown[]>((out, input) => {
        const last = out.at(-1);
        if (input.type === 'paste' && !input.first && typeof last === 'string')
          out[out.length - 1] = last + input.text + (input.last ? '|' : '');
        else out.push(input.type === 'paste' ? `paste ${input.text}${input.last ? '|' : ''}` : input);
        return out;
      }, []);
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), fc.array(fc.nat(200), { maxLength: 8 }), (pieces, cuts) => {
        const all = encode(pieces.join(''));
        const at = [...new Set([0, ...cuts.filter((cut) => cut < all.length), all.length])].sort((a, b) => a - b);
        const whole = joined(inputs(all));
        expect(joined(inputs(...at.slice(1).map((end, i) => all.slice(at[i], end))))).toEqual(whole);
        expect(joined(inputs(...Array.from(all, (_, i) => all.slice(i, i + 1))))).toEqual(whole);
      }),
      { numRuns: 500 },
    );
  });

  it('takes any bytes, and keeps nothing back for ever', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const parser = createKeyParser();
        parser.push(bytes);
        parser.flush();
        expect(parser.waiting).toBe(false);
        parser.push(encode('\u001b[201~'));
        expect(parser.push(encode('\u001b[A'))).toMatchObject([{ name: 'up' }]);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('what the program in the pane gets', () => {
  const through = (text: string, modes: Partial<InputModes> = {}): string =>
    inputs(text)
      .map((input) => encodeInput(input, { ...plain, ...modes }))
      .join('');

  it('is the keys as they came', () => {
    const text = 'a中\r\u0003\u001b[1;5A\u001b[5~\u001bOP\u001bx\u001b[Z';
    expect(through(text)).toBe(text);
    expect(through(text, { applicationCursor: true })).toBe(text);
  });

  it('is cursor keys as it wants them', () => {
    expect(through('\u001bOA\u001b[H\u001b[1~')).toBe('\u001b[A\u001b[H\u001b[1~');
    expect(through('\u001b[A\u001b[F\u001bOD', { applicationCursor: true })).toBe('\u001bOA\u001bOF\u001bOD');
  });

  it('is a paste that cannot leave its brackets', () => {
    const paste = '\u001b[200~a\nb\u001b[201\u001b[31m\u001b[201~';
    expect(through(paste, { bracketedPaste: true })).toBe('\u001b[200~a\rb[201[31m\u001b[201~');
    expect(through(paste)).toBe('a\rb[201[31m');
  });

  it('is the mouse only when asked for, in its coding', () => {
    const press = '\u001b[<0;3;4M';
    expect(through(press)).toBe('');
    expect(through(press, { mouse: 'vt200', mouseEncoding: 'sgr' })).toBe(press);
    expect(through(press, { mouse: 'vt200' })).toBe('\u001b[M #$');
    expect(through('\u001b[<0;3;4m', { mouse: 'vt200' })).toBe('\u001b[M##$');
    expect(through('\u001b[<32;3;4M', { mouse: 'vt200', mouseEncoding: 'sgr' })).toBe('');
    expect(through('\u001b[<32;3;4M', { mouse: 'drag', mouseEncoding: 'sgr' })).toBe('\u001b[<32;3;4M');
    expect(through('\u001b[<35;3;4M', { mouse: 'drag', mouseEncoding: 'sgr' })).toBe('');
    expect(through('\u001b[<35;3;4M', { mouse: 'any', mouseEncoding: 'sgr' })).toBe('\u001b[<35;3;4M');
    expect(through('\u001b[<64;3;4M', { mouse: 'any', mouseEncoding: 'sgr' })).toBe('\u001b[<64;3;4M');
    expect(through('\u001b[<0;200;4M', { mouse: 'any' })).toBe('');
  });

  it('is focus only when asked for', () => {
    expect(through('\u001b[I\u001b[O')).toBe('');
    expect(through('\u001b[I\u001b[O', { focusEvents: true })).toBe('\u001b[I\u001b[O');
  });
});
