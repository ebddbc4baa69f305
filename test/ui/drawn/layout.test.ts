import fc from 'fast-check';
import { expect, test } from 'vitest';
import { layoutFor, type Layout, type Rect } from '../../../src/ui/drawn/layout.ts';

const parts = (layout: Layout): Rect[] =>
  [
    layout.header,
    layout.lesson,
    layout.pictureTitle,
    layout.picture,
    layout.captureTitle,
    layout.capture,
    layout.divider,
    layout.shell,
    layout.checks,
    layout.status,
  ].filter((part) => part !== undefined);

test('at every size from 20×6 to 400×120 the parts fill the screen and never overlap', () => {
  const size = fc.tuple(fc.integer({ min: 20, max: 400 }), fc.integer({ min: 6, max: 120 }));
  const pane = fc.constantFrom('lesson' as const, 'shell' as const);
  const zooms = fc.option(fc.oneof(pane, fc.constant('picture' as const)), { nil: undefined });
  fc.assert(
    fc.property(size, zooms, pane, fc.boolean(), fc.boolean(), ([columns, rows], zoom, focus, picture, capture) => {
      const layout = layoutFor(columns, rows, { zoom, focus, picture, capture });
      const covered = parts(layout).reduce((sum, { width, height }) => sum + width * height, 0);
      expect(covered).toBe(columns * rows);
      const cells = new Set<number>();
      for (const { x, y, width, height } of parts(layout)) {
        expect(width).toBeGreaterThan(0);
        expect(height).toBeGreaterThan(0);
        expect(x + width).toBeLessThanOrEqual(columns);
        expect(y + height).toBeLessThanOrEqual(rows);
        // Rows and columns are enough to tell rectangles apart that together have the screen's area.
        cells.add(y * columns + x);
      }
      expect(cells.size).toBe(parts(layout).length);
      expect(layout.lesson ?? layout.shell ?? layout.picture).toBeDefined();
    }),
    { numRuns: 500 },
  );
});

test.each([
  [160, 50, 'side'],
  [120, 30, 'side'],
  [119, 30, 'stacked'],
  [80, 24, 'stacked'],
  [60, 20, 'stacked'],
  [59, 40, 'single'],
  [80, 19, 'single'],
  [20, 6, 'single'],
  [19, 40, 'too-small'],
  [80, 5, 'too-small'],
])('%i×%i is %s', (columns, rows, mode) => {
  expect(layoutFor(columns, rows, { focus: 'shell' }).mode).toBe(mode);
});

test('side by side, the shell is never narrower than 60 columns', () => {
  for (let columns = 120; columns <= 400; columns += 1) {
    expect(layoutFor(columns, 40, { focus: 'shell' }).shell?.width).toBeGreaterThanOrEqual(60);
  }
});

test('zoom shows one pane at its full size, whatever the terminal', () => {
  const { lesson, shell, mode } = layoutFor(160, 50, { zoom: 'lesson', focus: 'shell' });
  expect(mode).toBe('single');
  expect(lesson).toEqual({ x: 0, y: 1, width: 160, height: 47 });
  expect(shell).toBeUndefined();
});

test('a link that is followed has the last rows of the lesson, or of the picture, and none of the shell', () => {
  const both = layoutFor(120, 40, { focus: 'shell', picture: true, capture: true });
  expect(both.capture).toEqual({ x: 0, y: 31, width: 59, height: 7 });
  expect(both.lesson?.height).toBeGreaterThan(10);
  expect(both.picture?.height).toBeGreaterThan(10);
  expect(layoutFor(80, 24, { focus: 'shell', capture: true }).capture).toMatchObject({ width: 80, height: 2 });
  expect(layoutFor(80, 24, { zoom: 'shell', focus: 'shell', capture: true }).capture).toBeUndefined();
});

test('the picture stands below the lesson where both have room, else in its place', () => {
  expect(layoutFor(160, 50, { focus: 'shell', picture: true })).toMatchObject({
    lesson: { x: 0, y: 1, width: 79, height: 23 },
    pictureTitle: { x: 0, y: 24, width: 79, height: 1 },
    picture: { x: 0, y: 25, width: 79, height: 23 },
  });
  const small = layoutFor(100, 30, { focus: 'shell', picture: true });
  expect(small.lesson).toBeUndefined();
  expect(small.picture).toEqual({ x: 0, y: 2, width: 100, height: 12 });
  const zoomed = layoutFor(100, 30, { focus: 'shell', zoom: 'picture', picture: true });
  expect(zoomed.picture).toEqual({ x: 0, y: 2, width: 100, height: 26 });
});
