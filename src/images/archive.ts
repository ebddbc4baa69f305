import { pack, type Pack } from 'tar-stream';
import { addFile, addText } from './layer.ts';
import type { ImageStore } from './store.ts';
import type { StoredImage } from './types.ts';

/**
 * Images as one archive that `docker load` reads, with blobs named as the OCI image layout names them. All Engines read
 * `manifest.json` ("Docker image specification v1.2", combined image JSON), also those that keep images in containerd.
 */
export function imagesArchive(images: readonly StoredImage[], store: ImageStore): Pack {
  const archive = pack();
  void fill(archive, images, store).then(
    () => archive.finalize(),
    (error: unknown) => archive.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  return archive;
}

async function fill(archive: Pack, images: readonly StoredImage[], store: ImageStore): Promise<void> {
  const blobs = new Set(images.flatMap(({ config, layers }) => [config, ...layers]));
  for (const digest of blobs)
    await addFile(archive, { name: nameOf(digest), mode: 0o644, mtime: new Date(0) }, store.blobPath(digest));
  const manifest = images.map(({ config, layers, tags }) => ({
    Config: nameOf(config),
    RepoTags: tags,
    Layers: layers.map(nameOf),
  }));
  await addText(archive, { name: 'manifest.json', mode: 0o644, mtime: new Date(0) }, JSON.stringify(manifest));
}

const nameOf = (digest: string): string => `blobs/sha256/${digest}`;
