import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { pack, type Headers, type Pack } from 'tar-stream';
import type { LayerEntry } from './recipe.ts';

/**
 * A layer as a tar archive (tar(5), as the OCI image specification wants it): everything belongs to root and bears the
 * same time, so that the same files always make the same digest.
 */
export function layerArchive(entries: readonly LayerEntry[], time: Date): Pack {
  const archive = pack();
  void fill(archive, entries, time).then(
    () => archive.finalize(),
    (error: unknown) => archive.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  return archive;
}

async function fill(archive: Pack, entries: readonly LayerEntry[], time: Date): Promise<void> {
  for (const entry of entries) {
    const header = { name: entry.path.slice(1), uid: 0, gid: 0, mtime: time };
    switch (entry.type) {
      case 'directory':
        await addText(archive, { ...header, name: `${header.name}/`, type: 'directory', mode: entry.mode }, '');
        break;
      case 'link':
        await addText(archive, { ...header, type: 'symlink', linkname: entry.target, mode: 0o777 }, '');
        break;
      case 'text':
        await addText(archive, { ...header, type: 'file', mode: entry.mode }, entry.text);
        break;
      case 'copy':
        await addFile(archive, { ...header, type: 'file', mode: entry.mode }, entry.from);
    }
  }
}

/** Adds an entry of that text, and waits until it is taken. */
export function addText(archive: Pack, header: Headers, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    archive.entry(header, text, (error) => (error ? reject(error) : resolve()));
  });
}

/** Adds a file of this machine, and waits until it is taken. */
export async function addFile(archive: Pack, header: Headers, from: string): Promise<void> {
  const { size } = await stat(from);
  await pipeline(createReadStream(from), archive.entry({ ...header, size }));
}
