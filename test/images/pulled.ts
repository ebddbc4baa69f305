import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { extract } from 'tar-stream';
import { buildImage } from '../../src/images/build.ts';
import type { ImageStore } from '../../src/images/store.ts';
import { addText, bytesOf, tarOf } from '../../src/images/tar.ts';
import { openRegistry, type Blob } from './registry.ts';

/**
 * A registry with the built nginx as others have it: gzip, a user of its own, workers of another user, and files of `owner`.
 * Who unpacks layers needs that id.
 */
export async function serveForeignNginx(store: ImageStore, owner: number) {
  const built = await buildImage('nginx', store, 'a test');
  const first = readFileSync(store.blobPath(built.layers[0] ?? ''));
  const second = await bytesOf(
    tarOf(async (archive) => {
      const mtime = new Date(0);
      const nginx = { uid: owner, gid: owner, uname: 'nginx', gname: 'nginx', mtime };
      await addText(archive, { ...nginx, name: 'var/owned/', type: 'directory', mode: 0o755 }, '');
      await addText(archive, { ...nginx, name: 'var/owned/file', mode: 0o4755 }, 'text');
      const hard = { name: 'var/owned/hard', type: 'link', linkname: 'var/owned/file', mode: 0o4755 } as const;
      await addText(archive, { ...nginx, ...hard }, '');
      const conf =
        'user  nginx;\nworker_processes 1;\nevents {}\nhttp { server { listen 80; root /usr/share/nginx/html; } }\n';
      await addText(archive, { name: 'etc/nginx/nginx.conf', mode: 0o644, mtime }, conf);
    }),
  );
  const config: { config: Record<string, unknown>; rootfs: Record<string, unknown> } = JSON.parse(
    readFileSync(store.blobPath(built.config), 'utf8'),
  );
  config.config['User'] = '101:101';
  config.rootfs['diff_ids'] = await Promise.all(
    [first, second].map(async (bytes) => `sha256:${(await store.addBlob(Readable.from([bytes]))).digest}`),
  );
  const layers: Blob[] = [first, second].map((bytes) => ({
    mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
    bytes: gzipSync(bytes),
  }));
  const registry = await openRegistry(Buffer.from(JSON.stringify(config)), layers);
  return { ...registry, layers: [first, second] };
}

/** What a layer holds, in its order, and whose it is. */
export async function entriesOf(tar: Buffer) {
  const reading = extract();
  reading.end(tar);
  const entries = [];
  for await (const entry of reading) {
    const { uid, gid, uname, gname, pax: _, ...header } = entry.header as typeof entry.header & { pax?: unknown };
    const owner = [uid, gid, uname, gname];
    entries.push({ header, owner, text: (await bytesOf(entry)).toString('latin1') });
  }
  return entries;
}
