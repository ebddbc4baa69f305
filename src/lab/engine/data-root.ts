import { Readable } from 'node:stream';
import { start } from '../../process/start.ts';
import { startLab } from '../start.ts';
import { EngineError } from '../types.ts';
import { dataRoot, tarOptions } from './program.ts';
import type { EngineImages } from './start.ts';

/**
 * Has the Engine of a lab of its own load images, and hands over that part of its data root which holds them, as a tar: no
 * learner was ever in it. A lab whose Engine begins with it need not load them again.
 * @throws {LabError} {EngineError} where there is no such lab, or its root cannot be read
 */
export async function loadedRoot(images: EngineImages, keep: (root: Readable) => Promise<void>): Promise<void> {
  const lab = await startLab({ world: 'host', docker: true }, { images });
  try {
    await lab.ready;
    // What the Engine keeps in databases, open while it runs, is not of the images.
    const argv = ['tar', '-c', ...tarOptions, '-C', dataRoot, 'image', 'overlay2'];
    const child = start(lab.command('controlplane', argv, 'pipes'));
    const code = new Promise<number | null>((resolve) => {
      child.on('error', () => resolve(null));
      child.on('close', resolve);
    });
    child.stdin.end();
    child.stderr.resume();
    await keep(Readable.from(endedWell(child.stdout, code), { objectMode: false }));
  } finally {
    await lab.close();
  }
}

/** The bytes of a program that ends with 0; else an error in place of their end. */
async function* endedWell(bytes: Readable, code: Promise<number | null>): AsyncGenerator<Buffer> {
  yield* bytes;
  const ended = await code;
  if (ended !== 0) throw new EngineError('not-loaded', `tar: ${String(ended)}`);
}
