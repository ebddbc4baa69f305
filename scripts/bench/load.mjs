// The figures measure the sources as they are: each module is bundled as `npm run build` would, and imported.
import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../lib/tree.mjs';

/** The exports of a TypeScript module of the checkout. */
export async function load(path) {
  const { build } = await import('esbuild');
  const folder = join(root, '.setup', 'bench');
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, `${basename(path, '.ts')}-${process.pid}-${performance.now()}.mjs`);
  await build({
    absWorkingDir: root,
    entryPoints: [path],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    external: ['node-pty'],
    logLevel: 'silent',
    banner: {
      js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
    },
  });
  return import(pathToFileURL(outfile).href);
}
