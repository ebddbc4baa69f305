import type { EngineImages } from '../lab/engine/start.ts';
import { startLab } from '../lab/start.ts';
import type { Lab, LabOptions } from '../lab/types.ts';
import { readOsRelease } from '../machine/os-release.ts';
import type { CommandIo } from './io.ts';

/** Starts labs that have the course's images where they have an Engine; what reads images is loaded only for those. */
export function courseLabs(env: CommandIo['env']): (options: LabOptions) => Promise<Lab> {
  let source: Promise<EngineImages> | undefined;
  const images: EngineImages = async () => {
    source ??= openImages(env);
    return (await source)();
  };
  return (options) => startLab(options, { images });
}

async function openImages(env: CommandIo['env']): Promise<EngineImages> {
  const [{ imagesForLabs }, { openStore }, { loadedRoot }] = await Promise.all([
    import('../images/ensure.ts'),
    import('../images/store.ts'),
    import('../lab/engine/data-root.ts'),
  ]);
  return imagesForLabs(openStore(env), readOsRelease().name, loadedRoot);
}
