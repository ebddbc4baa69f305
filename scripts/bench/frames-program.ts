// Draws frames as a lesson does, the shell's pane and the chrome, and says what memory they left behind.
import { keepHeapSmall } from '../../src/commands/small-heap.ts';
import { createCompositor } from '../../src/terminal/compositor.ts';
import { createScreen } from '../../src/terminal/screen.ts';
import { createFrames } from '../../src/ui/drawn/frames.tsx';
import { layoutFor } from '../../src/ui/drawn/layout.ts';
import { textPanes } from '../../src/ui/drawn/text-pane.ts';
import type { View } from '../../src/ui/drawn/view.ts';

keepHeapSmall();
const warmFrames = 10_000;
const allFrames = 100_000;
/** The chrome changes with a verdict or a key, the shell with every frame. */
const framesAChrome = 20;

const layout = layoutFor(120, 40, { focus: 'shell' });
const { lesson, shell } = layout;
if (lesson === undefined || shell === undefined) throw new Error('both panes have room');
const viewAt = (frame: number): View => ({
  layout,
  header: `step ${String(frame)}`,
  lesson: [`the lesson at ${String(frame)}`],
  divider: '',
  vertical: '│',
  checks: `${String(frame)} checks`,
  status: `key ${String(frame % 10)}`,
  extent: { lines: 0, height: lesson.height },
});
const nothing = (): void => undefined;
const screen = createScreen({
  columns: shell.width,
  rows: shell.height,
  reply: nothing,
  pause: nothing,
  resume: nothing,
});
const frames = createFrames(viewAt(0));
let chrome = frames.draw(viewAt(0));
let text = textPanes(viewAt(0));
let bytes = 0;
const compositor = createCompositor({
  frame: () => ({ columns: 120, rows: 40, chrome, panes: [...text, { ...shell, row: screen.row }] }),
  write: (written) => (bytes += written.length),
  isBlocked: () => false,
  everyMs: 0,
});

const residentMiB = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().rss / 2 ** 20;
};
let warmMiB = 0;
const began = performance.now();
for (let frame = 1; frame <= allFrames; frame += 1) {
  screen.write(Buffer.from(`\u001b[3${String(frame % 8)}mline ${String(frame)}\u001b[m of the shell\r\n`));
  if (frame % framesAChrome === 0) {
    chrome = frames.draw(viewAt(frame));
    text = textPanes(viewAt(frame));
  }
  compositor.request();
  // The event loop turns as it does between two frames.
  if (frame % 100 === 0) await screen.settled().then(() => new Promise((resolve) => setImmediate(resolve)));
  if (frame === warmFrames) warmMiB = residentMiB();
}
const frameMs = (performance.now() - began) / allFrames;
console.log(JSON.stringify({ warmMiB, endMiB: residentMiB(), frameMs, bytes }));
process.exit(0);
