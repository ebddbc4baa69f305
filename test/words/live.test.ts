import { expect, it } from 'vitest';
import { wordsFor } from '../../src/words/index.ts';
import { live } from '../../src/words/live.ts';

it('is the catalogue in use, for everybody who was handed it once', () => {
  const { value, use } = live(wordsFor('en'));
  const english = { ...value }.drawn;
  use(wordsFor('zh-CN'));
  expect(value.drawn).toBe(wordsFor('zh-CN').drawn);
  expect(value.signs.list({ names: ['ip', 'nft'] })).toBe('ip、nft');
  expect(english).toBe(wordsFor('en').drawn);
});
