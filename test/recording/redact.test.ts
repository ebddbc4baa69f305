import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../src/recording/redact.ts';

const all = (names: readonly string[], pieces: readonly string[]): string => {
  const redactor = createRedactor(names);
  return pieces.map(redactor.push).join('') + redactor.flush();
};

describe('a redactor', () => {
  it.each([
    [['alice'], 'hello alice, /home/alice/x', 'hello xxxxx, /home/xxxxx/x'],
    [['alice', '/home/alice'], '/home/alice/.ssh', 'xxxxxxxxxxx/.ssh'],
    [['bo'], 'bo boat (bo) Bo', 'xx boat (xx) Bo'],
    [['laptop', 'laptop.home'], 'laptop.home laptop', 'xxxxxxxxxxx xxxxxx'],
    [[], 'as it was', 'as it was'],
    [['alice'], 'ali', 'ali'],
    [['aab'], 'aaab aab', 'aaab xxx'],
    [['aabb'], 'aaabb', 'axxxx'],
  ])('%j of %j leaves %j', (names, text, shown) => {
    expect(all(names, [text])).toBe(shown);
  });

  it('gives the same however the text is cut, as long as it was, and holds none of the names', () => {
    const names = ['alice', 'al', 'host', '/home/alice'];
    const word = fc.constantFrom(
      'alice',
      'al',
      'host',
      '/home/',
      'ali',
      'ce',
      ' ',
      'h',
      'o',
      '中',
      '\u001b[31m',
      'ghost',
    );
    fc.assert(
      fc.property(fc.array(word), fc.array(fc.nat(40)), (words, cuts) => {
        const text = words.join('');
        const places = [0, ...cuts.map((cut) => Math.min(cut, text.length)).toSorted((a, b) => a - b), text.length];
        const pieces = places.slice(1).map((place, index) => text.slice(places[index], place));
        const shown = all(names, pieces);
        expect(shown).toBe(all(names, [text]));
        expect(shown).toHaveLength(text.length);
        expect(shown).not.toMatch(/alice|host|(?<![\p{L}\p{N}_])al(?![\p{L}\p{N}_])/u);
      }),
      { numRuns: 1000 },
    );
  });

  it('holds no more than the beginning of a name', () => {
    const redactor = createRedactor(['alice']);
    expect(redactor.push('I am ali')).toBe('I am ');
    expect(redactor.push('ve')).toBe('alive');
  });
});
