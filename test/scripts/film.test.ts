import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { expect, it } from 'vitest';
import { evaluate } from './evaluate.ts';

it.each([
  ['README.md', 'docs/first-minute.svg'],
  ['README.zh-CN.md', 'docs/first-minute.zh-CN.svg'],
])('%s shows %s: small, without a script, and nobody’s machine in it', (readme, picture) => {
  expect(readFileSync(readme, 'utf8')).toContain(`](${picture})`);
  const svg = readFileSync(picture, 'utf8');
  expect(svg.length).toBeLessThan(500_000);
  expect(svg).not.toMatch(/<script|href="(?!#)|url\(/);
  expect(svg).not.toContain(hostname());
  expect(svg).toContain('ip netns add client');
});

it('moves by whole pictures, and keeps a row that stands on several once', () => {
  const run = (text: string) => [{ x: 0, cells: text.length, text, colour: -1 }];
  const frames = [
    { atMs: 0, rows: [run('$ ip'), run('a < b')] },
    { atMs: 500, rows: [run('$ ip netns'), run('a < b')] },
    { atMs: 2000, rows: [] },
  ];
  const svg = String(
    evaluate(`import { filmOf } from './scripts/lib/film/svg.mjs';
    console.log(JSON.stringify(filmOf(${JSON.stringify(frames)}, { columns: 20, rows: 2 })))`),
  );
  expect(svg).toMatch(/@keyframes film\{0%\{transform:translateY\(0px\)\}25%\{transform:translateY\(-60px\)\}\}/);
  expect(svg.match(/a &lt; b/g)).toHaveLength(1);
  expect(svg).toContain('2s steps(1,end) infinite');
});
