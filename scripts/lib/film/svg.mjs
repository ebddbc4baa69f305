/** A cell, and the line a glyph stands on, in pixels. */
const cell = { width: 8.4, height: 18, base: 13.5 };
const margin = 12;
/** The first sixteen colours of a terminal, on the film's background. */
const palette = (
  '#3b4252 #e06c75 #98c379 #e5c07b #61afef #c678dd #56b6c2 #d8dee9 ' +
  '#7a8394 #ff7a85 #b5e08f #ffd68a #82c4ff #e09bff #7fdbe6 #ffffff'
).split(' ');
const ink = '#d8dee9';
const ground = '#1b1f27';

/**
 * Screens as one moving picture: every screen is a picture of a film strip, which CSS moves by whole pictures, for ever. A
 * row that stands on many screens is there once. No script, no font of its own: it plays as an `img` in a README.
 * @param {{ atMs: number, rows: object[][] }[]} frames the last one only says when the film ends
 */
export function filmOf(frames, { columns, rows }) {
  const width = columns * cell.width + 2 * margin;
  const height = rows * cell.height + 2 * margin;
  const lastMs = frames.at(-1).atMs;
  const known = new Map();
  const idOf = (row) => {
    const drawn = row.map(runSvg).join('');
    if (drawn !== '' && !known.has(drawn)) known.set(drawn, `r${known.size}`);
    return known.get(drawn);
  };
  const pictures = frames.slice(0, -1).map(({ rows: shown }, index) => {
    const used = shown.flatMap((row, y) => {
      const id = idOf(row);
      return id === undefined ? [] : [`<use href="#${id}" y="${y * cell.height}"/>`];
    });
    return `<g transform="translate(${margin} ${round(index * height + margin)})">${used.join('')}</g>`;
  });
  const places = frames
    .slice(0, -1)
    .map(({ atMs }, index) => `${round((atMs / lastMs) * 100)}%{transform:translateY(${round(-index * height)}px)}`);
  const rowsSvg = [...known].map(([drawn, id]) => `<g id="${id}">${drawn}</g>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" xml:space="preserve" viewBox="0 0 ${round(width)} ${height}" width="${round(width)}" height="${height}">
<title>netns-course: the first step of a lesson, typed in its own shell</title>
<style>text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;white-space:pre;fill:${ink}}
.b{font-weight:bold}.d{opacity:.6}.i{fill:${ground}}
#film{animation:film ${round(lastMs / 1000)}s steps(1,end) infinite}
@keyframes film{${places.join('')}}
@media (prefers-reduced-motion:reduce){#film{animation:none;transform:translateY(${round(-(pictures.length - 1) * height)}px)}}</style>
<defs>${rowsSvg.join('\n')}</defs>
<rect width="100%" height="100%" rx="8" fill="${ground}"/>
<g id="film">
${pictures.join('\n')}
</g>
</svg>
`;
}

/** The text is stretched to its cells, whatever font the reader has. */
function runSvg({ x, text, cells, bold, dim, colour, inverse }) {
  const at = round(x * cell.width);
  const wide = round(cells * cell.width);
  const tint = palette[colour] ?? ink;
  const behind = inverse ? `<rect x="${at}" width="${wide}" height="${cell.height}" fill="${tint}"/>` : '';
  if (text.trim() === '') return behind;
  const looks = [bold && 'b', dim && 'd', inverse && 'i'].filter(Boolean).join(' ');
  const attributes = `${looks === '' ? '' : ` class="${looks}"`}${inverse || colour < 0 ? '' : ` style="fill:${tint}"`}`;
  return `${behind}<text x="${at}" y="${cell.base}" textLength="${wide}"${attributes}>${escaped(text)}</text>`;
}

const round = (value) => Math.round(value * 1000) / 1000;
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
