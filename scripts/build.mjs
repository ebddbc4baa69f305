// Builds dist/: one small entry, `cli.js`, and a chunk for every lazily imported part, so that a command loads only what
// it needs. `node scripts/build.mjs` builds always; `build({ ifNeeded: true })` (npm start, npm test) when a source changed.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fingerprint, root } from './lib/tree.mjs';
import { standIns } from './lib/bundle/stand-ins.mjs';
import { noticesOf } from './lib/notices.mjs';

const stampFile = join(root, '.setup', 'build');

/** What the bundle is made of: a change in any of it means to build again. */
function sourceStamp() {
  return fingerprint(['src', 'package.json', 'package-lock.json', 'scripts/build.mjs', 'scripts/lib']);
}

/**
 * Bundles `src/cli.ts` into dist/ and writes THIRD_PARTY_NOTICES beside it. Throws with esbuild's messages, or when a
 * bundled package has a licence nobody looked at yet.
 * @returns {Promise<boolean>} false when dist/ was up to date
 */
export async function build({ ifNeeded = false } = {}) {
  const stamp = sourceStamp();
  const isFresh =
    existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp && existsSync(join(root, 'dist', 'cli.js'));
  if (ifNeeded && isFresh) return false;
  const esbuild = await import('esbuild');
  const result = await esbuild.build({
    absWorkingDir: root,
    entryPoints: ['src/cli.ts'],
    outdir: 'dist',
    // All in one folder: `../lessons` from a module's own URL is the package's lessons, whichever chunk it fell into.
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    minify: true,
    legalComments: 'none',
    metafile: true,
    write: false,
    logLevel: 'silent',
    jsx: 'automatic',
    // The one dependency that is not bundled: a native addon must stay a file of its own.
    external: ['node-pty'],
    // React's development build must never ship: it doubles the time of a frame. And nothing of ours uses the network: the
    // layout engine alone would load Node's whole HTTP client to decode its own data URL.
    define: { 'process.env.NODE_ENV': '"production"', fetch: 'undefined' },
    plugins: [standIns],
    // CommonJS packages in an ESM bundle call `require` for Node's own modules.
    banner: {
      js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
    },
  });
  const notices = noticesOf(result.metafile);
  writeDist(result.outputFiles);
  writeFileSync(join(root, 'THIRD_PARTY_NOTICES'), notices);
  writeFileSync(join(root, 'dist', 'netns-course.1'), manualPage());
  mkdirSync(join(root, '.setup'), { recursive: true });
  writeFileSync(stampFile, stamp);
  return true;
}

/** The manual page is the built program's own word, so that it cannot differ from `--help`. */
function manualPage() {
  const argv = [join(root, 'dist', 'cli.js'), '--lang', 'en', 'man'];
  const { status, stdout, stderr } = spawnSync(process.execPath, argv);
  if (status !== 0) throw new Error(`the manual page could not be made: ${stderr}`);
  return stdout;
}

/**
 * Writes the outputs only after all of them are there, the entry last and in one rename: a failed build leaves the last
 * good one, and a course that is just starting in another terminal finds the chunks of one build or of the other.
 */
function writeDist(files) {
  const folder = join(root, 'dist');
  mkdirSync(folder, { recursive: true });
  const before = readdirSync(folder);
  const entry = files.find(({ path }) => path.endsWith('/cli.js'));
  for (const file of files.filter((each) => each !== entry)) writeFileSync(file.path, file.contents);
  const fresh = join(folder, `.cli.${process.pid}`);
  writeFileSync(fresh, '#!/usr/bin/env node\n' + entry.text.replace(/^#!.*\n/, ''));
  chmodSync(fresh, 0o755);
  renameSync(fresh, entry.path);
  const kept = new Set([...files.map(({ path }) => basename(path)), 'netns-course.1']);
  for (const name of before.filter((each) => !kept.has(each)))
    rmSync(join(folder, name), { recursive: true, force: true });
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await build({ ifNeeded: process.argv.includes('--if-needed') });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
