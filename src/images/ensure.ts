import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { findTool } from '../process/find.ts';
import { imagesArchive } from './archive.ts';
import { buildImage } from './build.ts';
import type { ImageStore } from './store.ts';
import { imageNames, type ImageName, type StoredImage } from './types.ts';

/** The images as an Engine takes them: an `archive` to load, or the data `root` of one that has loaded it. */
interface Images {
  readonly form: 'archive' | 'root';
  readonly bytes: Readable;
}

/** Has an Engine load an archive, and hands over its data root. Rejects where that cannot be had. */
export type LoadOnce = (archive: () => Promise<Images>, keep: (root: Readable) => Promise<void>) => Promise<void>;

/**
 * What gives every lab its images: those of the cache, built first where one is not there (or not whole). Looked at once
 * in a process.
 * @param loadOnce with it, labs get the data root of an Engine like theirs, made once and kept: loading takes half a second,
 *   unpacking a tenth of that
 * @throws {ImageError} (the promise) where one can neither be found nor built
 */
export function imagesForLabs(store: ImageStore, system: string, loadOnce?: LoadOnce): () => Promise<Images> {
  let found: Promise<() => Images> | undefined;
  return async () => {
    found ??= find(store, system, loadOnce);
    found.catch(() => (found = undefined));
    return (await found)();
  };
}

async function find(store: ImageStore, system: string, loadOnce: LoadOnce | undefined): Promise<() => Images> {
  const images = await Promise.all(imageNames.map((name) => ensureImage(name, store, system)));
  const archive = (): Images => ({ form: 'archive', bytes: imagesArchive(images, store) });
  const key = keyOf(images);
  if (loadOnce === undefined || key === undefined) return archive;
  const kept = await store.dataRoot(key);
  if (kept !== undefined) return () => ({ form: 'root', bytes: createReadStream(kept) });
  // An Engine that does not start, a cache that cannot be written: each lab then loads for itself, and says what is wrong.
  await loadOnce(
    () => Promise.resolve(archive()),
    (root) => store.keepDataRoot(key, root),
  ).catch(() => undefined);
  const made = await store.dataRoot(key);
  return made === undefined ? archive : () => ({ form: 'root', bytes: createReadStream(made) });
}

/** A pulled image stays what it is; a built one follows the programs it is made of. */
async function ensureImage(name: ImageName, store: ImageStore, system: string): Promise<StoredImage> {
  const kept = await store.read(name);
  if (kept?.origin.kind === 'pulled' && (await store.isWhole(kept))) return kept;
  return buildImage(name, store, system);
}

/** Another image or another Engine needs another data root. */
function keyOf(images: readonly StoredImage[]): string | undefined {
  const engine = findTool('dockerd');
  if (engine === undefined) return undefined;
  const { size, mtimeMs } = statSync(engine);
  const text = JSON.stringify([engine, size, mtimeMs, images.map(({ config, tags }) => [config, tags])]);
  return createHash('sha256').update(text).digest('hex');
}
