import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { Readable } from 'node:stream';
import { goArchitectures } from '../process/go-arch.ts';
import { layerArchive } from './layer.ts';
import { nginxRecipe } from './nginx.ts';
import { pauseRecipe } from './pause.ts';
import { programFiles, withDirectories, type LayerEntry, type Recipe } from './recipe.ts';
import type { ImageStore } from './store.ts';
import type { ImageName, ImageOrigin, StoredImage } from './types.ts';

const recipes: Readonly<Record<ImageName, () => Recipe>> = { nginx: nginxRecipe, pause: pauseRecipe };

/**
 * Builds an image of this machine's programs and keeps it. One that was built of the same files is left as it is.
 * @param system what the distribution calls itself
 * @throws {ImageError} where a program is not installed
 */
export async function buildImage(name: ImageName, store: ImageStore, system: string): Promise<StoredImage> {
  const recipe = recipes[name]();
  const kept = await store.read(name);
  if (kept !== undefined && isOf(kept.origin, recipe) && (await store.isWhole(kept))) return kept;
  const [title, files] = await Promise.all([recipe.title(), programFiles(name, recipe.programs)]);
  const of = `${title} of ${system}`;
  const [program = ''] = recipe.programs.values();
  const created = statSync(program).mtime;
  const layer = await store.addBlob(layerArchive(withDirectories([...files, ...recipe.settings]), created));
  const text = JSON.stringify({
    created: created.toISOString(),
    architecture: goArchitectures[process.arch] ?? process.arch,
    os: 'linux',
    config: { ...recipe.config, Labels: { 'org.opencontainers.image.description': of } },
    rootfs: { type: 'layers', diff_ids: [`sha256:${layer.digest}`] },
    history: [{ created: created.toISOString(), created_by: `netns-course: ${of}` }],
  });
  const config = await store.addBlob(Readable.from([Buffer.from(text)]));
  const image: StoredImage = {
    schema: 'netns-course/image/v1',
    name,
    tags: recipe.tags,
    origin: { kind: 'built', of, recipe: digestOf(recipe), files: files.flatMap(seen) },
    config: config.digest,
    layers: [layer.digest],
    bytes: layer.bytes + config.bytes,
  };
  await store.write(image);
  return image;
}

/** Whether nothing that it was built of has changed. */
function isOf(origin: ImageOrigin, recipe: Recipe): boolean {
  if (origin.kind !== 'built' || origin.recipe !== digestOf(recipe)) return false;
  return origin.files.every(({ path, size, time }) => {
    const now = statSync(path, { throwIfNoEntry: false });
    return now?.size === size && now.mtimeMs === time;
  });
}

function seen(entry: LayerEntry): { path: string; size: number; time: number }[] {
  if (entry.type !== 'copy') return [];
  const { size, mtimeMs } = statSync(entry.from);
  return [{ path: entry.from, size, time: mtimeMs }];
}

function digestOf({ tags, programs, settings, config }: Recipe): string {
  return createHash('sha256')
    .update(JSON.stringify([tags, [...programs], settings, config]))
    .digest('hex');
}
