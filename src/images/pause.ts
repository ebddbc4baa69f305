import { findTool } from '../process/find.ts';
import { run } from '../process/run.ts';
import type { Recipe } from './recipe.ts';
import { ImageError } from './types.ts';

/**
 * A pause image: catatonit(1), a static init that with `-P` waits for ever and reaps what dies, as Podman's own pause
 * process does. It does not bear the name of Kubernetes' image, which is another program.
 * @throws {ImageError} where catatonit is not installed
 */
export function pauseRecipe(): Recipe {
  const catatonit = findTool('catatonit') ?? findTool('catatonit', '/usr/libexec/podman:/usr/libexec/catatonit');
  if (catatonit === undefined) throw new ImageError('pause', { kind: 'not-installed', tools: ['catatonit'] });
  return {
    tags: ['pause:latest'],
    programs: new Map([['/pause', catatonit]]),
    settings: [],
    config: { Env: ['PATH=/'], Entrypoint: ['/pause', '-P'] },
    title: async () => `catatonit ${await versionOf(catatonit)}`,
  };
}

/** `tini version 0.1.7_catatonit`, or `catatonit 0.2.1`. */
async function versionOf(file: string): Promise<string> {
  const said = await run({ file, args: ['-V'], env: { LC_ALL: 'C' }, cwd: '/' }, { timeoutMs: 10_000 });
  return /(\d+(?:\.\d+)+)/.exec(said.stdout + said.stderr)?.[1] ?? 'unknown';
}
