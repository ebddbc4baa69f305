import type { Readable } from 'node:stream';
import { imagesArchive } from './archive.ts';
import { buildImage } from './build.ts';
import type { ImageStore } from './store.ts';
import { imageNames, type ImageName, type StoredImage } from './types.ts';

/**
 * What gives every lab its images: those of the cache, built first where one is not there (or not whole). Looked at once
 * in a process.
 * @throws {ImageError} (the promise) where one can neither be found nor built
 */
export function imagesForLabs(store: ImageStore, system: string): () => Promise<Readable> {
  let found: Promise<readonly StoredImage[]> | undefined;
  return async () => {
    found ??= Promise.all(imageNames.map((name) => ensureImage(name, store, system)));
    found.catch(() => (found = undefined));
    return imagesArchive(await found, store);
  };
}

/** A pulled image stays what it is; a built one follows the programs it is made of. */
async function ensureImage(name: ImageName, store: ImageStore, system: string): Promise<StoredImage> {
  const kept = await store.read(name);
  if (kept?.origin.kind === 'pulled' && (await store.isWhole(kept))) return kept;
  return buildImage(name, store, system);
}
