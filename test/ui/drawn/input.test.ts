import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createKeyParser, type Input } from '../../../src/terminal/keys.ts';
import { leader, route, type RouteContext } from '../../../src/ui/drawn/input.ts';
import { actionOf, lessonKeys } from '../../../src/ui/drawn/keys.ts';
import { initialState, type Overlay, type UiState } from '../../../src/ui/drawn/state.ts';

const ready: UiState = { ...initialState, building: undefined };
const context = (state: Partial<UiState> = {}, changes: Partial<RouteContext> = {}): RouteContext => ({
  state: { ...ready, ...state },
  shell: { x: 50, y: 1, width: 70, height: 30 },
  lesson: { x: 0, y: 1, width: 49, height: 30 },
  picture: undefined,
  shellWantsMouse: false,
  shellBack: 0,
  building: false,
  ...changes,
});
const keys = (text: string): readonly Input[] => {
  const parser = createKeyParser();
  return [...parser.push(Buffer.from(text)), ...parser.flush()];
};
const key = (text: string): Input => {
  const [input] = keys(text);
  if (input === undefined) throw new Error(JSON.stringify(text));
  return input;
};
const wheel = (x: number, y: number, up = true): Input => key(`\u001b[<${up ? 64 : 65};${x + 1};${y + 1}M`);

describe('in the shell', () => {
  test('every key but one, every paste and every byte goes to the shell', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const parser = createKeyParser();
        for (const input of [...parser.push(bytes), ...parser.flush()]) {
          const to = route(input, context()).to;
          if (input.type === 'key' && input.name === leader) expect(to).toBe('leader');
          else if (input.type !== 'mouse') expect(to).toBe('shell');
        }
      }),
      { numRuns: 500 },
    );
  });

  test('^C and ^Z are the shell’s', () => {
    expect(route(key('\u0003'), context()).to).toBe('shell');
    expect(route(key('\u001a'), context()).to).toBe('shell');
  });
});

describe('in the lesson', () => {
  const inLesson = { focus: 'lesson' as const };

  test('no key of the table is ambiguous, and each does what the table says', () => {
    const all = lessonKeys.flatMap(({ keys: names }) => names);
    expect(new Set(all).size).toBe(all.length);
    for (const { action, keys: names } of lessonKeys) for (const name of names) expect(actionOf(name)).toBe(action);
  });

  test('nothing that is typed or pasted reaches the shell', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        for (const input of keys(text)) expect(route(input, context(inLesson)).to).not.toBe('shell');
      }),
    );
    expect(route({ type: 'paste', text: 'rm -rf /', first: true, last: true }, context(inLesson)).to).toBe('nothing');
  });

  test('q and ^C ask; then y or ^C leaves, anything else stays', () => {
    for (const text of ['q', '\u0003']) {
      expect(route(key(text), context(inLesson))).toEqual({ to: 'action', action: 'quit' });
    }
    const asked = { ...inLesson, overlay: { type: 'confirm', what: 'quit' } as Overlay };
    expect(route(key('y'), context(asked))).toEqual({ to: 'confirm', yes: true, interrupted: false });
    expect(route(key('\u0003'), context(asked))).toEqual({ to: 'confirm', yes: true, interrupted: true });
    for (const text of ['n', '\u001b', ' ', 'x'])
      expect(route(key(text), context(asked))).toMatchObject({ yes: false });
  });
});

describe('while the lab is prepared', () => {
  test('nothing is typed into it, and nobody has to wait for its end', () => {
    const building = { building: true };
    expect(route(key('a'), context({}, building)).to).toBe('nothing');
    expect(route(key('q'), context({}, building)).to).toBe('nothing');
    expect(route(key('\u0003'), context({}, building)).to).toBe('interrupt');
    expect(route(key('q'), context({ focus: 'lesson' }, building)).to).toBe('interrupt');
  });
});

describe('the mouse', () => {
  test('scrolls what it is over', () => {
    expect(route(wheel(60, 5), context())).toEqual({ to: 'scroll-shell', lines: 3 });
    expect(route(wheel(60, 5, false), context())).toEqual({ to: 'scroll-shell', lines: -3 });
    expect(route(wheel(10, 5), context())).toEqual({ to: 'scroll-lesson', lines: -3 });
    expect(route(wheel(49, 5), context()).to).toBe('nothing');
    expect(route(wheel(10, 0), context()).to).toBe('nothing');
  });

  test('is handed to a program that asked for it, at its own coordinates, unless the shell is scrolled back', () => {
    const wanted = context({}, { shellWantsMouse: true });
    expect(route(wheel(60, 5), wanted)).toMatchObject({ to: 'shell', input: { x: 10, y: 4 } });
    expect(route(wheel(60, 5), { ...wanted, shellBack: 7 }).to).toBe('scroll-shell');
  });
});

describe('the answer line', () => {
  const answering = { overlay: { type: 'ask', what: 'answer', choices: [], text: '' } as Overlay };

  test('takes text, pasted text without control characters, and is sent or left', () => {
    expect(route(key('7'), context(answering))).toEqual({ to: 'ask', edit: { type: 'text', text: '7' } });
    expect(route(key('中'), context(answering))).toEqual({ to: 'ask', edit: { type: 'text', text: '中' } });
    const pasted: Input = { type: 'paste', text: '1\n\u001b2', first: true, last: true };
    expect(route(pasted, context(answering))).toEqual({ to: 'ask', edit: { type: 'text', text: '1  2' } });
    expect(route(key('\r'), context(answering))).toEqual({ to: 'ask', edit: { type: 'send' } });
    for (const text of ['\u001b', '\u0003']) expect(route(key(text), context(answering)).to).toBe('close');
  });
});
