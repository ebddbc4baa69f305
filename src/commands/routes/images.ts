import { buildCommand, buildRouteMap } from '@stricli/core';
import type { Words } from '../../words/index.ts';
import { docs, flag, many, text } from './parts.ts';
import type { Context } from './parts.ts';

/** `images list`, `build`, `pull`, `remove`. */
export function imagesRoutes(catalogue: Words) {
  const words = catalogue.images;
  const names = many(words.name, 'name');

  const list = buildCommand({
    docs: docs(words.list),
    parameters: { flags: { json: flag(catalogue.commands.flags.json) } },
    async func(this: Context, flags: { json?: boolean }) {
      const { runImagesList } = await import('../images.ts');
      this.exit(await runImagesList(flags, this.io));
    },
  });

  const build = buildCommand({
    docs: docs(words.build),
    parameters: { positional: names },
    async func(this: Context, _flags: object, ...wanted: string[]) {
      const { runImagesBuild } = await import('../images.ts');
      this.exit(await runImagesBuild(wanted, this.io));
    },
  });

  const pull = buildCommand({
    docs: docs(words.pull),
    parameters: { flags: { from: text(words.pull.from, words.reference) }, positional: names },
    async func(this: Context, flags: { from?: string }, ...wanted: string[]) {
      const { runImagesPull } = await import('../images.ts');
      this.exit(await runImagesPull(flags, wanted, this.io));
    },
  });

  const remove = buildCommand({
    docs: docs(words.remove),
    parameters: { positional: names },
    async func(this: Context, _flags: object, ...wanted: string[]) {
      const { runImagesRemove } = await import('../images.ts');
      this.exit(await runImagesRemove(wanted, this.io));
    },
  });

  return buildRouteMap({
    routes: { list, build, pull, remove },
    defaultCommand: 'list',
    docs: docs(words.command),
  });
}
