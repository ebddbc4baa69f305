import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { eachSecond } from '../../src/process/each-second.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('what is looked at each second', () => {
  it('is looked at in one wake-up, whenever it began, until it is closed', () => {
    const seen: string[] = [];
    const first = eachSecond(() => seen.push('first'));
    vi.advanceTimersByTime(600);
    const second = eachSecond(() => seen.push('second'));
    vi.advanceTimersByTime(399);
    expect(seen).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(seen).toEqual(['first', 'second']);
    first.close();
    vi.advanceTimersByTime(1000);
    expect(seen).toEqual(['first', 'second', 'second']);
    second.close();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('may end itself, and be two', () => {
    let count = 0;
    const look = (): void => {
      count += 1;
      one.close();
    };
    const one = eachSecond(look);
    const other = eachSecond(look);
    vi.advanceTimersByTime(2000);
    expect(count).toBe(3);
    other.close();
  });
});
