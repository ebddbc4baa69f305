import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { extract, type Entry, type Headers, type Pack } from 'tar-stream';
import { addText, bytesOf, tarOf } from './tar.ts';
import type { ImageName } from './types.ts';

/** A file of a configuration is read whole; nothing longer is one. */
const maxConfiguration = 1024 * 1024;

/**
 * A layer as a lab can unpack it: a lab maps one id, so that everything must belong to root (else "lchown: invalid argument"),
 * and nginx's workers must stay root. Nothing else is changed. Compressed layers come out as plain tar.
 */
export function rewriteLayer(name: ImageName, from: Readable): Readable {
  return tarOf(async (to) => {
    const reading = extract();
    const copy = async (): Promise<void> => {
      for await (const entry of reading) await copyEntry(name, entry, to);
    };
    await Promise.all([feed(from, reading), copy()]);
  });
}

async function feed(from: Readable, reading: ReturnType<typeof extract>): Promise<void> {
  const [head, rest] = await peek(from);
  const bytes = Readable.from(joined(head, rest));
  // gzip(1)'s magic number: Engines that keep images in containerd save layers as they were pulled.
  if (head[0] === 0x1f && head[1] === 0x8b) await pipeline(bytes, createGunzip(), reading);
  else await pipeline(bytes, reading);
}

async function peek(from: Readable): Promise<[Buffer, AsyncIterator<Buffer>]> {
  const chunks: AsyncIterator<Buffer> = from[Symbol.asyncIterator]();
  const first = await chunks.next();
  return [first.done === true ? Buffer.alloc(0) : first.value, chunks];
}

async function* joined(head: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  if (head.length > 0) yield head;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

async function copyEntry(name: ImageName, entry: Entry, to: Pack): Promise<void> {
  const header = ofRoot(entry.header);
  const isConfiguration =
    name === 'nginx' && /^(?:\.\/)?etc\/nginx\/nginx\.conf$/.test(header.name) && (header.size ?? 0) < maxConfiguration;
  if (isConfiguration && header.type === 'file') {
    const text = (await bytesOf(entry)).toString('utf8');
    const { size: _, ...rest } = header;
    await addText(to, rest, text.replace(/^\s*user\s+[^;]*;/m, 'user root;'));
  } else if (header.type === 'file' && (header.size ?? 0) > 0) await pipeline(entry, to.entry(header));
  else {
    entry.resume();
    await addText(to, header, '');
  }
}

/** The header with root for its owner, also where a pax record says otherwise (pax(1), "uid", "uname" …). */
function ofRoot(header: Headers & { readonly pax?: Readonly<Record<string, string>> | null }): Headers {
  const { pax, ...rest } = header;
  const kept = Object.entries(pax ?? {}).filter(([key]) => !['uid', 'gid', 'uname', 'gname'].includes(key));
  const root = { ...rest, uid: 0, gid: 0, uname: '', gname: '' };
  return kept.length === 0 ? root : Object.assign(root, { pax: Object.fromEntries(kept) });
}
