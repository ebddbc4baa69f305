import fc from 'fast-check';
import { render } from 'ink-testing-library';
import stringWidth from 'string-width';
import { afterEach, describe, expect, test } from 'vitest';
import { Screen } from '../../../src/ui/drawn/components/screen.tsx';
import { createFrames, type Frames } from '../../../src/ui/drawn/frames.tsx';
import { layoutFor } from '../../../src/ui/drawn/layout.ts';
import { initialState, type UiState } from '../../../src/ui/drawn/state.ts';
import { textPanes } from '../../../src/ui/drawn/text-pane.ts';
import { viewOf, type View } from '../../../src/ui/drawn/view.ts';
import { sourceOf, veth, words } from './sources.ts';

const style = { colour: false, ascii: false, width: 80, words };
const ready: UiState = { ...initialState, building: undefined };
const viewAt = (columns: number, rows: number, state: UiState = ready, step = 0): View =>
  viewOf(sourceOf(veth, step), state, layoutFor(columns, rows, state), style, words);

let frames: Frames | undefined;
afterEach(() => {
  frames?.close();
  frames = undefined;
});

describe('the screen', () => {
  test('has the header, the lesson, the line between, the checks and the keys, each in its row', () => {
    const { lastFrame, unmount } = render(<Screen view={viewAt(90, 30)} />);
    const lines = (lastFrame() ?? '').split('\n');
    expect(lines).toHaveLength(30);
    expect(lines[0]).toContain('step 1 of 10 · Two namespaces and a cable');
    expect(lines.findIndex((line) => line.includes('[controlplane]'))).toBe(14);
    expect(lines[28]).toContain('a namespace client on the host');
    expect(lines[29]).toContain('Ctrl-]');
    unmount();
  });

  test.each([
    [19, 5],
    [10, 6],
    [80, 3],
  ])('a terminal of %i×%i is too small, and told so, on as many rows as it takes', (columns, rows) => {
    frames = createFrames(viewAt(columns, rows));
    const drawn = frames.draw(viewAt(columns, rows));
    expect(drawn.length).toBeLessThanOrEqual(rows);
    expect(
      drawn
        .map((line) => line.trim())
        .join(' ')
        .trim(),
    ).toBe('Enlarge the window: 20×6 at least.');
  });

  test('at every size, and from one size to any other, frames have the screen’s rows, none wider than it', () => {
    const size = fc.tuple(fc.integer({ min: 20, max: 240 }), fc.integer({ min: 6, max: 70 }));
    frames = createFrames(viewAt(80, 24));
    fc.assert(
      fc.property(size, fc.nat(9), fc.boolean(), ([columns, rows], step, inLesson) => {
        const view = viewAt(columns, rows, { ...ready, focus: inLesson ? 'lesson' : 'shell' }, step);
        const drawn = frames?.draw(view) ?? [];
        expect(drawn).toHaveLength(rows);
        for (const line of drawn) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
        expect(drawn[rows - 1]?.trimEnd()).toBe(view.status.trimEnd());
        expect(drawn[rows - 2]?.trimEnd()).toBe(view.checks.trimEnd());
      }),
      { numRuns: 60 },
    );
  });

  test('the line between the panes stands where the layout says, and their places are left empty', () => {
    for (const picture of [false, true]) {
      const view = viewAt(140, 40, { ...ready, picture });
      frames = createFrames(view);
      const { divider } = view.layout;
      const rows = frames.draw(view).slice(1, -2);
      expect(rows).toHaveLength(37);
      for (const row of rows) expect(row.trimEnd()).toBe(`${' '.repeat(divider?.x ?? 0)}│`);
      frames.close();
    }
  });
});

test('a pane of text has the lines from its top, as wide as it is', () => {
  const view = viewAt(140, 40);
  const [pane] = textPanes(view);
  if (pane === undefined) throw new Error('no lesson');
  view.lesson.forEach((line, y) => expect(pane.row(y).texts.join('').trimEnd()).toBe(line.trimEnd()));
  expect(pane.row(view.lesson.length).texts.join('')).toBe(' '.repeat(pane.width));
});

test('the picture has its title above it, below the lesson', () => {
  const view = viewAt(140, 40, { ...ready, picture: true });
  const [lesson, title, picture] = textPanes(view);
  expect(title?.row(0).texts.join('')).toMatch(/^── network ─+$/);
  expect(picture?.row(0).texts.join('').trimEnd()).toBe(' a picture');
  expect(title?.y).toBe((lesson?.y ?? 0) + (lesson?.height ?? 0));
  expect(picture?.y).toBe((title?.y ?? 0) + 1);
});
