import type { Words } from '../../words/index.ts';
import type { Topology } from '../types.ts';
import { layOut, type Text } from './layout.ts';

/** Pixels of a column and of a line at a font of 14 px, most monospace fonts being 0.6 em wide. */
const columnPx = 8.4;
const linePx = 18;
const marginPx = 8;

const style = `text{font:14px ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace;fill:#1c1c1c;white-space:pre}
.box{fill:#f7f7f5;stroke:#555;rx:4px}.switch{fill:#e8eef6;stroke:#2b6cb0;stroke-width:2;rx:2px}
.title{font-weight:bold;paint-order:stroke;stroke:#f7f7f5;stroke-width:8px}.bad{fill:#975a16}.drop{fill:#c53030;font-weight:bold}.nat{fill:#2b6cb0}
.cable{fill:none;stroke:#2b6cb0;stroke-width:2}
@media (prefers-color-scheme:dark){text{fill:#eee}.box{fill:#222;stroke:#999}.title{stroke:#222}.switch{fill:#1a2634;stroke:#7ab8f5}
.bad{fill:#f6ad55}.drop{fill:#fc8181}.nat,.cable{stroke:#7ab8f5}.nat{stroke:none;fill:#7ab8f5}}`;

/** The same picture as `drawText`'s as a document of its own: SVG 1.1, no scripts, no fonts, nothing from elsewhere. */
export function drawSvg(topology: Topology, words: Words): string {
  const layout = layOut(topology, words) ?? { width: 0, height: 0, boxes: [], texts: [], paths: [] };
  const px = (columns: number): string => (marginPx + columns * columnPx).toFixed(1);
  const py = (lines: number): string => (marginPx + lines * linePx).toFixed(1);
  const [wide, high] = [
    (2 * marginPx + layout.width * columnPx).toFixed(1),
    (2 * marginPx + layout.height * linePx).toFixed(1),
  ];
  const text = ({ x, y, text: value, tone, isTitle, interface: id }: Text): string => {
    const named = id === undefined ? '' : ` data-interface="${escaped(id)}"`;
    return `<text x="${px(x)}" y="${py(y + 0.72)}" class="${isTitle ? 'title ' : ''}${tone}"${named}>${escaped(value)}</text>`;
  };
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${wide}" height="${high}" viewBox="0 0 ${wide} ${high}" role="img">`,
    `<style>${style}</style>`,
    ...layout.boxes.map(({ kind, x, y, width, height }) => {
      const size = `width="${((width - 1) * columnPx).toFixed(1)}" height="${((height - 1) * linePx).toFixed(1)}"`;
      return `<rect class="${kind === 'netns' ? 'box' : 'switch'}" x="${px(x + 0.5)}" y="${py(y + 0.5)}" ${size}/>`;
    }),
    ...layout.paths.map(({ points }) => {
      const line = points.map(([x, y]) => `${px(x + 0.5)},${py(y + 0.5)}`).join(' ');
      return `<polyline class="cable" points="${line}"/>`;
    }),
    ...layout.texts.filter(({ text: value }) => value.trim() !== '').map(text),
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
