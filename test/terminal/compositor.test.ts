import headless from '@xterm/headless';
import { Unicode11Addon } from '@xterm/addon-unicode11';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { writeChanges } from '../../src/terminal/changes.ts';
import { chromeRow, nextStyle } from '../../src/terminal/chrome-row.ts';
import { compose, createCompositor, type Frame } from '../../src/terminal/compositor.ts';
import { renderRow, type CellRow } from '../../src/terminal/rows.ts';

type Emulator = headless.Terminal;

function emulator(columns: number, rows: number): Emulator {
  const terminal = new headless.Terminal({ cols: columns, rows, allowProposedApi: true, logLevel: 'off' });
  terminal.loadAddon(new Unicode11Addon());
  terminal.unicode.activeVersion = '11';
  return terminal;
}

const written = (terminal: Emulator, text: string): Promise<void> =>
  new Promise((resolve) => terminal.write(text, resolve));

/** Every cell with its look, and the cursor. */
function screenOf(terminal: Emulator): unknown {
  const { active } = terminal.buffer;
  const rows = Array.from({ length: terminal.rows }, (_, y) => renderRow(active, active.baseY + y, terminal.cols));
  return { rows, cursor: [active.cursorX, active.cursorY], scrolled: active.baseY };
}

const piece = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom('a', 'bc', ' ', '中', '文字', 'e\u0301', '│', '─', 'é', '—', '\u2713', '😀', '\u3000'),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '\u001b[1m',
      '\u001b[22m',
      '\u001b[31m',
      '\u001b[39m',
      '\u001b[7m',
      '\u001b[27m',
      '\u001b[m',
      '\u001b[38;5;200m',
      '\u001b[48;2;1;2;3m',
      '\u001b[49m',
      '\u001b[4m',
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom('\u001b[2J', '\u001b]0;t\u0007', '\t', '\r', '\u001b[5C', '\u0007') },
);
const line = fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(''));
const frameOf = (columns: number, rows: number): fc.Arbitrary<Frame> =>
  fc
    .record({
      chrome: fc.array(line, { maxLength: rows + 2 }),
      pane: fc.array(line, { maxLength: rows }),
      x: fc.nat(columns - 1),
      y: fc.nat(rows - 1),
      width: fc.nat(columns),
      height: fc.nat(rows),
      cursor: fc.option(fc.record({ x: fc.nat(columns + 1), y: fc.nat(rows + 1) }), { nil: undefined }),
    })
    .map(({ chrome, pane, x, y, width, height, cursor }) => {
      const blank: CellRow = { texts: [], styles: [] };
      const cells = pane.map((text) => chromeRow(text, 30));
      const view = { x, y, width, height, row: (at: number) => cells[at] ?? blank };
      return { columns, rows, chrome, panes: [view], ...(cursor === undefined ? {} : { cursor }) };
    });

describe('the compositor', () => {
  it('has the screen always as a full redraw would give it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 24 }),
        fc.integer({ min: 1, max: 6 }),
        fc.infiniteStream(fc.nat(2 ** 30)),
        fc.array(fc.nat(), { minLength: 1, maxLength: 6 }),
        async (columns, rows, seeds, turns) => {
          const one = emulator(columns, rows);
          let now = 0;
          let frame: Frame | undefined;
          let output = '';
          const compositor = createCompositor({
            frame: () => frame ?? { columns, rows, chrome: [], panes: [] },
            write: (text) => (output += text),
            isBlocked: () => false,
            now: () => now,
          });
          for (const _ of turns) {
            [frame] = fc.sample(frameOf(columns, rows), { numRuns: 1, seed: seeds.next().value ?? 0 });
            now += 16;
            output = '';
            compositor.request();
            await written(one, output);
            expect(output).not.toMatch(/\u{1b}\[[0-3]?J|\u{1b}c|\n/u);
            const other = emulator(columns, rows);
            await written(other, writeChanges(undefined, compose(frame ?? { columns, rows, chrome: [], panes: [] })));
            const shown = screenOf(one);
            expect(shown).toMatchObject({ scrolled: 0 });
            const at = frame?.cursor;
            if (at !== undefined && at.x < columns && at.y < rows)
              expect(shown).toMatchObject({ cursor: [at.x, at.y] });
            expect((shown as { rows: unknown }).rows).toEqual((screenOf(other) as { rows: unknown }).rows);
            other.dispose();
          }
          one.dispose();
        },
      ),
      { numRuns: 150 },
    );
  });

  it('writes cells as they are meant to be', async () => {
    await fc.assert(
      fc.asyncProperty(frameOf(20, 4), async (frame) => {
        const terminal = emulator(20, 4);
        const grid = compose(frame);
        for (const row of grid.rows) expect([row.texts.length, row.styles.length]).toEqual([20, 20]);
        await written(terminal, writeChanges(undefined, grid));
        const { rows } = screenOf(terminal) as { rows: CellRow[] };
        expect(rows.map(({ texts }) => texts)).toEqual(grid.rows.map(({ texts }) => texts));
        terminal.dispose();
      }),
      { numRuns: 150 },
    );
  });

  it('writes next to nothing for a key', () => {
    const chrome = Array.from({ length: 40 }, () => `${'lesson text '.repeat(4)}│`);
    const pane = Array.from({ length: 36 }, () => chromeRow(`\u001b[32mroot@lab\u001b[m $ ping`, 70));
    let cursor = { x: 63, y: 5 };
    let output = '';
    let now = 0;
    const view = { x: 50, y: 1, width: 70, height: 36, row: (y: number) => pane[y] ?? chromeRow('', 70) };
    const compositor = createCompositor({
      frame: () => ({ columns: 120, rows: 40, chrome, panes: [view], cursor }),
      write: (text) => (output = text),
      isBlocked: () => false,
      now: () => (now += 16),
    });
    compositor.request();
    expect(output.length).toBeGreaterThan(2000);
    pane[4] = chromeRow(`\u001b[32mroot@lab\u001b[m $ ping1`, 70);
    cursor = { x: 64, y: 5 };
    compositor.request();
    expect(output).toBe('\u001b[?2026h\u001b[?25l\u001b[6;66H1\u001b[6;65H\u001b[?25h\u001b[?2026l');
    output = '';
    compositor.request();
    expect(output).toBe('');
  });

  it('paints the first change at once, then one frame in 16 ms, and leaves frames out while the terminal is blocked', () => {
    vi.useFakeTimers();
    try {
      let number = 0;
      let blocked = false;
      const frames: string[] = [];
      const compositor = createCompositor({
        frame: () => ({ columns: 10, rows: 1, chrome: [String(number)], panes: [] }),
        write: (text) => frames.push(text),
        isBlocked: () => blocked,
        now: () => Date.now(),
      });
      for (; number < 100; number++) {
        compositor.request();
        vi.advanceTimersByTime(1);
      }
      expect(frames.length).toBeGreaterThanOrEqual(6);
      expect(frames.length).toBeLessThanOrEqual(8);
      vi.advanceTimersByTime(16);
      expect(frames.at(-1)).toContain('100');
      frames.length = 0;
      blocked = true;
      for (; number < 200; number++) {
        compositor.request();
        vi.advanceTimersByTime(20);
      }
      expect(frames).toEqual([]);
      blocked = false;
      compositor.drained();
      expect(frames.length).toBe(1);
      compositor.close();
      compositor.request();
      vi.advanceTimersByTime(100);
      expect(frames.length).toBe(1);
    } finally {
      vi.useRealTimers();
    }
  });

  it('writes every cell again when the screen was lost, and at a new size', () => {
    let columns = 12;
    let output = '';
    let now = 0;
    const compositor = createCompositor({
      frame: () => ({ columns, rows: 2, chrome: ['one', 'two'], panes: [] }),
      write: (text) => (output = text),
      isBlocked: () => false,
      now: () => (now += 16),
    });
    compositor.request();
    compositor.forget();
    compositor.request();
    expect(output).toContain('one');
    columns = 20;
    output = '';
    compositor.request();
    expect(output).toContain('two');
  });
});

describe('chrome', () => {
  it('is cut and filled to the columns', () => {
    expect(chromeRow('abcdef', 3)).toEqual({ texts: ['a', 'b', 'c'], styles: ['', '', ''] });
    expect(chromeRow('a中文', 4).texts).toEqual(['a', '中', '', ' ']);
    expect(chromeRow('a', 3).texts).toEqual(['a', ' ', ' ']);
    expect(chromeRow('abce\u0301', 3).texts).toEqual(['a', 'b', 'c']);
    expect(chromeRow('\u001b]0;x\u0007a\u001b[2Jb\u0007', 3).texts).toEqual(['a', 'b', ' ']);
  });

  it('keeps links that a browser opens, and no others', () => {
    const row = chromeRow(
      '\u001b]8;;https://example.org/a\u001b\\ab\u001b]8;;\u0007c\u001b]8;;file:///etc\u0007d\u001b]52;c;eA==\u0007e',
      5,
    );
    const link = '\nhttps://example.org/a';
    expect(row).toEqual({ texts: ['a', 'b', 'c', 'd', 'e'], styles: [link, link, '', '', ''] });
    expect(writeChanges(undefined, { columns: 5, rows: [row] })).toBe(
      '\u001b[1;1H\u001b]8;;https://example.org/a\u001b\\ab\u001b]8;;\u001b\\cde',
    );
    expect(chromeRow(`\u001b]8;;https://${'x'.repeat(3000)}\u0007a`, 1).styles).toEqual(['']);
    expect(chromeRow('\u001b]8;;https://x\u001b[31ma', 1).styles).toEqual(['31']);
  });

  it.each([
    ['', '1', '1'],
    ['1', '31', '1;31'],
    ['1;31', '32', '1;32'],
    ['1;31', '39', '1'],
    ['1;2;4', '22', '4'],
    ['1;31', '', ''],
    ['31', '0;7', '7'],
    ['31', '38;2;1;2;3', '38;2;1;2;3'],
    ['38;5;31', '48;5;1;1', '38;5;31;48;5;1;1'],
    ['91;101', '49', '91'],
  ])('style %j and %j', (before, params, after) => {
    expect(nextStyle(before, params)).toBe(after);
  });
});
