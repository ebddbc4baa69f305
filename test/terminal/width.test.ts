import stringWidth from 'string-width';
import { expect, it } from 'vitest';
import { columnsOf } from '../../src/terminal/width.ts';

it('agrees with string-width on all that a course shows', () => {
  const ranges = [
    [0x20, 0x7e],
    [0xa1, 0xac],
    [0xae, 0x36f],
    [0x370, 0x377],
    [0x391, 0x3a1],
    [0x400, 0x481],
    [0x2010, 0x2027],
    [0x2030, 0x205e],
    [0x2190, 0x2319],
    [0x2500, 0x2613],
    [0x2705, 0x2705],
    [0x2713, 0x2717],
    [0x3001, 0x303e],
    [0x3041, 0x30ff],
    [0x3400, 0x4dbf],
    [0x4e00, 0x9fff],
    [0xac00, 0xd7a3],
    [0xf900, 0xfaff],
    [0xff01, 0xff9f],
    [0x1f300, 0x1f320],
    [0x1f600, 0x1f64f],
    [0x20000, 0x2a6df],
  ] as const;
  for (const [first, last] of ranges) {
    for (let code = first; code <= last; code++) {
      const char = String.fromCodePoint(code);
      if (/\p{Cn}/u.test(char)) continue;
      if (columnsOf(code) !== stringWidth(char))
        expect.fail(`U+${code.toString(16)}: ${columnsOf(code)}, ${stringWidth(char)}`);
    }
  }
});
