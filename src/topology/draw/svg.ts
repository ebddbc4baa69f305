import type { Words } from '../../words/index.ts';
import type { Topology } from '../types.ts';
import { layOut } from './layout.ts';

/** Pixels of a column and of a line at a font of 14 px, most monospace fonts being 0.6 em wide. */
const columnPx = 8.4;
const linePx = 18;
const marginPx = 8;

const style = `text{font:14px ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace;fill:#1c1c1c;white-space:pre}
.box{fill:#f7f7f5;stroke:#555;rx:4px}.title{font-weight:bold}.cable{fill:none;stroke:#2b6cb0;stroke-width:2}
@media (prefers-color-scheme:dark){text{fill:#eee}.box{fill:#222;stroke:#999}.cable{stroke:#7ab8f5}}`;

/** The same picture as `drawText`'s as a document of its own: SVG 1.1, no scripts, no fonts, nothing from elsewhere. */
export function drawSvg(topology: Topology, words: Words, order: readonly string[] = []): string {
  const { width, height, boxes, paths } = layOut(topology, words, order);
  const px = (columns: number): string => (marginPx + columns * columnPx).toFixed(1);
  const py = (lines: number): string => (marginPx + lines * linePx).toFixed(1);
  const [wide, high] = [(2 * marginPx + width * columnPx).toFixed(1), (2 * marginPx + height * linePx).toFixed(1)];
  const text = (x: number, y: number, value: string, attributes: string): string =>
    value.trim() === '' ? '' : `<text x="${px(x)}" y="${py(y + 0.72)}"${attributes}>${escaped(value)}</text>`;
  const drawn = [
    ...paths.map(({ points }) => {
      const line = points.map(([x, y]) => `${px(x + 0.5)},${py(y + 0.5)}`).join(' ');
      return `<polyline class="cable" points="${line}"/>`;
    }),
    ...boxes.flatMap((box) => [
      `<rect class="box" x="${px(box.x + 0.5)}" y="${py(box.y + 0.5)}" width="${((box.width - 1) * columnPx).toFixed(1)}" height="${((box.height - 1) * linePx).toFixed(1)}"/>`,
      text(box.x + 2, box.y + 0.6, box.title, ' class="title"'),
      ...box.lines.map((line, index) => {
        const id = line.interface === undefined ? '' : ` data-interface="${escaped(line.interface)}"`;
        return text(box.x + 2, box.y + 1 + index, line.text, id);
      }),
    ]),
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${wide}" height="${high}" viewBox="0 0 ${wide} ${high}" role="img">`,
    `<style>${style}</style>`,
    ...drawn.filter((line) => line !== ''),
    '</svg>',
  ].join('\n');
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll(/[\u0000-\u001f\u007f-\u009f\ufffe\uffff]/g, '?');
}
