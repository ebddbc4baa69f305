import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findTool } from '../process/find.ts';
import { run } from '../process/run.ts';
import { importImage } from './import.ts';
import type { ImageStore } from './store.ts';
import { ImageError, type ImageName, type StoredImage } from './types.ts';

/** Wall clock of one step of a tool; a slow line takes minutes for an image. */
const limitMs = 20 * 60_000;

/** Where each image is pulled from, and what it is called in a lab then: Kubernetes' own pause bears its full name too. */
const sources: Readonly<Record<ImageName, { readonly reference: string; readonly tags: readonly string[] }>> = {
  nginx: { reference: 'docker.io/library/nginx:latest', tags: ['nginx:latest'] },
  pause: { reference: 'registry.k8s.io/pause:3.10', tags: ['pause:latest', 'registry.k8s.io/pause:3.10'] },
};

/** The tools that can fetch an image, best first: what each is given to leave it in a file, as `docker save` does. */
const tools: readonly { readonly name: string; readonly steps: (reference: string, file: string) => string[][] }[] = [
  {
    name: 'docker',
    steps: (reference, file) => [
      ['pull', '-q', reference],
      ['save', '-o', file, reference],
    ],
  },
  {
    name: 'podman',
    steps: (reference, file) => [
      ['pull', '-q', reference],
      ['save', '-q', '--format', 'docker-archive', '-o', file, reference],
    ],
  },
  { name: 'skopeo', steps: (reference, file) => [['copy', '-q', `docker://${reference}`, `docker-archive:${file}`]] },
];

export interface PullOptions {
  /** In place of the image's own place: a mirror, a classroom's registry. */
  readonly from?: string | undefined;
  /** Of the tools: they keep passwords and proxies in it. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Told before each tool begins. */
  readonly onTry?: (tool: string, reference: string) => void;
}

/**
 * Pulls an image by the first of the host's tools that can, and keeps it, its owners rewritten for a lab. The tools run as
 * this user; what they keep themselves is theirs.
 * @throws {ImageError} where none is installed, or none could
 */
export async function pullImage(name: ImageName, store: ImageStore, options: PullOptions): Promise<StoredImage> {
  const reference = options.from ?? sources[name].reference;
  const folder = await mkdtemp(join(tmpdir(), 'netns-course-pull-'));
  const failed: { tool: string; detail: string }[] = [];
  try {
    for (const tool of tools) {
      const program = findTool(tool.name);
      if (program === undefined) continue;
      options.onTry?.(tool.name, reference);
      const file = join(folder, `${tool.name}.tar`);
      const detail = await fetchBy(program, tool.steps(reference, file), options.env);
      if (detail === undefined) {
        const origin = { kind: 'pulled', by: tool.name, reference } as const;
        return await importImage(file, { name, tags: sources[name].tags, origin }, store);
      }
      failed.push({ tool: tool.name, detail });
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  if (failed.length === 0) throw new ImageError(name, { kind: 'no-puller', tools: tools.map((tool) => tool.name) });
  throw new ImageError(name, {
    kind: 'failed',
    tool: failed.map(({ tool }) => tool).join(', '),
    detail: failed.map(({ detail }) => detail).join(' / '),
  });
}

/** What the tool said last where it failed. */
async function fetchBy(
  file: string,
  steps: readonly (readonly string[])[],
  env: PullOptions['env'],
): Promise<string | undefined> {
  const set = Object.entries(env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
  for (const args of steps) {
    const said = await run({ file, args, env: Object.fromEntries(set), cwd: '/' }, { timeoutMs: limitMs });
    if (said.exitCode === 0) continue;
    const last = (said.stderr || said.stdout).trim().split('\n').at(-1) ?? '';
    return said.failed ?? (said.timedOut ? 'no end' : last || `exit ${String(said.exitCode)}`);
  }
  return undefined;
}
