// Writes docs/format.md from the schemas: npm run docs
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { format, resolveConfig } from 'prettier';
import { root } from './lib/tree.mjs';

const bundle = join(root, 'scripts', 'docs', 'format-page.bundle.mjs');
const page = join(root, 'docs', 'format.md');
try {
  const entry = join(root, 'scripts', 'docs', 'format-page.ts');
  await build({
    entryPoints: [entry],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  });
  const { formatPage } = await import(pathToFileURL(bundle).href);
  writeFileSync(page, await format(formatPage(), { ...(await resolveConfig(page)), filepath: page }));
} finally {
  rmSync(bundle, { force: true });
}
