import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compilePattern, matchesPattern } from '../../src/check/pattern.ts';

describe('patterns of strangers', () => {
  test.each([
    '^(a+)+$',
    '(a|a)*b',
    '(a*)*b',
    '(.*)*x',
    '^(([a-z])+.)+[A-Z]([a-z])+$',
    'a?'.repeat(40) + 'a'.repeat(40),
    '(a{1,30}){1,20}b',
    '.{0,30}[^b]{0,30}z',
  ])('%s cannot take long', (source) => {
    const started = performance.now();
    matchesPattern(source, `${'a'.repeat(100_000)}!`);
    // A backtracking engine would not end within the age of the universe; this one takes some tenths of a second.
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  test.each([
    '(a)\\1',
    'a(?=b)',
    '(?<!a)b',
    '(',
    ')',
    'a**',
    '*a',
    '[z-a]',
    'a{3,1}',
    '(a{200}){200}',
    'a{1001}',
    '.{0,900}'.repeat(50),
    `(${'a'.repeat(400)}){1,900}`,
    `(((${'[ab]\\d'.repeat(60)}){10}){10}){10}`,
    '(?i',
    '('.repeat(60),
  ])('%s is refused', (source) => {
    const started = performance.now();
    expect(compilePattern(source)).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  test('agrees with the language’s own engine', () => {
    const atom = fc.constantFrom(
      'a',
      'b',
      'c',
      '.',
      '[ab]',
      '[^a]',
      '[a-c\\d]',
      '\\d',
      '\\w',
      '\\s',
      '\\b',
      '^',
      '$',
      '\\.',
      '(?:ab|c)',
      '(b|)',
      '1',
    );
    const quantified = fc
      .tuple(atom, fc.constantFrom('', '*', '+', '?', '{2}', '{1,3}', '{2,}', '*?'))
      .map(([one, many]) => (/^(?:\\b|\^|\$)$/.test(one) ? one : one + many));
    const source = fc.array(quantified, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(''));
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1', '.', ' ', '\n', '中'), maxLength: 12 });
    fc.assert(
      fc.property(
        fc.array(source, { minLength: 1, maxLength: 3 }),
        text,
        fc.boolean(),
        (choices, subject, ignoreCase) => {
          const joined = choices.join('|');
          const theirs = new RegExp(joined, ignoreCase ? 'mui' : 'mu');
          expect(
            matchesPattern(`${ignoreCase ? '(?i)' : ''}${joined}`, subject),
            `${joined} on ${JSON.stringify(subject)}`,
          ).toBe(theirs.test(subject));
        },
      ),
      { numRuns: 3000 },
    );
  });
});
