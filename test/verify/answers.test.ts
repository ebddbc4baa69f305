import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Facts } from '../../src/check/kind.ts';
import type { CommandRecord } from '../../src/check/types.ts';
import { findAnswer, isHashed, questionsOf } from '../../src/verify/answers.ts';
import { wordsFor } from '../../src/words/index.ts';
import { aCheck } from './make.ts';

const words = wordsFor();
const hash = (answer: string): string => `s:${createHash('sha256').update(`s${answer}`).digest('hex')}`;
const hashed = (answer: string) =>
  aCheck('q', { kind: 'ask', spec: { question: 'What?', answer: { hash: hash(answer) } }, needs: ['other'] });
const record = (output: string): CommandRecord => ({
  index: 0,
  node: 'controlplane',
  line: 'x',
  output,
  netns: '',
  startedMs: 0,
});
const facts = (...outputs: readonly string[]): Facts => ({
  snapshot: {
    schema: 'netns-course/snapshot/v1',
    nodes: {
      controlplane: {
        netns: [
          {
            name: 'red',
            inode: 4026532999,
            links: {
              state: 'found',
              value: [
                {
                  index: 7,
                  name: 'v0',
                  kind: 'veth',
                  up: true,
                  carrier: true,
                  mtu: 1400,
                  mac: '02:00:00:00:00:01',
                  addresses: [],
                  details: {},
                },
              ],
            },
          },
        ],
        files: {},
      },
    },
    reach: [],
    http: [],
    scripts: [],
  },
  commands: outputs.map(record),
  answers: {},
});

describe('answers', () => {
  test('a hashed answer is found among the words that were printed, punctuation aside', () => {
    expect(findAnswer(hashed('v0'), facts('none here', '7: v0: <UP>'), words, [])).toBe('v0');
    expect(findAnswer(hashed('0x1f'), facts('flags=(0x1f),'), words, [])).toBe('0x1f');
    expect(findAnswer(hashed('felix'), facts('7: v0: <UP>'), words, [])).toBeUndefined();
    expect(findAnswer(hashed('felix'), facts(), words, ['felix'])).toBe('felix');
  });

  test.each([
    ['mac', '02:00:00:00:00:01'],
    ['mtu', '1400'],
    ['ifindex', '7'],
  ])('a computed one (%s) is found in the state of the lab', (of, answer) => {
    const check = aCheck('q', { kind: 'ask', spec: { question: 'What?', answer: { of, link: 'v0', in: 'red' } } });
    expect(findAnswer(check, facts(), words, ['wrong'])).toBe(answer);
    expect(isHashed(check)).toBe(false);
  });

  test('questions are told from other checks, and hashes from what is computed', () => {
    const question = hashed('x');
    expect(questionsOf([aCheck('a'), question])).toEqual([question]);
    expect(isHashed(question)).toBe(true);
    expect(isHashed(aCheck('a', { spec: null }))).toBe(false);
  });
});
