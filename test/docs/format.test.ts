import { readFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { expect, it } from 'vitest';
import { formatPage } from '../../scripts/docs/format-page.ts';

it('docs/format.md has every key of the schemas that read lessons: `npm run docs` writes it', async () => {
  const path = 'docs/format.md';
  const text = await format(formatPage(), { ...(await resolveConfig(path)), filepath: path });
  expect(readFileSync(path, 'utf8')).toBe(text);
});
