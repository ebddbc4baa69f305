import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeUtf8 } from '../../src/lesson/decode.ts';
import { limits } from '../../src/lesson/limits.ts';
import { parseLesson } from '../../src/lesson/parse-lesson.ts';
import { similar } from '../../src/lesson/similar.ts';
import { en } from '../../src/words/en/index.ts';

const head = '---\ntitle: T\nminutes: 1\n---\n# T\n\n';
const step = (n: number): string =>
  `## Step ${n}\n\`\`\`console\n$ ip netns add n${n}\n\`\`\`\n\`\`\`yaml check\n- netns: n${n}\n\`\`\`\n`;
const steps = (count: number): string => head + Array.from({ length: count }, (_, index) => step(index)).join('');

function rulesOf(text: string): string[] {
  return parseLesson({ id: 't', file: 't.md', text }, en).messages.map(({ ruleId }) => ruleId ?? '');
}

describe('limits', () => {
  test('as many steps as allowed, and not one more', { timeout: 120_000 }, () => {
    const { lesson, messages } = parseLesson({ id: 't', file: 't.md', text: steps(limits.steps) }, en);
    expect(messages).toEqual([]);
    expect(lesson?.steps.map(({ id }) => id).slice(-2)).toEqual([
      `step-${limits.steps - 2}`,
      `step-${limits.steps - 1}`,
    ]);
    expect(rulesOf(steps(limits.steps + 1))).toEqual(['too-many-steps']);
  });

  test('link definitions, text beyond 4 MiB', () => {
    expect(rulesOf(`${steps(1)}\n${'[a]: b\n'.repeat(limits.definitions + 1)}`)).toEqual(['too-many-definitions']);
    expect(rulesOf(steps(1) + '\n'.repeat(limits.lessonBytes))).toEqual(['too-large']);
  });

  test('lists and quotations within one another', () => {
    const nested = (depth: number): string => `${steps(1)}\n${'> '.repeat(depth)}text\n`;
    expect(rulesOf(nested(limits.nesting))).toEqual([]);
    expect(rulesOf(nested(limits.nesting + 1))).toEqual(['too-deep']);
  });

  test('reads anything, and never throws', () => {
    const line = fc.oneof(
      fc.constantFrom(
        '---',
        'title: T',
        'minutes: 5',
        '# T',
        '## S',
        '```console',
        '$ ls',
        '```',
        '```yaml check',
        '- netns: a',
      ),
      fc.constantFrom(
        '> [!TIP]',
        '> text',
        '  needs: [a]',
        '- link: {',
        '${x}',
        '<!-- step: a -->',
        '<b>',
        '- - - a',
        '\t',
        '^C',
      ),
      fc.string({ maxLength: 20 }),
      fc.string({ maxLength: 10, unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 25 }), fc.boolean(), (lines, begun) => {
        const text = (begun ? head : '') + lines.join('\n');
        const { lesson, messages } = parseLesson({ id: 't', file: 't.md', text }, en);
        expect(lesson === undefined).toBe(messages.length > 0);
        for (const message of messages) {
          expect(message.line).toBeGreaterThan(0);
          expect(message.column).toBeGreaterThan(0);
          expect(message.line).toBeLessThanOrEqual(text.split('\n').length);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('decodeUtf8', () => {
  test('agrees with the strict decoder about every string of bytes, and names the first bad one', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), fc.string({ unit: 'binary', maxLength: 6 }), (noise, text) => {
        const bytes = new Uint8Array([...new TextEncoder().encode(text), ...noise]);
        const decoded = decodeUtf8(bytes);
        if ('text' in decoded) expect(new TextEncoder().encode(decoded.text)).toEqual(bytes);
        else {
          const before = bytes.slice(0, decoded.badByte);
          expect(new TextDecoder('utf-8', { fatal: true }).decode(before)).toBeTypeOf('string');
          const strict = new TextDecoder('utf-8', { fatal: true });
          for (let end = decoded.badByte + 1; end <= Math.min(bytes.length, decoded.badByte + 4); end += 1) {
            expect(() => strict.decode(bytes.slice(decoded.badByte, end))).toThrow();
          }
        }
      }),
      { numRuns: 1000 },
    );
  });
});

test.each([
  ['chek', 'check'],
  ['frobnicate', undefined],
  ['cehck', 'check'],
  ['lok', 'look'],
  ['x', undefined],
])('similar(%s)', (word, expected) => {
  expect(similar(word, ['check', 'setup', 'look'])).toBe(expected);
});
