import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { hasCniPlugins } from '../../process/cni.ts';
import { CniReleaseError } from './problem.ts';

/** Unpacked, a release has 60 to 100 MB. */
const maxBytes = 1_000_000_000;

/**
 * Unpacks a release (tar.gz) into an empty directory. A release holds plain files side by side, by simple names; anything else,
 * a link, a directory, a name that leads elsewhere, is no release, and nothing of it is followed.
 * @throws {CniReleaseError} where it is none; errors of the file system (ENOSPC …) come out as they are
 */
export async function unpackRelease(archive: string, directory: string): Promise<void> {
  // Leaving the loop ends the streams, which is an error of theirs too: the first word counts.
  let refused: CniReleaseError | undefined;
  const wrong = (detail: string) => (refused ??= new CniReleaseError({ kind: 'not-plugins', detail }));
  const names = new Set<string>();
  const reading = extract();
  const write = async (): Promise<void> => {
    let bytes = 0;
    for await (const entry of reading) {
      const { name, type, size = 0 } = entry.header;
      const isTop = type === 'directory' && /^\.?\/?$/.test(name);
      const plain = /^(?:\.\/)?([\w-][\w.-]*)$/.exec(name)?.[1];
      if (isTop) entry.resume();
      else if (type !== 'file' || plain === undefined || names.has(plain))
        throw wrong(`${String(type)} ${JSON.stringify(name)}`);
      else {
        names.add(plain);
        bytes += size;
        if (bytes > maxBytes) throw wrong(`${String(bytes)} bytes and more`);
        await pipeline(entry, createWriteStream(join(directory, plain), { flags: 'wx', mode: 0o755, flush: true }));
      }
    }
  };
  try {
    await Promise.all([pipeline(createReadStream(archive), createGunzip(), reading), write()]);
  } catch (error) {
    // A disk that is full and the like name a call; what is left is about the bytes.
    if (!(error instanceof Error) || 'syscall' in error) throw error;
    throw wrong(error.message);
  }
  if (!hasCniPlugins(directory)) throw wrong('no bridge, host-local, loopback');
}
