import type { Readable } from 'node:stream';
import { startLab } from '../lab/start.ts';
import type { Lab, LabOptions } from '../lab/types.ts';
import { readOsRelease } from '../machine/os-release.ts';
import type { CommandIo } from './io.ts';

/** Starts labs that have the course's images where they have an Engine; what reads images is loaded only for those. */
export function courseLabs(env: CommandIo['env']): (options: LabOptions) => Promise<Lab> {
  let source: Promise<() => Promise<Readable>> | undefined;
  const images = async (): Promise<Readable> => {
    source ??= openImages(env);
    return (await source)();
  };
  return (options) => startLab(options, { images });
}

async function openImages(env: CommandIo['env']): Promise<() => Promise<Readable>> {
  const [{ imagesForLabs }, { openStore }] = await Promise.all([
    import('../images/ensure.ts'),
    import('../images/store.ts'),
  ]);
  return imagesForLabs(openStore(env), readOsRelease().name);
}
