import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { hostile } from '../../fixtures/screens/hostile.ts';
import { writeChanges } from '../../src/terminal/changes.ts';
import { compose } from '../../src/terminal/compositor.ts';
import { createScreen, type Screen } from '../../src/terminal/screen.ts';
import { textBetween } from '../../src/terminal/selection.ts';

interface Opened {
  readonly screen: Screen;
  readonly replies: string[];
  readonly flow: string[];
}
const opened: Screen[] = [];

function open(columns = 20, rows = 5): Opened {
  const replies: string[] = [];
  const flow: string[] = [];
  const screen = createScreen({
    columns,
    rows,
    reply: (text) => replies.push(text),
    pause: () => flow.push('pause'),
    resume: () => flow.push('resume'),
  });
  opened.push(screen);
  return { screen, replies, flow };
}

async function shown(text: string | Uint8Array, columns?: number, rows?: number): Promise<Opened> {
  const all = open(columns, rows);
  all.screen.write(typeof text === 'string' ? new TextEncoder().encode(text) : text);
  await all.screen.settled();
  return all;
}

const line = (screen: Screen, y: number): string => screen.row(y).texts.join('').trimEnd();

afterEach(() => opened.splice(0).forEach((screen) => screen.dispose()));

describe('a screen', () => {
  it('shows text at once, in the same turn', () => {
    const { screen } = open();
    screen.write(new TextEncoder().encode('key'));
    expect(line(screen, 0)).toBe('key');
    expect(screen.cursor()).toEqual({ x: 3, y: 0, visible: true });
  });

  it('shows after each piece of output what one that is looked at only then shows', async () => {
    const piece = fc.oneof(
      { weight: 4, arbitrary: fc.stringMatching(/^[ -~]{1,6}$/) },
      {
        weight: 3,
        arbitrary: fc.constantFrom(
          '\r',
          '\n',
          '\r\n',
          '中',
          'e\u0301',
          '\b',
          '\t',
          '\u001b[m',
          '\u001b[31m',
          '\u001b[4h',
          '\u001b[4l',
        ),
      },
      {
        weight: 2,
        arbitrary: fc.constantFrom(
          '\u001b[2;3r',
          '\u001b[3;1H',
          '\u001b[?7l',
          '\u001b[?7h',
          '\u001b[?1049h',
          '\u001b[?1049l',
          '\u001b[J',
          '\u001bM',
          '\u001b[@',
          '\u001b(0',
          '\u001b(B',
          '\u001bc',
        ),
      },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(piece, fc.nat(3)), { maxLength: 40 }), async (pieces) => {
        const { screen } = open(8, 4);
        const once = open(8, 4).screen;
        const rows = (of: Screen): unknown => Array.from({ length: 4 }, (_, y) => of.row(y));
        for (const [text, back] of pieces) {
          screen.write(new TextEncoder().encode(text));
          await screen.settled();
          rows(screen);
          if (back > 0) screen.scroll(back - 2);
          rows(screen);
        }
        screen.scroll(-screen.scrolledBack);
        once.write(new TextEncoder().encode(pieces.map(([text]) => text).join('')));
        await once.settled();
        expect(rows(screen)).toEqual(rows(once));
      }),
      { numRuns: 300 },
    );
  });

  it('keeps the rows that a key does not touch', () => {
    const { screen } = open();
    screen.write(new TextEncoder().encode('one\r\ntwo'));
    const [first, second] = [screen.row(0), screen.row(1)];
    screen.write(new TextEncoder().encode('!'));
    expect(screen.row(0)).toBe(first);
    expect(screen.row(1)).not.toBe(second);
    expect(line(screen, 1)).toBe('two!');
  });

  it.each([
    ['\u001b[31mx', '31'],
    ['\u001b[91mx', '91'],
    ['\u001b[38;5;200mx', '38;5;200'],
    ['\u001b[38;5;3mx', '33'],
    ['\u001b[38;2;1;2;3mx', '38;2;1;2;3'],
    ['\u001b[38:2::1:2:3mx', '38;2;1;2;3'],
    ['\u001b[48;5;9mx', '101'],
    ['\u001b[1;2;3;4;5;7;8;9;53mx', '1;2;3;4;5;7;8;9;53'],
    ['\u001b[1;44mx', '1;44'],
    ['\u001b[31m\u001b[0mx', ''],
  ])('has the look of %j', async (text, style) => {
    const { screen } = await shown(text);
    expect([screen.row(0).texts[0], screen.row(0).styles[0]]).toEqual(['x', style]);
  });

  it('has wide and combining characters in their cells', async () => {
    const { screen } = await shown('中e\u0301x');
    expect(screen.row(0).texts.slice(0, 5)).toEqual(['中', '', 'e\u0301', 'x', ' ']);
  });

  it('blanks half a wide character', async () => {
    const { screen } = await shown('中文\u001b[2Gx');
    expect(screen.row(0).texts.slice(0, 5)).toEqual([' ', 'x', '文', '', ' ']);
  });

  it('tells the program’s modes', async () => {
    const { screen } = await shown('');
    const off = {
      applicationCursor: false,
      bracketedPaste: false,
      alternate: false,
      focusEvents: false,
      mouse: 'none',
      mouseEncoding: 'bytes',
    };
    expect(screen.modes()).toEqual(off);
    screen.write(new TextEncoder().encode('\u001b[?1049h\u001b[?1h\u001b[?2004;1002;1006;1004h\u001b[?25l'));
    await screen.settled();
    expect(screen.modes()).toEqual({
      applicationCursor: true,
      bracketedPaste: true,
      alternate: true,
      focusEvents: true,
      mouse: 'drag',
      mouseEncoding: 'sgr',
    });
    expect(screen.cursor().visible).toBe(false);
    screen.write(new TextEncoder().encode('\u001bc'));
    await screen.settled();
    expect(screen.modes()).toEqual(off);
    expect(screen.cursor()).toEqual({ x: 0, y: 0, visible: true });
  });

  it('answers what the program asks', async () => {
    const { replies } = await shown('\u001b[c\u001b[6n');
    expect(replies).toEqual(['\u001b[?1;2c', '\u001b[1;1R']);
  });

  it('scrolls back, and stays there while more comes', async () => {
    const { screen } = await shown(Array.from({ length: 50 }, (_, i) => `line ${i}`).join('\r\n'));
    expect(line(screen, 4)).toBe('line 49');
    screen.scroll(10);
    expect([screen.scrolledBack, line(screen, 0), line(screen, 4)]).toEqual([10, 'line 35', 'line 39']);
    expect(screen.cursor().visible).toBe(false);
    screen.write(new TextEncoder().encode('\r\nmore\r\nmore'));
    await screen.settled();
    expect([screen.scrolledBack, line(screen, 0)]).toEqual([12, 'line 35']);
    screen.scroll(1000);
    expect(line(screen, 0)).toBe('line 0');
    screen.scroll(-2000);
    expect([screen.scrolledBack, line(screen, 4)]).toEqual([0, 'more']);
  });

  it('keeps 2,000 lines of what scrolled off', async () => {
    const { screen } = await shown(Array.from({ length: 2500 }, (_, i) => `line ${i}`).join('\r\n'));
    screen.scroll(100_000);
    expect([screen.scrolledBack, line(screen, 0)]).toEqual([2000, 'line 495']);
  });

  it('is resized at any time, to any size', async () => {
    const { screen } = await shown('some words that wrap over the edge');
    for (const [columns, rows] of [
      [5, 2],
      [400, 120],
      [2, 1],
      [80, 24],
    ] as const) {
      screen.resize(columns, rows);
      expect(screen.row(rows - 1).texts.length).toBe(columns);
      expect(screen.cursor().x).toBeLessThan(columns);
      expect(screen.cursor().y).toBeLessThan(rows);
    }
    screen.resize(0, 0);
    expect([screen.columns, screen.rows]).toEqual([80, 24]);
    screen.dispose();
    screen.resize(10, 10);
    screen.write(new TextEncoder().encode('x'));
  });

  it('holds the program back when it is faster than the screen, and lets it go on', async () => {
    const { screen, flow } = open(80, 24);
    const chunk = new TextEncoder().encode('some line or other\r\n'.repeat(2000));
    for (let i = 0; i < 10; i++) screen.write(chunk);
    expect(flow).toEqual(['pause']);
    await screen.settled();
    expect(flow).toEqual(['pause', 'resume']);
    expect(screen.pending).toBe(0);
  });

  it('tells of changes', async () => {
    const { screen } = open();
    let changes = 0;
    screen.onChange(() => changes++);
    screen.write(new TextEncoder().encode('x'));
    screen.resize(30, 5);
    screen.scroll(1);
    expect(changes).toBe(2);
  });

  it('gives the text of a selection as it can be pasted', async () => {
    const { screen } = await shown('one  \r\n中文 two\r\nthree words\r\n', 20, 5);
    expect(textBetween(screen, { x: 1, y: 0 }, { x: 3, y: 1 })).toBe('ne\n中文');
    expect(textBetween(screen, { x: 3, y: 1 }, { x: 1, y: 0 })).toBe('ne\n中文');
    expect(textBetween(screen, { x: 1, y: 1 }, { x: 2, y: 1 })).toBe('中文');
    expect(textBetween(screen, { x: 0, y: 0 }, { x: 19, y: 4 })).toBe('one\n中文 two\nthree words');
  });
});

/** Processor time of the longest turn of the event loop while `bytes` are drawn, and of spelling the rows. */
async function stall(bytes: Uint8Array): Promise<number> {
  const { screen } = open(120, 40);
  const spent = (): number => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  };
  let from = spent();
  let worst = 0;
  const turn = (): void => {
    worst = Math.max(worst, spent() - from);
    from = spent();
  };
  screen.write(bytes);
  turn();
  let settled = false;
  const done = screen.settled().then(() => (settled = true));
  while (!settled) {
    await new Promise((resolve) => setImmediate(resolve));
    turn();
  }
  await done;
  const grid = compose({
    columns: 120,
    rows: 40,
    chrome: [],
    panes: [{ x: 0, y: 0, width: 120, height: 40, row: screen.row }],
  });
  const out = writeChanges(undefined, grid);
  turn();
  expect(out).toMatch(/^(?:\P{Cc}|\u{1b}\[\d+;\d+H|\u{1b}\[\d+G|\u{1b}\[[\d;]*m|\u{1b}\[K)*$/u);
  expect(out).not.toMatch(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u);
  screen.dispose();
  return worst;
}

describe('hostile output', () => {
  it.each(Object.entries(hostile))('%s: no stall above 50 ms, no escape let out', async (_, text) => {
    const bytes = new TextEncoder().encode(text);
    // Three tries: the first ones pay for compiling, and other tests share the processors.
    let best = Number.POSITIVE_INFINITY;
    for (let i = 0; i < 3 && best > 50; i++) best = Math.min(best, await stall(bytes));
    expect(best).toBeLessThanOrEqual(50);
  });

  it('random bytes and sequences: nothing throws, every row is whole, nothing gets out', async () => {
    const sequence = fc
      .tuple(
        fc.constantFrom('', '?', '>', '!', '$'),
        fc.array(fc.integer({ min: 0, max: 70_000 }), { maxLength: 4 }),
        fc.constantFrom(...'@ABCDEFGHIJKLMPSTXZ`abcdefghlmnpqrstu'),
      )
      .map(([prefix, params, final]) => `\u001b[${prefix}${params.join(';')}${final}`);
    const text = fc.oneof(
      sequence,
      fc.constantFrom(
        '\u001bc',
        '\u001bM',
        '\u001bD',
        '\u001b7',
        '\u001b8',
        '\u001b(0',
        '\u001b]0;',
        '\u0007',
        '\r',
        '\n',
        '\b',
        '\t',
        '中',
        'a',
        'e\u0301',
        '\u009b',
        '😀',
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
    );
    const output = fc.oneof(
      fc.array(text, { maxLength: 40 }).map((all) => new TextEncoder().encode(all.join(''))),
      fc.uint8Array({ maxLength: 200 }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(output, { maxLength: 5 }),
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 10 }),
        async (chunks, columns, rows) => {
          const { screen } = open(10, 4);
          for (const chunk of chunks) {
            screen.write(chunk);
            screen.resize(columns, rows);
            screen.scroll(1);
          }
          await screen.settled();
          for (let y = 0; y < screen.rows; y++) {
            const { texts, styles } = screen.row(y);
            expect([texts.length, styles.length]).toEqual([screen.columns, screen.columns]);
            expect(texts.join('')).not.toMatch(/\p{Cc}/u);
            expect(styles.join('')).toMatch(/^[\d;]*$/);
          }
          screen.dispose();
        },
      ),
      { numRuns: 300 },
    );
  });
});
