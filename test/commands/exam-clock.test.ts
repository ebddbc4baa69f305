import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { clockText, startExamClock } from '../../src/commands/exam-clock.ts';
import { wordsFor } from '../../src/words/index.ts';

const words = wordsFor();
beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

test('says what is left, less and less, and ends', async () => {
  const clock = startExamClock(12 * 60_000, words);
  const heard: string[] = [];
  clock.on((text) => heard.push(text));
  let isOver = false;
  void clock.over.then(() => (isOver = true));
  await vi.advanceTimersByTimeAsync(7 * 60_000);
  expect(heard).toEqual([10, 5].map((minutes) => words.checkpoint.timeLeft({ minutes })));
  expect(clockText(clock.leftMs())).toBe('5:00');
  await vi.advanceTimersByTimeAsync(5 * 60_000 - 1);
  expect(isOver).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect([isOver, clock.leftMs()]).toEqual([true, 0]);
  expect(heard).toHaveLength(4);
});

test('as a clock shows it', () => {
  expect([0, 1, 59_000, 60_000, 3_909_000].map(clockText)).toEqual(['0:00', '0:01', '0:59', '1:00', '1:05:09']);
});
