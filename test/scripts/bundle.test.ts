import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { simpleWidth } from '../../scripts/lib/bundle/simple-width.ts';

const unit = fc.oneof(
  fc.string({ unit: 'grapheme-ascii' }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('│', '─', '┬', '…', '—', '“', '”', '’', '·', '✓', '✗', '○', '×', '█', '▸', '»', '↑', '↓', 'é', 'ü'),
  fc.constantFrom(
    '\u001b[1m',
    '\u001b[0m',
    '\u001b[38;5;2m',
    '\u001b]8;;https://a.example/\u0007',
    '\u001b]8;;\u001b\\',
  ),
  fc.constantFrom('a\u0301', '©\ufe0f', '中', '，', '👍', '\u200d', '\u001b', '\t', '1\ufe0f\u20e3', '\u2028'),
);

describe('simpleWidth', () => {
  it('says what string-width says, or nothing', () => {
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 8 }), (units) => {
        const text = units.join('');
        const width = simpleWidth(text);
        if (width !== undefined) expect(width).toBe(stringWidth(text));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['netns-course ─ A cable · step 1 of 4 ✓', 38],
    ['\u001b[1mbold\u001b[0m, “quoted” …', 16],
  ])('knows %j', (text, width) => {
    expect(simpleWidth(text)).toBe(width);
    expect(stringWidth(text)).toBe(width);
  });

  it('leaves every character that is not simple to string-width', () => {
    for (let code = 0x20; code <= 0xffff; code++) {
      const char = String.fromCharCode(code);
      const width = simpleWidth(char);
      if (width !== undefined && width !== stringWidth(char)) expect([code.toString(16), width]).toEqual([]);
    }
    expect(simpleWidth('中')).toBeUndefined();
  });
});
