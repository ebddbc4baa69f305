import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { coalesce } from '../../src/lab/facts/coalesce.ts';
import { Pool } from '../../src/lab/facts/pool.ts';

describe('coalesce', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('calls at once, then at most once in the time, and once more for what came meanwhile', () => {
    const calls: number[] = [];
    const changes = coalesce(20, () => calls.push(Date.now()));
    const begun = Date.now();
    changes.call();
    for (let ms = 0; ms < 50; ms++) {
      changes.call();
      vi.advanceTimersByTime(1);
    }
    vi.advanceTimersByTime(100);
    expect(calls.map((at) => at - begun)).toEqual([0, 20, 40, 60]);
  });

  it('is silent once closed', () => {
    const callback = vi.fn<() => void>();
    const changes = coalesce(20, callback);
    changes.call();
    changes.call();
    changes.close();
    changes.call();
    vi.advanceTimersByTime(100);
    expect(callback).toHaveBeenCalledTimes(1);
  });
});

describe('Pool', () => {
  it('runs so many at once, in order, and goes on after a failure', async () => {
    const pool = new Pool(3);
    let running = 0;
    let most = 0;
    const begun: number[] = [];
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) =>
        pool.run(async () => {
          begun.push(index);
          most = Math.max(most, ++running);
          await new Promise((resolve) => setImmediate(resolve));
          running--;
          if (index === 5) throw new Error('one of them');
          return index;
        }),
      ),
    );
    expect(most).toBe(3);
    expect(begun).toEqual(Array.from({ length: 20 }, (_, index) => index));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(19);
  });
});
