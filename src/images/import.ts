import { createReadStream } from 'node:fs';
import { posix } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { extract } from 'tar-stream';
import { z } from 'zod';
import { rewriteLayer } from './rewrite.ts';
import { bytesOf } from './tar.ts';
import type { ImageStore } from './store.ts';
import { ImageError, type ImageName, type ImageOrigin, type StoredImage } from './types.ts';

/** What a lab's disk has room for beside its containers (`docker load` unpacks into a second copy first). */
const maxBytes = 240 * 1024 * 1024;
const maxJsonBytes = 4 * 1024 * 1024;

/** "Docker image specification v1.2", combined image JSON: what `docker save`, podman and skopeo write. */
const manifestSchema = z.array(z.object({ Config: z.string(), Layers: z.array(z.string()) })).min(1);
const configSchema = z.looseObject({
  config: z.looseObject({}).optional(),
  rootfs: z.looseObject({ type: z.literal('layers') }),
});

/**
 * Reads an image out of an archive as `docker save` writes it, rewrites it for a lab, and keeps it. An archive is read
 * several times: its index may be at the end, and layers may come in any order.
 * @param file the archive
 * @throws {ImageError} where it is no such archive
 */
export async function importImage(
  file: string,
  image: { readonly name: ImageName; readonly tags: readonly string[]; readonly origin: ImageOrigin },
  store: ImageStore,
): Promise<StoredImage> {
  const wrong = (detail: string): ImageError => new ImageError(image.name, { kind: 'not-an-image', detail });
  const links = new Map<string, string>();
  const jsons = await readJsons(file, links).catch((error: unknown) => {
    throw wrong(error instanceof Error ? error.message : String(error));
  });
  const manifest = manifestSchema.safeParse(jsons.get('manifest.json'));
  const [entry] = manifest.data ?? [];
  if (entry === undefined) throw wrong('no manifest.json');
  const config = configSchema.safeParse(jsons.get(entry.Config));
  if (!config.success) throw wrong(`no configuration ${entry.Config}`);

  const layers: { digest: string; bytes: number }[] = [];
  for (const layer of entry.Layers) {
    const added = await addLayer(file, links.get(layer) ?? layer, image.name, store).catch((error: unknown) => {
      // A disk that is full and the like have a code; what is left is about the bytes.
      throw error instanceof Error && !('code' in error) ? wrong(error.message) : error;
    });
    if (added === undefined) throw wrong(`no layer ${layer}`);
    layers.push(added);
    const megabytes = Math.round(layers.reduce((sum, { bytes }) => sum + bytes, 0) / 1024 / 1024);
    if (megabytes > maxBytes / 1024 / 1024) throw wrong(`${String(megabytes)} MB and more, too large for a lab`);
  }
  const { User: _, ...own } = config.data.config ?? {};
  const text = JSON.stringify({
    ...config.data,
    config: own,
    rootfs: { type: 'layers', diff_ids: layers.map(({ digest }) => `sha256:${digest}`) },
  });
  const added = await store.addBlob(Readable.from([Buffer.from(text)]));
  const stored: StoredImage = {
    schema: 'netns-course/image/v1',
    ...image,
    config: added.digest,
    layers: layers.map(({ digest }) => digest),
    bytes: layers.reduce((sum, { bytes }) => sum + bytes, added.bytes),
  };
  await store.write(stored);
  return stored;
}

/** Every JSON text of the archive that is small enough to be one, by name; links (older Engines save a layer once) on the way. */
async function readJsons(file: string, links: Map<string, string>): Promise<ReadonlyMap<string, unknown>> {
  const jsons = new Map<string, unknown>();
  const reading = extract();
  const collect = async (): Promise<void> => {
    for await (const entry of reading) {
      const { name, type, size = 0, linkname } = entry.header;
      if (type === 'symlink' && linkname !== undefined && linkname !== null)
        links.set(name, posix.join(posix.dirname(name), linkname));
      if (type !== 'file' || size > maxJsonBytes || name.endsWith('.tar')) {
        entry.resume();
        continue;
      }
      const bytes = await bytesOf(entry);
      if (bytes[0] === 0x7b || bytes[0] === 0x5b) jsons.set(name, parseJson(bytes.toString('utf8')));
    }
  };
  await Promise.all([pipeline(createReadStream(file), reading), collect()]);
  return jsons;
}

async function addLayer(
  file: string,
  wanted: string,
  image: ImageName,
  store: ImageStore,
): Promise<{ readonly digest: string; readonly bytes: number } | undefined> {
  let added: { digest: string; bytes: number } | undefined;
  const reading = extract();
  const collect = async (): Promise<void> => {
    for await (const entry of reading) {
      if (entry.header.name === wanted && entry.header.type === 'file' && added === undefined)
        added = await store.addBlob(rewriteLayer(image, entry));
      else entry.resume();
    }
  };
  await Promise.all([pipeline(createReadStream(file), reading), collect()]);
  return added;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
