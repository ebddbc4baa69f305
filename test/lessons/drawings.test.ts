import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { layoutFor } from '../../src/ui/drawn/layout.ts';

const lessons = fileURLToPath(new URL('../../lessons', import.meta.url));
/** Columns of the lesson's pane that its text does not use: one at each side. */
const margins = 2;

test('each drawing of the course, in each language, is seen whole beside the shell at 120 columns', () => {
  const columns = (layoutFor(120, 40, { focus: 'shell' }).lesson?.width ?? 0) - margins;
  const drawings = readdirSync(lessons, { encoding: 'utf8', recursive: true })
    .filter((file) => file.endsWith('.md'))
    .flatMap((file) =>
    Array.from(readFileSync(join(lessons, file), 'utf8').matchAll(/^```text\n([^]*?)^```$/gm), ([, drawing = '']) => ({ file, drawing })),
  );
  expect(drawings.length).toBeGreaterThan(10);
  for (const { file, drawing } of drawings)
    for (const line of drawing.split('\n')) expect(stringWidth(line), `${file}: ${line}`).toBeLessThanOrEqual(columns);
});
