import type { Readable } from 'node:stream';
import type { LayerEntry } from './recipe.ts';
import { addFile, addText, tarOf } from './tar.ts';

/**
 * A layer as a tar archive, as the OCI image specification wants it: everything belongs to root and bears the same time, so
 * that the same files always make the same digest.
 */
export function layerArchive(entries: readonly LayerEntry[], time: Date): Readable {
  return tarOf(async (archive) => {
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
  });
}
