import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { standIns } from '../lib/bundle/stand-ins.mjs';
import { root } from '../lib/tree.mjs';
import { figure, run } from './measure.mjs';

/** Memory over 100,000 frames, each with a new line in the shell, every twentieth with another chrome. */
export async function benchFrames() {
  const folder = mkdtempSync(join(tmpdir(), 'netns-course-frames-'));
  try {
    const { build } = await import('esbuild');
    const file = join(folder, 'frames.mjs');
    await build({
      absWorkingDir: root,
      entryPoints: ['scripts/bench/frames-program.ts'],
      outfile: file,
      bundle: true,
      format: 'esm',
      platform: 'node',
      jsx: 'automatic',
      logLevel: 'silent',
      define: { 'process.env.NODE_ENV': '"production"', fetch: 'undefined' },
      plugins: [standIns],
      banner: {
        js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
      },
    });
    const { stdout } = await run(process.execPath, ['--expose-gc', file], { timeoutMs: 500_000 });
    const { warmMiB, endMiB, frameMs } = JSON.parse(stdout);
    return [
      figure('resident after 100,000 frames', endMiB, 'MiB', {
        target: 1.1 * warmMiB,
        beside: { name: 'after 10,000', value: warmMiB, unit: 'MiB' },
        how: 'flat',
      }),
      figure('a frame: the shell, a compositor’s paint, a twentieth of a chrome', frameMs, 'ms'),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
