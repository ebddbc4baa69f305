import { describe, expect, it } from 'vitest';
import { wordsFor } from '../../src/words/index.ts';
import { argumentsOf, type Sample } from './samples.ts';

const full: Sample = { text: 'x1', number: 3, flag: true, list: ['x1', 'x2'], bare: false };
const samples: Readonly<Record<string, Sample>> = {
  full,
  few: { ...full, number: 1, flag: false, list: ['x1'] },
  empty: { text: '', number: 0, flag: false, list: [], bare: false },
  bare: { ...full, bare: true },
};

/** The same in both languages on purpose: what is typed, what a program prints, proper names and units. */
const same: readonly (readonly [path: RegExp, why: string])[] = [
  [/^check\.output\.programs\./, 'names of commands'],
  [/^commands\.man\.\w+\.\d+\.(code|name|path)$/, 'exit codes, variables and paths'],
  [/^(topology\.explainCommand|trace\.capture|trace\.command)\.words$/, 'placeholders of a command line'],
  [/^(commands\.flags\.directory|commands\.check\.target|images\.reference|newLesson\.command\.word)$/, 'placeholders'],
  [/^(drawn\.app|drawn\.short\.shell|doctor\.node)$/, 'names: netns-course, shell, Node'],
  [/^topology\.(up|down)$/, 'as ip link prints them'],
  [/^(topology\.nat|trace\.lines\.(icmp|tcp))$/, 'names of protocols and targets'],
  [
    /^(images\.megabytes|images\.pulled|trace\.after|progress\.causes\.other\.cause)$/,
    'units, and a number of an error',
  ],
];

/** Every text of a catalogue by its path; what throws with a sample that it was not made for has no text. */
function textsOf(words: unknown, sample: Sample, path = ''): readonly (readonly [path: string, text: unknown])[] {
  if (typeof words === 'function') {
    try {
      return textsOf(Reflect.apply(words, undefined, argumentsOf(path, sample)), sample, path);
    } catch (error) {
      return [[path, error]];
    }
  }
  if (typeof words !== 'object' || words === null) return [[path, words]];
  return Object.entries(words).flatMap(([key, value]) => textsOf(value, sample, path === '' ? key : `${path}.${key}`));
}

/** Whether nothing is left but signs when the values that were passed in are taken out. */
const isOnlySigns = (text: string): boolean => !/\p{L}/u.test(text.replaceAll(/\b(x1|x2|commands|pass)\b/g, ''));

describe.each(Object.entries(samples))('the Chinese words, with %s arguments,', (kind, sample) => {
  const english = new Map(textsOf(wordsFor('en'), sample));
  const all = textsOf(wordsFor('zh-CN'), sample);
  // With all arguments every text must work; less is asked where the English one cannot do without either.
  const chinese = all.filter(([path]) => {
    const text = english.get(path);
    return kind === 'full' || (typeof text === 'string' && !/undefined|NaN/.test(text));
  });
  const found = (isWrong: (text: string, path: string) => boolean): string[] =>
    chinese.filter(([path, text]) => isWrong(String(text), path)).map(([path, text]) => `${path}: ${String(text)}`);

  it('are there for every English text', () => {
    expect(all.map(([path]) => path).toSorted()).toEqual([...english.keys()].toSorted());
    expect(chinese.length).toBeGreaterThan(all.length * 0.8);
  });

  it('are texts', () => {
    expect(chinese.filter(([, text]) => typeof text !== 'string')).toEqual([]);
    expect(found((text) => /undefined|NaN|\[object/.test(text))).toEqual([]);
  });

  it('are Chinese, but for names, commands and signs', () => {
    const isSame = (path: string): boolean => same.some(([pattern]) => pattern.test(path));
    expect(found((text, path) => !/\p{Script=Han}/u.test(text) && !isOnlySigns(text) && !isSame(path))).toEqual([]);
  });

  it('have Chinese punctuation after Chinese', () => {
    expect(found((text) => /\p{Script=Han}[,.;:?!()]/u.test(text))).toEqual([]);
  });

  it('have a blank between Chinese and Latin', () => {
    expect(found((text) => /\p{Script=Han}[A-Za-z0-9]|[A-Za-z0-9]\p{Script=Han}/u.test(text))).toEqual([]);
  });
});
