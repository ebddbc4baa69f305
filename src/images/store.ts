import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { imageNames, type ImageName, type StoredImage } from './types.ts';
import { withRealHome } from '../process/home.ts';

const digest = z.string().regex(/^[0-9a-f]{64}$/);

const schema = z.object({
  schema: z.literal('netns-course/image/v1'),
  name: z.enum(imageNames),
  tags: z.array(z.string()).min(1),
  origin: z.union([
    z.object({
      kind: z.literal('built'),
      of: z.string(),
      recipe: digest,
      files: z.array(z.object({ path: z.string(), size: z.number(), time: z.number() })),
    }),
    z.object({ kind: z.literal('pulled'), by: z.string(), reference: z.string() }),
  ]),
  config: digest,
  layers: z.array(digest),
  bytes: z.number(),
});

const dataRootSchema = z.object({ schema: z.literal('netns-course/data-root/v1'), key: digest, blob: digest });

/**
 * The images that are kept: `NAME.json` beside `blobs/sha256/DIGEST`, all written under another name first; and the data root of
 * an Engine that has loaded them, `data-root.json`, which goes when one of them changes.
 */
export interface ImageStore {
  readonly directory: string;
  /** Undefined: not there, or damaged. */
  readonly read: (name: ImageName) => Promise<StoredImage | undefined>;
  /** Whether its blobs are there and have the bytes that their names say. */
  readonly isWhole: (image: StoredImage) => Promise<boolean>;
  readonly blobPath: (digest: string) => string;
  /** Adds a blob and tells its digest and size. */
  readonly addBlob: (from: Readable) => Promise<{ readonly digest: string; readonly bytes: number }>;
  readonly write: (image: StoredImage) => Promise<void>;
  /** Removes it, and the blobs that no other image names. False: it was not there. */
  readonly remove: (name: ImageName) => Promise<boolean>;
  /** The file of the data root that was kept under this key. Undefined: not there, or damaged. */
  readonly dataRoot: (key: string) => Promise<string | undefined>;
  readonly keepDataRoot: (key: string, from: Readable) => Promise<void>;
}

/**
 * Where images are kept by the XDG Base Directory specification: `$XDG_CACHE_HOME/netns-course/images`, by default under
 * `~/.cache`; a directory of the process's own where there is no home.
 */
export function openStore(env: Readonly<Record<string, string | undefined>>): ImageStore {
  const directory = imagesDirectory(withRealHome(env));
  const blobs = join(directory, 'blobs', 'sha256');
  const blobPath = (name: string): string => join(blobs, name);
  const jsonPath = (name: ImageName): string => join(directory, `${name}.json`);
  const freshPath = (path: string): string => `${path}.${randomBytes(6).toString('hex')}.new`;

  const read = async (name: ImageName): Promise<StoredImage | undefined> => {
    const text = await readFile(jsonPath(name), 'utf8').catch(() => '');
    const parsed = schema.safeParse(parseJson(text));
    return parsed.success && parsed.data.name === name ? parsed.data : undefined;
  };

  const intoPlace = async (path: string, save: (fresh: string) => Promise<string>): Promise<void> => {
    await mkdir(blobs, { recursive: true, mode: 0o700 });
    const fresh = freshPath(path);
    try {
      await rename(fresh, await save(fresh));
    } finally {
      await rm(fresh, { force: true });
    }
  };

  const dataRootPath = join(directory, 'data-root.json');
  const readDataRoot = async (): Promise<z.infer<typeof dataRootSchema> | undefined> =>
    dataRootSchema.safeParse(parseJson(await readFile(dataRootPath, 'utf8').catch(() => ''))).data;

  const writeJson = (path: string, value: object): Promise<void> =>
    intoPlace(path, async (fresh) => {
      await writeFile(fresh, `${JSON.stringify(value, undefined, 2)}\n`, { mode: 0o600, flush: true });
      return path;
    });

  /** Removes blobs that nothing names: those of `gone`, and others when they are no longer just being added. */
  const sweep = async (gone: readonly string[]): Promise<void> => {
    const kept = await Promise.all(imageNames.map(read));
    const root = await readDataRoot();
    const used = new Set([...kept.flatMap(blobsOf), ...(root === undefined ? [] : [root.blob])]);
    const there = await readdir(blobs).catch(() => []);
    for (const name of there.filter((each) => !used.has(each))) {
      const age = Date.now() - ((await stat(blobPath(name)).catch(() => undefined))?.mtimeMs ?? Date.now());
      if (gone.includes(name) || age > addingMs) await rm(blobPath(name), { force: true });
    }
  };

  /** Removes what an image was made of before, and the data root that had it. */
  const forget = async (old: StoredImage | undefined): Promise<void> => {
    const root = await readDataRoot();
    await rm(dataRootPath, { force: true });
    await sweep([...blobsOf(old), ...(root === undefined ? [] : [root.blob])]);
  };

  const addBlob: ImageStore['addBlob'] = async (from) => {
    let added = { digest: '', bytes: 0 };
    await intoPlace(blobPath('blob'), async (fresh) => {
      const counted = counting();
      await pipeline(from, counted.stream, createWriteStream(fresh, { mode: 0o600, flush: true }));
      added = counted.result();
      return blobPath(added.digest);
    });
    return added;
  };

  return {
    directory,
    read,
    isWhole: async (image) => {
      const whole = await Promise.all(blobsOf(image).map((each) => isBlob(blobPath(each), each)));
      return whole.every(Boolean);
    },
    blobPath,
    addBlob,
    write: async (image) => {
      const old = await read(image.name);
      await writeJson(jsonPath(image.name), image);
      await forget(old);
    },
    remove: async (name) => {
      const isThere = (await stat(jsonPath(name)).catch(() => undefined)) !== undefined;
      const old = await read(name);
      await rm(jsonPath(name), { force: true });
      await forget(old);
      return isThere;
    },
    dataRoot: async (key) => {
      const root = await readDataRoot();
      if (root?.key !== key) return undefined;
      return (await isBlob(blobPath(root.blob), root.blob)) ? blobPath(root.blob) : undefined;
    },
    keepDataRoot: async (key, from) => {
      const old = await readDataRoot();
      const { digest: blob } = await addBlob(from);
      await writeJson(dataRootPath, { schema: 'netns-course/data-root/v1', key, blob });
      await sweep(old === undefined ? [] : [old.blob]);
    },
  };
}

/** A blob without an image may belong to one that another process is adding; after this it belongs to none. */
const addingMs = 60 * 60_000;

const blobsOf = (image: StoredImage | undefined): readonly string[] =>
  image === undefined ? [] : [image.config, ...image.layers];

function imagesDirectory(env: Readonly<Record<string, string | undefined>>): string {
  const stated = env['XDG_CACHE_HOME'];
  if (stated !== undefined && isAbsolute(stated)) return join(stated, 'netns-course', 'images');
  const home = env['HOME'];
  if (home !== undefined && isAbsolute(home)) return join(home, '.cache', 'netns-course', 'images');
  return join(tmpdir(), `netns-course-images-${String(process.geteuid?.() ?? 0)}`);
}

async function isBlob(path: string, name: string): Promise<boolean> {
  try {
    const counted = counting();
    await pipeline(createReadStream(path), counted.stream, async (chunks) => {
      for await (const _ of chunks);
    });
    return counted.result().digest === name;
  } catch {
    return false;
  }
}

/** Passes bytes on; knows their digest and number in the end. */
function counting(): { readonly stream: Transform; readonly result: () => { digest: string; bytes: number } } {
  const hash = createHash('sha256');
  let bytes = 0;
  const stream = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      hash.update(chunk);
      bytes += chunk.length;
      done(undefined, chunk);
    },
  });
  return { stream, result: () => ({ digest: hash.digest('hex'), bytes }) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
