import { pipeline } from 'node:stream/promises';
import type { Readable } from 'node:stream';
import { Keep } from '../../process/keep.ts';
import { killGroup, start } from '../../process/start.ts';
import type { SpawnSpec } from '../../process/types.ts';
import { EngineError } from '../types.ts';
import { engineExit, engineProgram } from './program.ts';

/** Wall clock for all of it; half a second is usual. */
const limitMs = 90_000;

const maxStderrBytes = 16 * 1024;

/** What the Engine is given to begin with: an `archive` as `docker load` reads it, or the data `root` of one that has loaded it. */
export type EngineImages = () => Promise<{ readonly form: 'archive' | 'root'; readonly bytes: Readable }>;

/**
 * Starts the Engine of a lab and loads its images; resolves when both are there.
 * @param enter how to run a program as root of the lab's host, on pipes
 * @param images none: an Engine without any
 * @param cgroup whether the lab may make cgroup namespaces
 * @throws {EngineError} with what it said last
 */
export async function startEngine(
  enter: (argv: readonly string[]) => SpawnSpec,
  images: EngineImages | undefined,
  cgroup: boolean,
): Promise<void> {
  const given = await images?.().catch(
    (cause: unknown) => new EngineError('no-images', cause instanceof Error ? cause.message : String(cause), { cause }),
  );
  // Without its images an Engine still serves whoever brings others.
  const stock = given instanceof EngineError ? undefined : given;
  const child = start(enter(['/bin/bash', '-c', engineProgram(cgroup), 'engine', stock?.form ?? 'empty']));
  const said = new Keep(maxStderrBytes);
  child.stderr.on('data', (bytes: Buffer) => said.add(bytes));
  child.stdout.resume();
  const ended = new Promise<number | null>((resolve) => {
    child.on('error', () => resolve(null));
    child.on('close', resolve);
  });
  let isLate = false;
  const limit = setTimeout(() => {
    isLate = true;
    killGroup(child.pid);
  }, limitMs);
  try {
    // A program that ends early takes no more: its exit code says why.
    if (stock !== undefined) await pipeline(stock.bytes, child.stdin).catch(() => undefined);
    child.stdin.end();
    const code = await ended;
    if (code === 0 && given instanceof EngineError) throw given;
    if (code === 0) return;
    const reason = isLate ? 'late' : code === engineExit.notLoaded ? 'not-loaded' : 'not-started';
    throw new EngineError(reason, said.text().trim());
  } finally {
    clearTimeout(limit);
    child.stdin.destroy();
  }
}
