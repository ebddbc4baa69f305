import { expect, test } from 'vitest';
import { shareWatch } from '../../src/lab/share-watch.ts';

test('all who listen share one watch, which ends with the last of them', () => {
  const begun: (() => void)[] = [];
  let ended = 0;
  const watch = shareWatch((onChange) => {
    begun.push(onChange);
    return { close: () => (ended += 1) };
  });
  const heard: string[] = [];
  const same = (): void => void heard.push('twice');
  const one = watch(same);
  const two = watch(same);
  const three = watch(() => heard.push('other'));
  expect(begun).toHaveLength(1);
  begun[0]?.();
  expect(heard).toEqual(['twice', 'twice', 'other']);
  one.close();
  // A second time is no other listener's end.
  one.close();
  begun[0]?.();
  expect(heard.slice(3)).toEqual(['twice', 'other']);
  two.close();
  expect(ended).toBe(0);
  three.close();
  expect(ended).toBe(1);
  watch(same).close();
  expect(begun).toHaveLength(2);
  expect(ended).toBe(2);
});
