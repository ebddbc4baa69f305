import { Terminal } from '@xterm/headless';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createOuterFilter } from '../../src/terminal/outer-filter.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The grammar of what may come out, written down a second time, by itself. */
const modes = '(?:1|6|7|12|25|47|66|1000|1002|1003|1004|1006|1007|1047|1048|1049|2004|2026)';
const count = '(?:1000|\\d{0,3})';
const grammar = new RegExp(
  [
    '^(?:',
    '[\\u{7}-\\u{a}\\u{d}-\\u{f}]|\\P{Cc}',
    `|\\u{1b}\\[(?:\\?${modes}|4)[hl]`,
    '|\\u{1b}\\[[\\d;:]{0,128}m',
    '|\\u{1b}\\[[0-2]?[JK]',
    '|\\u{1b}\\[[su]',
    '|\\u{1b}\\[[0-6]? q|\\u{1b}\\[!p',
    `|\\u{1b}\\[${count}(?:;${count})?[A-IZdef\`aLMP@SXTbr]`,
    '|\\u{1b}[78DEM=>]|\\u{1b}[()][0B]',
    ')*$',
  ].join(''),
  'u',
);

function filtered(bytes: Uint8Array | string, now = () => 0): string {
  const filter = createOuterFilter(now);
  return filter.push(typeof bytes === 'string' ? encode(bytes) : bytes);
}

/** Anything, but with a leaning towards escape sequences. */
const hostile = fc
  .array(
    fc.oneof(
      {
        weight: 3,
        arbitrary: fc.constantFrom(
          '\u001b',
          '\u001b[',
          '\u001b]',
          '\u001bP',
          '\u001b_',
          '\u001b^',
          '\u001bX',
          '\u009b',
          '\u009d',
          '\u0007',
          '\u001b\\',
          '\u0018',
          '?',
          '>',
          '=',
          '!',
          ' ',
          '$',
          ';',
          ':',
          '52;c;',
        ),
      },
      { weight: 2, arbitrary: fc.constantFrom(...'ABCDEFGHIJKLMPSTXZ@`abcdefghlmnpqrstuxyz0123456789') },
      { weight: 2, arbitrary: fc.nat(3000).map(String) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 3 }) },
    ),
    { maxLength: 60 },
  )
  .map((pieces) => encode(pieces.join('')));
const anything = fc.oneof(hostile, fc.uint8Array({ maxLength: 200 }));

describe('what reaches the user’s terminal', () => {
  it.each([
    [
      'text, colours, cursor',
      'a\r\n\u001b[1;38;5;2mb\u001b[m\u001b[2A\u001b[K\t\b',
      'a\r\n\u001b[1;38;5;2mb\u001b[m\u001b[2A\u001b[K\t\b',
    ],
    [
      'vim’s modes',
      '\u001b[?1049h\u001b[?1h\u001b=\u001b[?2004h\u001b[?12;25h',
      '\u001b[?1049h\u001b[?1h\u001b=\u001b[?2004h\u001b[?12h\u001b[?25h',
    ],
    ['a huge count', 'a\u001b[2147483647b\u001b[99999999999999999999L', 'a\u001b[1000b\u001b[1000L'],
    ['a title', 'a\u001b]0;title\u0007b\u001b]2;t\u001b\\c', 'abc'],
    ['the clipboard', '\u001b]52;c;cm0gLXJm\u0007', ''],
    ['notifications', '\u001b]9;x\u0007\u001b]777;notify;a;b\u001b\\\u001b]99;;x\u001b\\', ''],
    ['a link', '\u001b]8;;http://x\u001b\\text\u001b]8;;\u001b\\', 'text'],
    ['DCS, APC, PM, SOS', '\u001bP$q"p\u001b\\\u001b_Gx\u001b\\\u001b^x\u001b\\\u001bXx\u001b\\.', '.'],
    ['8-bit strings as UTF-8', '\u009d0;t\u009ca\u0090x\u009cb\u009b31mc', 'ab\u001b[31mc'],
    [
      'queries',
      '\u001b[c\u001b[>c\u001b[=c\u001b[0c\u001b[5n\u001b[6n\u001b[?6n\u001b[?1$p\u001b[>q\u001b[?u\u001bZ\u001b[x\u001b[18t\u001b[21t\u0005',
      '',
    ],
    ['keyboard protocols', '\u001b[>1u\u001b[=1u\u001b[>4;2m\u001b[<u', ''],
    ['scrollback erased', '\u001b[3J\u001b[H\u001b[2J', '\u001b[H\u001b[2J'],
    ['a full reset', '\u001bc', '\u001b[H\u001b[2J'],
    ['other charsets, tab stops', '\u001b%G\u001b(A\u001bH\u001b[3g\u001b#8\u001bN\u001b~', ''],
    ['a mode nobody needs', '\u001b[?3h\u001b[?5;25l\u001b[20h\u001b[?69h\u001b[1;2s', '\u001b[?25l'],
    ['NUL and DEL', 'a\u0000\u007fb', 'ab'],
    ['an endless string, until it is broken off', '\u001b]0;no end\r\nswallowed\u0018seen', 'seen'],
  ])('%s', (_, bytes, out) => {
    expect(filtered(bytes)).toBe(out);
  });

  it('never holds a raw 8-bit control', () => {
    expect(filtered(Uint8Array.of(0x9b, 0x31, 0x6d, 0x9d, 0x41))).toBe('\ufffd1m\ufffdA');
  });

  it('is in the grammar, whatever comes', () => {
    fc.assert(
      fc.property(anything, (bytes) => {
        const filter = createOuterFilter(() => 0);
        expect(filter.push(bytes)).toMatch(grammar);
        expect(filter.leave()).toMatch(grammar);
      }),
      { numRuns: 3000 },
    );
  });

  it('comes whole, however the bytes are cut', () => {
    fc.assert(
      fc.property(anything, (bytes) => {
        const filter = createOuterFilter(() => 0);
        const pieces = Array.from(bytes, (_, i) => filter.push(bytes.subarray(i, i + 1)));
        for (const piece of pieces) expect(piece).toMatch(grammar);
        expect(pieces.join('')).toBe(filtered(bytes));
      }),
      { numRuns: 500 },
    );
  });

  it('rings at most four times a second', () => {
    let now = 0;
    const filter = createOuterFilter(() => now);
    let bells = 0;
    for (; now < 10_000; now++) bells += filter.push(encode('\u0007\u0007')).length;
    expect(bells).toBe(40);
  });

  it('takes back what it set, and only that', () => {
    const filter = createOuterFilter(() => 0);
    expect(filter.leave()).toBe('');
    filter.push(encode('\u001b[31mx\u001b[0m'));
    expect(filter.leave()).toBe('');
    filter.push(
      encode('\u001b[?1049h\u001b[?25l\u001b[?1002;1006h\u001b[2;5r\u001b[1m\u001b(0\u001b=\u001b[4h\u001b[5 q'),
    );
    expect(filter.leave()).toBe(
      '\u001b7\u001b[r\u001b8\u001b[?25h\u001b[?1002l\u001b[?1006l\u001b[?1049l\u001b[4l\u001b(B\u001b)B\u000f\u001b>\u001b[0 q\u001b[0m',
    );
    expect(filter.leave()).toBe('');
  });

  it('draws no answer, title or stuck mode from a terminal', async () => {
    await fc.assert(
      fc.asyncProperty(anything, async (bytes) => {
        const terminal = new Terminal({ cols: 80, rows: 24, allowProposedApi: true });
        const heard: string[] = [];
        terminal.onData((data) => heard.push(data));
        terminal.onTitleChange((title) => heard.push(title));
        const filter = createOuterFilter(() => 0);
        const out = filter.push(bytes);
        await new Promise<void>((resolve) => terminal.write(out + filter.leave(), resolve));
        expect(heard).toEqual([]);
        const { modes } = terminal;
        expect(modes).toMatchObject({
          applicationCursorKeysMode: false,
          applicationKeypadMode: false,
          bracketedPasteMode: false,
          insertMode: false,
          mouseTrackingMode: 'none',
          originMode: false,
          sendFocusMode: false,
          wraparoundMode: true,
        });
        expect(terminal.buffer.active.type).toBe('normal');
        terminal.dispose();
      }),
      { numRuns: 300 },
    );
  });
});
