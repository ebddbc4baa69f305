import stringWidth from 'string-width';
import { buildImage } from '../images/build.ts';
import { pullImage } from '../images/pull.ts';
import { openStore, type ImageStore } from '../images/store.ts';
import { imageNames, type ImageName, type StoredImage } from '../images/types.ts';
import { readOsRelease } from '../machine/os-release.ts';
import { engineText } from '../ui/engine-text.ts';
import type { CommandIo, ExitCode } from './io.ts';

/** `netns-course images [list]`: the images that labs with an Engine get. */
export async function runImagesList(flags: { readonly json?: boolean }, io: CommandIo): Promise<ExitCode> {
  const store = openStore(io.env);
  const images = await Promise.all(imageNames.map((name) => seen(name, store)));
  if (flags.json === true) {
    const list = images.map(({ name, state, image }) => ({
      name,
      state,
      ...(image === undefined ? {} : shown(image)),
    }));
    io.out(
      `${JSON.stringify({ schema: 'netns-course/images/v1', directory: store.directory, images: list }, undefined, 2)}\n`,
    );
    return 0;
  }
  const words = io.words.images;
  const rows = images.map(({ name, state, image }) => [
    name,
    words.states[state],
    image === undefined ? '' : words.megabytes({ bytes: image.bytes }),
    image === undefined ? '' : words.origin({ origin: image.origin }),
    image?.tags.join(' ') ?? '',
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => stringWidth(row[column] ?? ''))));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - stringWidth(cell))))
      .join('  ')
      .trimEnd(),
  );
  io.out(`${[...lines, '', words.kept({ directory: store.directory })].join('\n')}\n`);
  return 0;
}

interface SeenImage {
  readonly name: ImageName;
  readonly state: 'ready' | 'absent' | 'damaged';
  readonly image: StoredImage | undefined;
}

/** What programs may read: not which files it was built of. */
function shown({ tags, origin, config, layers, bytes }: StoredImage): object {
  const from = origin.kind === 'built' ? { kind: origin.kind, of: origin.of } : origin;
  return { tags, origin: from, id: `sha256:${config}`, layers: layers.map((each) => `sha256:${each}`), bytes };
}

async function seen(name: ImageName, store: ImageStore): Promise<SeenImage> {
  const image = await store.read(name);
  if (image === undefined) return { name, state: 'absent', image };
  return { name, state: (await store.isWhole(image)) ? 'ready' : 'damaged', image };
}

/** `netns-course images build [NAME…]`: of this machine's own programs, in place of what is kept. */
export function runImagesBuild(names: readonly string[], io: CommandIo): Promise<ExitCode> {
  const system = readOsRelease().name;
  return forEach(names, io, async (name, store) => {
    const image = await buildImage(name, store, system);
    io.out(`${io.words.images.built({ name, of: io.words.images.origin({ origin: image.origin }) })}\n`);
  });
}

/** `netns-course images pull [NAME…] [--from REFERENCE]`: by the host's docker, podman or skopeo. */
export async function runImagesPull(
  flags: { readonly from?: string },
  names: readonly string[],
  io: CommandIo,
): Promise<ExitCode> {
  const words = io.words.images;
  if (flags.from !== undefined && names.length !== 1) {
    io.err(`${words.fromNeedsOne}\n`);
    return 2;
  }
  // It becomes a word of other programs' command lines: no option, nothing that a shell or a file name would mind.
  if (flags.from !== undefined && !/^[a-z0-9][\w.:/@-]*$/i.test(flags.from)) {
    io.err(`${words.badReference({ reference: flags.from })}\n`);
    return 2;
  }
  return forEach(names, io, async (name, store) => {
    const image = await pullImage(name, store, {
      from: flags.from,
      env: io.env,
      onTry: (tool, reference) => io.err(`${words.pulling({ tool, reference })}\n`),
    });
    io.out(`${words.pulled({ name, of: words.origin({ origin: image.origin }), bytes: image.bytes })}\n`);
  });
}

/** `netns-course images remove [NAME…]`: the next lab that needs it builds it again. */
export function runImagesRemove(names: readonly string[], io: CommandIo): Promise<ExitCode> {
  const words = io.words.images;
  return forEach(names, io, async (name, store) => {
    io.out(`${(await store.remove(name)) ? words.removed({ name }) : words.notThere({ name })}\n`);
  });
}

/** Each image that is named, or all; what goes wrong with one is said, and the others are done all the same. */
async function forEach(
  names: readonly string[],
  io: CommandIo,
  use: (name: ImageName, store: ImageStore) => Promise<void>,
): Promise<ExitCode> {
  const store = openStore(io.env);
  const wanted = names.length === 0 ? imageNames : imageNames.filter((name) => names.includes(name));
  const unknown = names.find((name) => !imageNames.some((known) => known === name));
  if (unknown !== undefined) {
    io.err(`${io.words.images.unknown({ name: unknown, known: io.words.signs.list({ names: imageNames }) })}\n`);
    return 2;
  }
  let code: ExitCode = 0;
  for (const name of wanted) {
    try {
      await use(name, store);
    } catch (error) {
      const text = engineText(error, io.words) ?? fileText(error, io);
      if (text === undefined) throw error;
      io.err(`${text}\n`);
      code = 2;
    }
  }
  return code;
}

/** A cache that cannot be written: ENOSPC, EROFS, EACCES … */
function fileText(error: unknown, io: CommandIo): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || !('path' in error)) return undefined;
  return io.words.images.notKept({ message: error.message });
}
