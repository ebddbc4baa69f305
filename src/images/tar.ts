import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pack, type Headers, type Pack } from 'tar-stream';

/**
 * A tar archive (tar(5)) as a stream of what `fill` adds to it. What goes wrong comes out of the stream as its error; a reader
 * that goes away early ends the filling quietly.
 */
export function tarOf(fill: (archive: Pack) => Promise<void>): Readable {
  const archive = pack();
  archive.on('error', () => undefined);
  void fill(archive).then(
    () => archive.finalize(),
    (error: unknown) => archive.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  return Readable.from(archive);
}

/** All of an entry: not by `toArray`, which its kind of stream has not. */
export async function bytesOf(entry: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of entry) chunks.push(chunk);
  return Buffer.concat(chunks);
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
