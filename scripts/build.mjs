// Builds dist/: one small entry, `cli.js`, that any Node can read, and a chunk for the program and for every lazily imported
// part of it, so that a command loads only what it needs. `node scripts/build.mjs` builds always; `build({ ifNeeded: true })` (npm start, npm test) when a source changed.
import { execFile } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompressSync } from 'node:zlib';
import { fingerprint, root } from './lib/tree.mjs';
import { standIns } from './lib/bundle/stand-ins.mjs';
import { noticesOf } from './lib/notices.mjs';

const stampFile = join(root, '.setup', 'build');

/** What the bundle is made of: a change in any of it means to build again. */
function sourceStamp() {
  return fingerprint(['src', 'lessons', 'package.json', 'package-lock.json', 'scripts/build.mjs', 'scripts/lib']);
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
    entryNames: '[name]-[hash]',
    // All in one folder: `../lessons` from a module's own URL is the package's lessons, whichever chunk it fell into.
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    minify: true,
    // Chinese in three bytes a character, not in six of an escape.
    charset: 'utf8',
    legalComments: 'none',
    metafile: true,
    write: false,
    logLevel: 'silent',
    jsx: 'automatic',
    // The one dependency that is not bundled: a native addon must stay a file of its own.
    external: ['node-pty'],
    // React's development build must never ship: it doubles the time of a frame; nor may a learner's own DEV start Ink's
    // tools. And nothing of ours uses the network: the layout engine alone would load Node's whole HTTP client to decode its
    // own data URL.
    define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '""', fetch: 'undefined' },
    plugins: [standIns],
  });
  const notices = noticesOf(result.metafile);
  const [program] = Object.entries(result.metafile.outputs).find(([, { entryPoint }]) => entryPoint === 'src/cli.ts');
  writeDist(result.outputFiles, await entryFor(basename(program), esbuild));
  writeFileSync(join(root, 'THIRD_PARTY_NOTICES'), notices);
  await Promise.all([writeManualPage(), writeCourse('en'), writeCourse('zh-CN')]);
  mkdirSync(join(root, '.setup'), { recursive: true });
  writeFileSync(stampFile, stamp);
  return true;
}

const execute = promisify(execFile);

/** Runs the program that was just built. */
const ask = (args, env = process.env) =>
  execute(process.execPath, [join(root, 'dist', 'cli.js'), ...args], { env, maxBuffer: 1 << 24 });

/** The manual page is the built program's own word, so that it cannot differ from `--help`. */
async function writeManualPage() {
  const { stdout } = await ask(['--lang', 'en', 'man']);
  writeFileSync(join(root, 'dist', 'netns-course.1'), stdout);
}

/**
 * What the program keeps of a course that it has understood (src/storage/course-cache.ts), for the course that comes with it:
 * nobody's first start has to read thirteen lessons. A course with a mistake in it is not kept.
 */
async function writeCourse(language) {
  const cache = mkdtempSync(join(tmpdir(), 'netns-course-build-'));
  try {
    await ask(['--lang', language, 'list', '--json'], { ...process.env, XDG_CACHE_HOME: cache });
    const folder = join(cache, 'netns-course', 'courses');
    const [name] = existsSync(folder) ? readdirSync(folder) : [];
    if (name === undefined) return;
    writeFileSync(join(root, 'dist', `course.${language}.br`), brotliCompressSync(readFileSync(join(folder, name))));
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
}

/**
 * The text of `cli.js`: asks for the Node it needs before it loads the program, since an old one cannot even read that; what
 * `npm start` and `npm test` begin with. It holds the program's name, which changes with all of the program.
 */
async function entryFor(program, esbuild) {
  const source = readFileSync(join(root, 'scripts', 'node-version.mjs'), 'utf8');
  const contents = `${source}\ndemandNode();\nimport('./${program}');\n`;
  const { code } = await esbuild.transform(contents, { minify: true, format: 'esm', target: 'node12.22' });
  return `#!/usr/bin/env node\n${code}`;
}

/**
 * Writes the outputs only after all of them are there, the entry last and in one rename: a failed build leaves the last
 * good one, and a course that is just starting in another terminal finds the chunks of one build or of the other.
 */
function writeDist(files, entry) {
  const folder = join(root, 'dist');
  mkdirSync(folder, { recursive: true });
  const before = readdirSync(folder);
  for (const file of files) writeFileSync(file.path, withRequire(file.text));
  const fresh = join(folder, `.cli.${process.pid}`);
  writeFileSync(fresh, entry);
  chmodSync(fresh, 0o755);
  renameSync(fresh, join(folder, 'cli.js'));
  const kept = new Set([...files.map(({ path }) => basename(path)), 'cli.js', 'netns-course.1']);
  for (const name of before.filter((each) => !kept.has(each)))
    rmSync(join(folder, name), { recursive: true, force: true });
}

/** CommonJS packages in an ESM bundle call `require` for Node's own modules; most chunks hold none. */
function withRequire(text) {
  if (!/\brequire\b/.test(text)) return text;
  return `import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);${text}`;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await build({ ifNeeded: process.argv.includes('--if-needed') });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
