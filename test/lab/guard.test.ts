import { expect, test } from 'vitest';
import { defaultThresholds, isPacketStorm, judgeMemory, tooManyNeighbours } from '../../src/lab/guard/judge.ts';
import { parseMemory, parseNeighbours, parseTicks, takeReadings, type Readings } from '../../src/lab/guard/readings.ts';

const none: Readings = { memory: undefined, neighbours: undefined, ticks: undefined };
const gib = 1024 ** 3;
const memory = (available: number): Readings => ({ ...none, memory: { total: 8 * gib, available: available * gib } });
const ticks = (all: number, softInterrupts: number): Readings => ({ ...none, ticks: { all, softInterrupts } });

test('reads the three files as the kernel prints them', () => {
  expect(parseMemory('MemTotal:       24684096 kB\nMemFree: 1 kB\nMemAvailable:   24378132 kB\n')).toEqual({
    total: 24_684_096 * 1024,
    available: 24_378_132 * 1024,
  });
  const heading = 'entries,allocs,destroys,hash_grows\n';
  expect(
    parseNeighbours([`${heading}0000001f  00000051 00000044\n0000001f  0 0\n`, `${heading}00000002 1\n`, '']),
  ).toBe(33);
  expect(parseTicks('cpu  82108 0 26574 502599 2241 0 820 238 7 7\ncpu0 1 2 3\n')).toEqual({
    all: 614_580,
    softInterrupts: 820,
  });
});

test('what is not there or not understood is unknown, and ends nothing', () => {
  expect([parseMemory('oops'), parseNeighbours(['', 'x']), parseTicks('')]).toEqual([undefined, undefined, undefined]);
  expect(judgeMemory(none, none, defaultThresholds)).toBeUndefined();
  expect(tooManyNeighbours(none, none, defaultThresholds)).toBe(false);
  expect(isPacketStorm(none, none, defaultThresholds)).toBe(false);
});

test('reads this machine', () => {
  const { memory: found, ticks: counted } = takeReadings();
  expect(found?.total).toBeGreaterThan(found?.available ?? Infinity);
  expect(counted?.all).toBeGreaterThan(counted?.softInterrupts ?? Infinity);
});

test('memory: below a tenth, and only where it went since the lab began', () => {
  const end = judgeMemory(memory(6), memory(0.5), defaultThresholds);
  expect(end).toEqual({
    reason: 'limit',
    limit: 'memory',
    detail: 'MemAvailable 512 of 8192 MiB, 5632 less than at the start',
  });
  expect(judgeMemory(memory(6), memory(1), defaultThresholds)).toBeUndefined();
  expect(judgeMemory(memory(0.6), memory(0.5), defaultThresholds)).toBeUndefined();
});

test('neighbours: what came since the lab began', () => {
  const at = (neighbours: number): Readings => ({ ...none, neighbours });
  expect(tooManyNeighbours(at(600), at(1112), defaultThresholds)).toBe(false);
  expect(tooManyNeighbours(at(600), at(1113), defaultThresholds)).toBe(true);
});

test('packets: the share of soft interrupts between two readings', () => {
  expect(isPacketStorm(ticks(1000, 10), ticks(1200, 100), defaultThresholds)).toBe(true);
  expect(isPacketStorm(ticks(1000, 10), ticks(1200, 80), defaultThresholds)).toBe(false);
  expect(isPacketStorm(ticks(1000, 10), ticks(1000, 10), defaultThresholds)).toBe(false);
});
