import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { noProgress, pass } from '../../../src/progress/change.ts';
import { createKeyParser } from '../../../src/terminal/keys.ts';
import { pickerEntries, pickerKey, pickerView } from '../../../src/ui/drawn/picker.ts';
import { course, veth, words } from './sources.ts';

const lacking = new Map([['nat', 'needs iptables, not installed here: netns-course setup']]);
const step = veth.steps[0]?.id ?? '';
const progress = pass(noProgress, 'key', { lesson: 'veth', step }, { when: '2026-01-01T00:00:00Z', hints: 0 });
const entries = pickerEntries(course, progress, 'key', lacking);
const state = { selected: 0, notice: undefined };
const plain = { colour: false, ascii: false, words };

test('a lesson’s line has its minutes, its state, and below it what the machine lacks and the cure', () => {
  const { lesson } = pickerView(course, entries, state, { columns: 100, rows: 24 }, plain, words);
  expect(lesson.find((line) => line.includes('veth'))).toMatch(/▸ › veth +15 min +1\/10 steps +Two namespaces/);
  const at = lesson.findIndex((line) => /· nat/.test(line));
  expect(lesson[at + 1]?.trim()).toBe(lacking.get('nat'));
});

test('at every size the chosen line is on the screen and none is too wide', () => {
  const many = Array.from({ length: 40 }, () => entries).flat();
  const size = fc.record({ columns: fc.integer({ min: 20, max: 400 }), rows: fc.integer({ min: 6, max: 120 }) });
  fc.assert(
    fc.property(size, fc.nat(79), fc.boolean(), (at, selected, ascii) => {
      const view = pickerView(course, many, { selected, notice: undefined }, at, { ...plain, ascii }, words);
      for (const line of [view.header, view.status, ...view.lesson]) {
        expect(stringWidth(line)).toBeLessThanOrEqual(at.columns);
        if (ascii) expect(line).toMatch(/^[\u0020-\u007e]*$/);
      }
      expect(view.lesson.some((line) => line.startsWith(ascii ? ' > ' : ' ▸'))).toBe(true);
      expect(view.lesson.length).toBeLessThanOrEqual(at.rows - 3);
    }),
    { numRuns: 200 },
  );
});

test('keys choose, begin and leave', () => {
  const ask = (text: string, selected = 0): unknown => {
    const parser = createKeyParser();
    const [input] = [...parser.push(Buffer.from(text)), ...parser.flush()];
    return input === undefined ? undefined : pickerKey(input, { selected, notice: undefined }, 2);
  };
  expect(ask('\u001b[B')).toEqual({ select: 1 });
  expect(ask('\u001b[B', 1)).toEqual({ select: 1 });
  expect(ask('k', 0)).toEqual({ select: 0 });
  expect(ask('\r')).toBe('choose');
  expect(ask('q')).toBe('leave');
  expect(ask('\u0003')).toBe('interrupt');
  expect(ask('7')).toBe('nothing');
});
