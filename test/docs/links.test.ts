import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'src/README.md',
  ...readdirSync('docs').map((name) => `docs/${name}`),
].filter((path) => path.endsWith('.md'));

it('every page leads to files that are there', () => {
  const dead = pages.flatMap((page) =>
    [...readFileSync(page, 'utf8').matchAll(/\]\(((?!https?:|#)[^)\s#]+)/g)].flatMap(([, link = '']) =>
      existsSync(join(dirname(page), link)) ? [] : [`${page}: ${link}`],
    ),
  );
  expect(dead).toEqual([]);
});

it('the recipes name files that are there', () => {
  const text = readFileSync('docs/architecture.md', 'utf8');
  const named = [...text.matchAll(/`((?:src|test|scripts|fixtures)\/[\w./-]+)`/g)].flatMap(([, path]) => path ?? []);
  expect(named.length).toBeGreaterThan(15);
  expect(named.filter((path) => !path.includes('NAME') && !existsSync(path))).toEqual([]);
});
