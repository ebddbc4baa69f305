import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { keyOf, lessonKeys } from '../../../src/ui/drawn/keys.ts';
import { layoutFor } from '../../../src/ui/drawn/layout.ts';
import { listEntries, listLines } from '../../../src/ui/drawn/list.ts';
import { reduce } from '../../../src/ui/drawn/reduce.ts';
import { initialState, wishOf, type Overlay, type UiState } from '../../../src/ui/drawn/state.ts';
import { viewOf, type View } from '../../../src/ui/drawn/view.ts';
import { wordsFor } from '../../../src/words/index.ts';
import { course, nat, sourceOf, veth, words } from './sources.ts';

const plain = { colour: false, ascii: false, width: 80, words };
/** What must fit must fit in every language: a Chinese character is two columns wide. */
const anyWords = fc.constantFrom(words, wordsFor('zh-CN'));
const columnsOf = (line: string): number => stringWidth(line);

const size = fc.record({ columns: fc.integer({ min: 20, max: 400 }), rows: fc.integer({ min: 6, max: 120 }) });
const overlay: fc.Arbitrary<Overlay | undefined> = fc.constantFrom(
  undefined,
  { type: 'help' },
  { type: 'list', query: '', selected: 3 },
  { type: 'ask', what: 'trace', text: '中文 long '.repeat(20), choices: [] },
  { type: 'confirm', what: 'quit' },
  { type: 'confirm', what: 'reset' },
);
const state: fc.Arbitrary<UiState> = fc.record({
  focus: fc.constantFrom('lesson' as const, 'shell' as const),
  zoom: fc.constantFrom(undefined, 'lesson' as const, 'shell' as const, 'picture' as const),
  picture: fc.boolean(),
  pictureScroll: fc.option(fc.nat(50), { nil: undefined }),
  followed: fc.constantFrom(undefined, { what: 'client/c0', lines: ['  0.000001  out  一个很长的一行 '.repeat(9)] }),
  overlay,
  scroll: fc.nat(200),
  sideways: fc.nat(60),
  node: fc.constantFrom('controlplane' as const, 'node01' as const),
  hints: fc.nat(3),
  solution: fc.boolean(),
  said: fc.constantFrom([], ['a reason that is long '.repeat(9), '  look: ip route']),
  explain: fc.boolean(),
  passed: fc.constantFrom(undefined, 0, 1),
  unseen: fc.constantFrom(
    [],
    ['ip netns list', 'ip -n client addr show dev veth-client; echo a long line that is folded'],
  ),
  lessonDone: fc.boolean(),
  building: fc.constantFrom(undefined, { done: 0, total: 0 }, { done: 3, total: 20 }),
  notice: fc.constantFrom(undefined, 'short', '网络命名空间 '.repeat(40)),
});
const style = fc.record({
  colour: fc.boolean(),
  ascii: fc.boolean(),
  width: fc.constant(80),
  words: anyWords,
});

/** Every line of a view, with the most columns it may have. */
function placed(view: View): readonly (readonly [string, number])[] {
  const { layout } = view;
  return [
    [view.header, layout.columns],
    ...view.lesson.map((line) => [line, layout.lesson?.width ?? layout.columns] as const),
    [view.divider, layout.columns],
    [view.pictureTitle ?? '', layout.pictureTitle?.width ?? 0],
    ...(view.picture ?? []).map((line) => [line, layout.picture?.width ?? 0] as const),
    [view.captureTitle ?? '', layout.captureTitle?.width ?? 0],
    ...(view.capture ?? []).map((line) => [line, layout.capture?.width ?? 0] as const),
    [view.checks, layout.columns],
    [view.status, layout.columns],
  ];
}

describe('the view', () => {
  test('at every size and in every state no line is wider than its place, nor are there more than fit', () => {
    fc.assert(
      fc.property(size, state, style, fc.nat(9), fc.boolean(), ({ columns, rows }, now, how, step, stuck) => {
        const entries = listEntries(course, '', () => 'passed', how.words);
        const source = sourceOf(veth, step, {
          stuck,
          nodes: ['controlplane', 'node01'],
          list: listLines(entries, 3, how.ascii, how.words),
          after: nat,
          shellBack: step * 100,
          clock: '1:05:09',
        });
        const view = viewOf(source, now, layoutFor(columns, rows, wishOf(now)), how, how.words);
        for (const [line, width] of placed(view)) expect(columnsOf(line)).toBeLessThanOrEqual(width);
        if (view.layout.lesson !== undefined) {
          expect(view.lesson.length).toBeLessThanOrEqual(view.layout.lesson.height);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('a link that is followed shows the last of what it saw, under its name', () => {
    const lines = Array.from({ length: 20 }, (_, index) => `frame ${String(index)}`);
    const now: UiState = { ...initialState, building: undefined, followed: { what: 'client/c0', lines } };
    const { capture, captureTitle } = viewOf(sourceOf(veth, 0, {}), now, layoutFor(120, 40, wishOf(now)), plain, words);
    expect(captureTitle).toMatch(/^── follows client\/c0 ─+$/);
    expect(capture).toEqual(lines.slice(-7).map((line) => ` ${line}`));
    const none: UiState = { ...now, followed: { what: 'client/c0', lines: [] } };
    const waiting = viewOf(sourceOf(veth, 0, {}), none, layoutFor(120, 40, wishOf(none)), plain, words);
    expect(waiting.capture).toEqual([` ${words.drawn.captureWaits}`]);
  });

  test('an exam shows what is left of its time, and a checkpoint no key for its solution', () => {
    const graded = { ...veth, mode: 'challenge' as const, checkpoint: { limit: 30, hints: 'off' as const } };
    const show = (lesson: typeof veth, clock: object): View =>
      viewOf(
        sourceOf(lesson, 0, clock),
        { ...initialState, building: undefined },
        layoutFor(120, 40, initialState),
        plain,
        words,
      );
    expect(show(graded, { clock: '29:59' }).checks).toContain('29:59');
    expect(show(graded, {}).status).not.toContain(words.drawn.short.solution);
    expect(show(veth, {}).status).toContain(words.drawn.short.solution);
  });

  test('without colour there is no escape sequence, and with --ascii no sign of ours beyond ASCII', () => {
    fc.assert(
      fc.property(size, state, fc.nat(9), anyWords, ({ columns, rows }, now, step, said) => {
        const quiet = { ...now, notice: undefined, overlay: now.overlay?.type === 'ask' ? undefined : now.overlay };
        const how = { ...plain, ascii: true, words: said };
        const entries = listEntries(course, '', () => 'skipped', said);
        const source = sourceOf(veth, step, { list: listLines(entries, 3, true, said), after: nat, stuck: true });
        const view = viewOf(source, quiet, layoutFor(columns, rows, now), how, said);
        for (const [line] of placed(view)) {
          expect(line).not.toContain('\u001b');
          expect(line).not.toMatch(/[─│┬✓✗○·▸»█░↑↓←→•]/u);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('the status line shows only keys that do something, whole, and says first what is open', () => {
    const inLesson = { ...initialState, building: undefined, focus: 'lesson' as const };
    for (const columns of [60, 80, 120, 200]) {
      const { status } = viewOf(sourceOf(veth, 0), inLesson, layoutFor(columns, 30, inLesson), plain, words);
      const [mode, ...shown] = status.trim().split(/ {2,}/);
      expect(mode).toBe(words.drawn.courseKeys);
      const known = lessonKeys.map(({ action }) => {
        const short: Readonly<Record<string, string>> = words.drawn.short;
        return `${keyOf(action)} ${short[action] ?? words.drawn.actions[action]}`;
      });
      for (const key of shown) expect(known).toContain(key);
      expect(shown[0]).toBe('h hint');
    }
    const asked = viewOf(sourceOf(veth, 4), inLesson, layoutFor(120, 30, inLesson), plain, words);
    expect(asked.status).toContain('a answer');
    const done = { ...inLesson, lessonDone: true, passed: 9 };
    expect(viewOf(sourceOf(veth, 9), done, layoutFor(120, 30, done), plain, words).status.trim()).toMatch(
      /^COURSE KEYS +n next/,
    );
  });

  test('what the course says to a question is seen when the lesson is done, too', () => {
    const done = { ...initialState, building: undefined, lessonDone: true, passed: 9, said: ['because of docker0'] };
    const { lesson } = viewOf(sourceOf(veth, 9), done, layoutFor(120, 40, done), plain, words);
    expect(lesson.join('\n')).toContain('because of docker0');
  });

  test('the help page has every key of the table, and no other', () => {
    const now: UiState = { ...initialState, building: undefined, overlay: { type: 'help' }, focus: 'lesson' };
    const { lesson } = viewOf(sourceOf(veth, 0), now, layoutFor(200, 80, now), plain, words);
    const page = lesson.join('\n');
    for (const { action, keys } of lessonKeys) {
      expect(page).toContain(words.drawn.actions[action].slice(0, 40));
      for (const key of keys) expect(page).toContain(key);
    }
  });

  test('drawings stay whole: what does not fit is cut, with a sign, and commands never are', () => {
    const now: UiState = { ...initialState, building: undefined };
    const { lesson } = viewOf(sourceOf(veth, 0), now, layoutFor(50, 90, { ...now, focus: 'lesson' }), plain, words);
    expect(lesson.filter((line) => /^ *\+---/.test(line))).toHaveLength(2);
    expect(lesson.filter((line) => line.endsWith('…')).length).toBeGreaterThan(4);
    const text = lesson.map((line) => line.trim()).join(' ');
    for (const { text: command } of veth.steps[0]?.commands ?? []) expect(text).toContain(`$ ${command}`);
  });

  /** The lesson with one code block in its first step, as it is seen alone on a screen of this size. */
  const withCode = (value: string) => {
    const [step, ...steps] = veth.steps;
    if (step === undefined) throw new Error('no step');
    const code = { type: 'prose' as const, node: { type: 'code' as const, value } };
    return { ...veth, intro: [], steps: [{ ...step, blocks: [code] }, ...steps] };
  };
  const alone: UiState = { ...initialState, building: undefined, zoom: 'lesson', focus: 'lesson' };

  test('what of a drawing is cut is seen by moving it sideways, at every width', () => {
    const signs = fc.array(fc.constantFrom('a', '─', '网', '络', ' ', 'e\u0301'), { minLength: 1, maxLength: 150 });
    fc.assert(
      fc.property(
        fc.array(signs, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 20, max: 130 }),
        (drawn, columns) => {
          // A letter of its own for each place, so that none can be taken for another.
          let code = 0x4e00;
          const lines = drawn.map((line) =>
            line.map((sign) => (sign === ' ' ? ' ' : String.fromCodePoint(code++))).join(''),
          );
          const lesson = withCode(lines.join('\n'));
          let state = alone;
          let seen = '';
          for (let turn = 0; turn < 50; turn++) {
            const view = viewOf(sourceOf(lesson, 0), state, layoutFor(columns, 60, state), plain, words);
            seen += view.lesson.join('');
            const next = reduce(state, { type: 'action', action: 'right' }, view.extent);
            const said = view.lesson.join(' ').replaceAll(/\s+/g, ' ');
            expect(said.includes('beyond the edge')).toBe((view.extent.beyond ?? 0) > 0);
            if (next.sideways === state.sideways) break;
            state = next;
          }
          for (const sign of lines.join('').replaceAll(' ', '')) expect(seen).toContain(sign);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('the keys that move a drawing are shown where they do something', () => {
    const status = (value: string, sideways: number): string =>
      viewOf(sourceOf(withCode(value), 0), { ...alone, sideways }, layoutFor(120, 30, alone), plain, words).status;
    const [right, left] = [`) ${words.drawn.short.right}`, `( ${words.drawn.short.left}`];
    expect(status('short', 0)).not.toContain(right);
    expect(status('x'.repeat(130), 0)).toContain(right);
    expect(status('x'.repeat(130), 0)).not.toContain(left);
    expect(status('x'.repeat(130), 12)).toContain(left);
    expect(status('x'.repeat(130), 12)).not.toContain(right);
    expect(status('x'.repeat(140), 12)).toMatch(/\) to the right {2}\( to the left/);
  });

  test('keys that do not fit are left out, but never the first, all keys, and the way out', () => {
    const begun = { ...initialState, building: undefined };
    for (const said of [words, wordsFor('zh-CN')]) {
      const { short } = said.drawn;
      const status = (focus: 'shell' | 'lesson', columns: number): string => {
        const now: UiState = { ...begun, focus };
        return viewOf(sourceOf(veth, 1), now, layoutFor(columns, 24, now), { ...plain, words: said }, said).status;
      };
      for (const columns of [60, 80, 120]) {
        const here = `${String(columns)} ${said.drawn.courseKeys}`;
        expect(status('shell', columns), here).toContain(`h ${short.hint}`);
        expect(status('shell', columns), here).toContain(`? ${short.help}`);
        expect(status('lesson', columns), here).toContain(`? ${short.help}`);
        expect(status('lesson', columns), here).toContain(`q ${short.quit}`);
      }
    }
  });

  test('what only looks and was not typed is still shown when the step has passed', () => {
    const now = { ...initialState, building: undefined, passed: 0, unseen: ['ip netns list', 'ip link'] };
    const view = viewOf(sourceOf(veth, 1), now, layoutFor(120, 60, now), plain, words);
    expect(view.lesson.join('\n')).toMatch(/Still worth a look:\s+\$ ip netns list\s+\$ ip link\n/);
  });

  test('where only one pane is seen, the way to the other is said first', () => {
    const status = (columns: number, rows: number, state: UiState): string =>
      viewOf(sourceOf(veth, 0), state, layoutFor(columns, rows, state), plain, words).status.trim();
    const now: UiState = { ...initialState, building: undefined };
    expect(status(40, 12, now)).toMatch(/^Ctrl-\]: the lesson/);
    expect(status(40, 12, { ...now, focus: 'lesson' })).toMatch(/^COURSE KEYS +esc shell/);
    expect(status(120, 40, { ...now, zoom: 'shell' })).toMatch(/^Ctrl-\], then z zoom/);
    expect(status(120, 40, { ...now, zoom: 'lesson', focus: 'lesson' })).toMatch(/^COURSE KEYS +z zoom/);
  });

  test('the end of a lesson says which comes next, the end of the course that there is none', () => {
    const now = { ...initialState, building: undefined, lessonDone: true, passed: 9 };
    const page = (after: typeof nat | undefined): string =>
      viewOf(sourceOf(veth, 9, { after }), now, layoutFor(160, 50, now), plain, words).lesson.join('\n');
    expect(page(nat)).toContain(`Next: ${nat.title}`);
    expect(page(undefined)).toContain('That was the last lesson');
    expect(page(nat)).toContain(`✓ Lesson finished: ${veth.title}`);
  });

  test('a progress bar stands while a replay lasts', () => {
    const now = { ...initialState, building: { done: 5, total: 10 } };
    const { status } = viewOf(sourceOf(veth, 5), now, layoutFor(120, 40, now), plain, words);
    expect(status).toContain('5/10');
    expect(status.match(/█/g)).toHaveLength(15);
    expect(status.match(/░/g)).toHaveLength(15);
  });
});

describe('the list', () => {
  test('finds steps by all of the words, anywhere, whatever their case', () => {
    const all = listEntries(course, '', () => 'open', words);
    expect(all).toHaveLength(veth.steps.length + nat.steps.length);
    const found = listEntries(course, 'PING both', () => 'open', words);
    expect(found.map(({ text }) => text)).toEqual([expect.stringContaining('Ping both ways')]);
    expect(listEntries(course, 'nowhere to be found', () => 'open', words)).toEqual([]);
    expect(listLines([], 0, false, words)).toEqual([words.drawn.listNothing]);
  });
});
