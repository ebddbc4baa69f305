import type { Readable } from 'node:stream';
import type { ImageStore } from './store.ts';
import { addFile, addText, tarOf } from './tar.ts';
import type { StoredImage } from './types.ts';

/**
 * Images as one archive that `docker load` reads, with blobs named as the OCI image layout names them. All Engines read
 * `manifest.json` ("Docker image specification v1.2", combined image JSON), also those that keep images in containerd.
 */
export function imagesArchive(images: readonly StoredImage[], store: ImageStore): Readable {
  const rest = { mode: 0o644, mtime: new Date(0) };
  return tarOf(async (archive) => {
    const blobs = new Set(images.flatMap(({ config, layers }) => [config, ...layers]));
    for (const digest of blobs) await addFile(archive, { ...rest, name: nameOf(digest) }, store.blobPath(digest));
    const manifest = images.map(({ config, layers, tags }) => ({
      Config: nameOf(config),
      RepoTags: tags,
      Layers: layers.map(nameOf),
    }));
    await addText(archive, { ...rest, name: 'manifest.json' }, JSON.stringify(manifest));
  });
}

const nameOf = (digest: string): string => `blobs/sha256/${digest}`;
