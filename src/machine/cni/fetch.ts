import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rename, rm, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { cniReleases, hasCniPlugins } from '../../process/cni.ts';
import { downloadFile, downloadText } from './download.ts';
import { CniReleaseError } from './problem.ts';
import { checksumIn, cniRelease } from './release.ts';
import { unpackRelease } from './unpack.ts';

export interface FetchOptions {
  /** In place of the project's own releases. */
  readonly from?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Told before the archive is fetched. */
  readonly onFetch?: (url: string) => void;
}

/**
 * Fetches a release of the CNI plugins for this machine, compares it with its published checksum, and makes it the one that
 * labs get. One that is there already is only chosen. What was fetched before an interruption is not fetched again; the old
 * choice stays until the new one is whole.
 * @returns its version, and its directory
 * @throws {CniReleaseError}, or an error of the file system
 */
export async function fetchCniRelease(
  wanted: string,
  { from, env, onFetch }: FetchOptions,
): Promise<{ readonly version: string; readonly directory: string }> {
  const release = cniRelease(wanted, process.arch, from);
  if (release === 'no-version') throw new CniReleaseError({ kind: 'version' });
  if (release === 'no-architecture') throw new CniReleaseError({ kind: 'architecture', arch: process.arch });
  const releases = cniReleases(env);
  if (releases === undefined) throw new CniReleaseError({ kind: 'no-home' });
  const { version, url } = release;
  const directory = join(releases, version);
  await mkdir(releases, { recursive: true });
  if (!hasCniPlugins(directory)) {
    const archive = join(releases, `${basename(url)}.part`);
    await fetchArchive(url, archive, env, onFetch);
    await intoPlace(directory, async (fresh) => {
      await mkdir(fresh);
      await unpackRelease(archive, fresh);
      // What is there lacks plugins.
      await rm(directory, { recursive: true, force: true });
    });
    await rm(archive, { force: true });
  }
  await intoPlace(join(releases, 'current'), (fresh) => symlink(version, fresh));
  return { version, directory };
}

/** Has the archive under that name, as its checksum says. What is left of an older one is not trusted twice. */
async function fetchArchive(
  url: string,
  archive: string,
  env: FetchOptions['env'],
  onFetch: FetchOptions['onFetch'],
): Promise<void> {
  const sum = `${url}.sha256`;
  const expected = checksumIn(await downloadText(sum, env));
  if (expected === undefined) throw new CniReleaseError({ kind: 'no-checksum', url: sum });
  const before = await digestOf(archive);
  if (before === expected) return;
  onFetch?.(url);
  await downloadFile(url, archive, env);
  if ((await digestOf(archive)) === expected) return;
  await rm(archive, { force: true });
  if (before !== undefined) return fetchArchive(url, archive, env, undefined);
  throw new CniReleaseError({ kind: 'wrong-checksum', url });
}

/** Makes something under another name, then gives it its own (rename(2)): it is there whole or not at all. */
async function intoPlace(path: string, make: (fresh: string) => Promise<void>): Promise<void> {
  const fresh = `${path}.${randomBytes(6).toString('hex')}.new`;
  try {
    await make(fresh);
    await rename(fresh, path);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

/** SHA-256 in hex; undefined: not there. */
async function digestOf(file: string): Promise<string | undefined> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(file), hash);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  return hash.digest('hex');
}
