import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createOutputText } from '../../src/terminal/text.ts';

function seen(...chunks: readonly (string | Uint8Array)[]): string {
  const output = createOutputText();
  for (const chunk of chunks) output.push(typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk);
  return output.text();
}

describe('text', () => {
  it.each([
    ['lines', 'a\r\nb\r\n', 'a\nb'],
    ['an unfinished line', 'a\r\nb', 'a\nb'],
    ['empty lines', 'a\r\n\r\nb', 'a\n\nb'],
    ['indentation, and no blanks at the end', '    link/ether  \r\n', '    link/ether'],
    ['a carriage return', '10%\r 20%\r100%\r\n', '100%'],
    ['a shorter overwriting', 'abcdef\rXY\r\n', 'XYcdef'],
    ['backspaces', 'abc\b\bX\r\n', 'aXc'],
    ['backspaces over the beginning', 'a\b\b\bX', 'X'],
    ['erased to the end', 'abcdef\r\u001b[K12', '12'],
    ['erased in the middle', 'abcdef\b\b\u001b[Kx', 'abcdx'],
    ['erased to the beginning', 'abcdef\b\b\u001b[1Kx', '    xf'],
    ['erased whole', 'abc\u001b[2Kd', '   d'],
    ['tabs', 'a\tb\tc', 'a       b       c'],
    ['a tab over text', 'abcdefghij\r\tX', 'abcdefghXj'],
    ['colours', '\u001b[1;31mred\u001b[0m \u001b[38:2:1:2:3mx\u001b[m', 'red x'],
    [
      'a title and other strings',
      '\u001b]0;title\u0007a\u001b]52;c;eA==\u001b\\b\u001bPq#1\u001b\\c\u001b_x\u001b\\d',
      'abcd',
    ],
    ['8-bit C1 as UTF-8', 'a\u009b1mb\u009d0;t\u009cc', 'abc'],
    ['charset, modes, keypad', '\u001b(B\u001b[?2004h\u001b=a\u001b>\u001b[>4;1m', 'a'],
    ['cursor right and left', 'ab\u001b[2Cc\u001b[4DX', 'aX  c'],
    ['a column', 'abc\u001b[2Gx\u001b[8Gy', 'axc    y'],
    ['characters taken out and put in', 'abcdef\r\u001b[2P\u001b[1@', ' cdef'],
    ['a bell and NULs', 'a\u0007b\u0000c', 'abc'],
    ['Chinese', '来自 10.0.0.12 的回复\r\n', '来自 10.0.0.12 的回复'],
    ['Chinese overwritten', '中文\rab\r\n', 'ab文'],
    ['half a Chinese character overwritten', '中文\rab\bx\u001b[4Gz', 'ax z'],
    ['combining characters', 'e\u0301x', 'e\u0301x'],
    ['a move to another line', 'one\u001b[5;1Htwo\u001b[A', 'one\ntwo'],
    ['a cancelled sequence', 'a\u001b[31\u0018b', 'ab'],
  ])('%s', (_, bytes, text) => {
    expect(seen(bytes)).toBe(text);
  });

  it('shows what is not UTF-8 as U+FFFD', () => {
    expect(seen(Uint8Array.of(0x61, 0xff, 0xe4, 0xb8, 0x62))).toBe('a\ufffd\ufffdb');
    expect(seen(Uint8Array.of(0x9b, 0x33, 0x31, 0x6d))).toBe('\ufffd31m');
  });

  it('is the same however the stream is cut', () => {
    const piece = fc.constantFrom(
      '中',
      'é',
      '\u001b[2K',
      '\u001b[3C',
      '\u001b]0;x',
      '\u0007',
      '\u001b\\',
      '\r',
      '\b',
      '\n',
      '\t',
      'ab',
      '\u001b',
      '[',
      '1',
      'm',
      '𠮷',
      '\u009b',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.uint8Array({ maxLength: 4 }), (pieces, junk) => {
        const all = Buffer.concat([Buffer.from(pieces.join('')), junk, Buffer.from('end')]);
        const whole = seen(all);
        expect(seen(...Array.from(all, (_, i) => all.subarray(i, i + 1)))).toBe(whole);
        expect(seen(all.subarray(0, all.length >> 1), all.subarray(all.length >> 1))).toBe(whole);
      }),
      { numRuns: 500 },
    );
  });

  it('reads whole lines of ASCII, which is done at once, as it reads them byte by byte', () => {
    const piece = fc.constantFrom('a', 'word ', '  ', '\r\n', '\n', '\r', '\n\n', '\t', '中', '\u001b[m');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const all = Buffer.from(pieces.join(''));
        expect(seen(all)).toBe(seen(...Array.from(all, (_, i) => all.subarray(i, i + 1))));
      }),
      { numRuns: 2000 },
    );
  });

  it('leaves no control character, whatever comes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (all) => {
        expect(seen(all)).not.toMatch(/(?!\n)\p{Cc}/u);
      }),
      { numRuns: 1000 },
    );
  });

  it('keeps the beginning and the end of what is too long', () => {
    const output = createOutputText(1000);
    for (let i = 0; i < 10_000; i++) output.push(new TextEncoder().encode(`line ${i}\r\n`));
    const lines = output.text().split('\n');
    expect(lines[0]).toBe('line 0');
    expect(lines.at(-1)).toBe('line 9999');
    expect(lines).toContain('…');
    expect(output.text().length).toBeLessThanOrEqual(1000 + 2);
  });

  it('stays small for 1 GB without a newline', () => {
    const output = createOutputText();
    const chunk = new TextEncoder().encode('x'.repeat(1024 * 1024));
    const before = process.memoryUsage().heapUsed;
    for (let i = 0; i < 1024; i++) output.push(chunk);
    expect(output.text().length).toBeLessThanOrEqual(64 * 1024);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(100 * 1024 * 1024);
  });
});
