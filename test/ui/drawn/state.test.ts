import fc from 'fast-check';
import type { Action } from '../../../src/ui/drawn/keys.ts';
import { describe, expect, test } from 'vitest';
import { lessonKeys } from '../../../src/ui/drawn/keys.ts';
import { reduce } from '../../../src/ui/drawn/reduce.ts';
import { visibleScroll, type Extent } from '../../../src/ui/drawn/scroll.ts';
import { initialState, wishOf, type UiEvent, type UiState } from '../../../src/ui/drawn/state.ts';

const extent = { lines: 100, height: 20 };
const ready: UiState = reduce(initialState, { type: 'ready' }, extent);
const after = (events: readonly UiEvent[], from = ready): UiState =>
  events.reduce((state, event) => reduce(state, event, extent), from);

describe('the state of the screen', () => {
  test('the leader leads to the lesson and back, and closes what stands over it', () => {
    expect(after([{ type: 'leader' }]).focus).toBe('lesson');
    expect(after([{ type: 'leader' }, { type: 'action', action: 'help' }, { type: 'leader' }])).toMatchObject({
      focus: 'shell',
      overlay: undefined,
    });
  });

  test('beside the shell a key of the course is one key: then the shell has the keys again', () => {
    const beside = { ...extent, besideShell: true };
    const keyed = (action: Action, place = beside): string =>
      reduce(reduce(ready, { type: 'leader' }, place), { type: 'action', action }, place).focus;
    for (const action of ['next', 'back', 'hint', 'solution', 'check', 'node', 'copy'] as const) {
      expect(keyed(action)).toBe('shell');
      // Where the lesson is alone on the screen it stays, or nobody would see what the key did.
      expect(keyed(action, { ...extent, besideShell: false })).toBe('lesson');
    }
    for (const action of ['page-down', 'help', 'list', 'answer', 'quit'] as const) expect(keyed(action)).toBe('lesson');
    const asked = reduce(reduce(ready, { type: 'leader' }, beside), { type: 'action', action: 'answer' }, beside);
    expect(reduce(asked, { type: 'close-overlay' }, beside).focus).toBe('shell');
  });

  test('the picture opens and closes, and gives the keys back to a shell beside it', () => {
    const picture: UiEvent = { type: 'action', action: 'picture' };
    const open = reduce(after([{ type: 'leader' }]), picture, { ...extent, besideShell: true });
    expect(open).toMatchObject({ picture: true, focus: 'shell' });
    expect(after([picture], open).picture).toBe(false);
    const zoom: UiEvent = { type: 'action', action: 'zoom' };
    expect(after([zoom, zoom, zoom], open).zoom).toBe('picture');
    expect(after([zoom, zoom, zoom, zoom], open).zoom).toBeUndefined();
    // A page that is read is not covered by it.
    const help = after([zoom, zoom, zoom, { type: 'action', action: 'help' }], open);
    expect(wishOf(help)).toMatchObject({ zoom: 'lesson', picture: false });
  });

  test('an answer stands below the step until another step comes, and is not covered by the picture', () => {
    const said: UiEvent = { type: 'said', lines: ['because'] };
    const asked = reduce({ ...ready, picture: true }, said, extent);
    expect(asked).toMatchObject({ said: ['because'], picture: true });
    expect(reduce({ ...ready, picture: true }, said, { ...extent, pictureAlone: true }).picture).toBe(false);
    expect(reduce(asked, { type: 'moved', hints: 0 }, extent).said).toEqual([]);
  });

  test('the picture scrolls by keys of its own, or by those of the lesson that it covers, until a command begins', () => {
    const seen = { ...extent, picture: { lines: 40, height: 10, first: 5 } };
    const keyed = (action: Action, place: Extent, from = ready) =>
      reduce({ ...from, picture: true }, { type: 'action', action }, place);
    expect(keyed('picture-down', seen).pictureScroll).toBe(10);
    expect(keyed('picture-up', seen).pictureScroll).toBe(0);
    expect(keyed('down', seen)).toMatchObject({ scroll: 1, pictureScroll: undefined });
    const alone = { ...seen, pictureAlone: true };
    expect(keyed('down', alone)).toMatchObject({ scroll: 0, pictureScroll: 6 });
    expect(keyed('bottom', alone).pictureScroll).toBe(30);
    expect(keyed('page-up', alone).pictureScroll).toBe(0);
    const scrolled = keyed('bottom', alone);
    expect(reduce(scrolled, { type: 'command-start' }, alone).pictureScroll).toBeUndefined();
  });

  test('zoom goes round: shell, lesson, both', () => {
    const zoom: UiEvent = { type: 'action', action: 'zoom' };
    expect([[zoom], [zoom, zoom], [zoom, zoom, zoom]].map((events) => after(events).zoom)).toEqual([
      'shell',
      'lesson',
      undefined,
    ]);
  });

  test('when the learner types on, the open step stands at the top, the debrief above it; at the end nothing moves', () => {
    const long = { ...extent, step: 12 };
    const passed = reduce(ready, { type: 'passed', position: 2, unseen: [], last: false }, long);
    expect(passed).toMatchObject({ passed: 2, scroll: 0 });
    const typed = reduce(passed, { type: 'command-start' }, long);
    expect(typed).toMatchObject({ passed: 2, scroll: 12 });
    const scrolled = reduce(typed, { type: 'scroll', lines: 5 }, long);
    expect(reduce(scrolled, { type: 'command-start' }, long).scroll).toBe(scrolled.scroll);
    const done = after([{ type: 'passed', position: 9, unseen: [], last: true }]);
    expect(after([{ type: 'command-start' }], done)).toEqual(done);
  });

  test('hints come one level at a time, and are there again after looking back', () => {
    expect(
      after([
        { type: 'hint', level: 1 },
        { type: 'hint', level: 2 },
      ]).hints,
    ).toBe(2);
    expect(
      after([
        { type: 'hint', level: 1 },
        { type: 'moved', hints: 0 },
        { type: 'moved', hints: 1 },
      ]).hints,
    ).toBe(1);
  });

  test('a notice goes with the next key', () => {
    const told = after([{ type: 'notice', text: 'hear' }]);
    expect(told.notice).toBe('hear');
    expect(after([{ type: 'action', action: 'down' }], told).notice).toBeUndefined();
  });

  test('whatever is pressed, the first line shown is one of the text', () => {
    const event: fc.Arbitrary<UiEvent> = fc.oneof(
      fc.constantFrom(...lessonKeys.map(({ action }): UiEvent => ({ type: 'action', action }))),
      fc.integer({ min: -500, max: 500 }).map((lines): UiEvent => ({ type: 'scroll', lines })),
      fc.constant<UiEvent>({ type: 'leader' }),
      fc.constant<UiEvent>({ type: 'hint', level: 1 }),
    );
    const extents = fc.record({ lines: fc.nat(300), height: fc.integer({ min: 1, max: 120 }) });
    fc.assert(
      fc.property(fc.array(event), extents, (events, size) => {
        const state = events.reduce((now, each) => reduce(now, each, size), ready);
        const first = visibleScroll(state.scroll, size);
        expect(first).toBeGreaterThanOrEqual(0);
        expect(first).toBeLessThanOrEqual(Math.max(0, size.lines - size.height));
      }),
    );
  });

  test('the list’s choice goes round its ends', () => {
    const list = after([{ type: 'action', action: 'list' }]);
    const up = reduce(list, { type: 'select', by: -1, count: 7 }, extent);
    expect(up.overlay).toMatchObject({ selected: 6 });
    expect(reduce(up, { type: 'select', by: 1, count: 7 }, extent).overlay).toMatchObject({ selected: 0 });
    expect(reduce(up, { type: 'query', query: 'x' }, extent).overlay).toMatchObject({ query: 'x', selected: 0 });
  });
});
