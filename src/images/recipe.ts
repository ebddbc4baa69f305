import { realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findTool } from '../process/find.ts';
import { run } from '../process/run.ts';
import { ImageError, type ImageName } from './types.ts';

/** One entry of a layer. */
export type LayerEntry =
  | { readonly type: 'directory'; readonly path: string; readonly mode: number }
  | { readonly type: 'link'; readonly path: string; readonly target: string }
  | { readonly type: 'text'; readonly path: string; readonly mode: number; readonly text: string }
  /** A copy of a file of this machine. */
  | { readonly type: 'copy'; readonly path: string; readonly mode: number; readonly from: string };

/** What an image is made of: one layer. Cheap to ask for: what costs a program's start is asked when it is built. */
export interface Recipe {
  readonly tags: readonly string[];
  /** Path in the image → program of this machine; the first is what the image is about. */
  readonly programs: ReadonlyMap<string, string>;
  readonly settings: readonly LayerEntry[];
  /** What of the configuration is its own (OCI image specification, "Properties"). */
  readonly config: Readonly<Record<string, unknown>>;
  /** `nginx 1.22.1`. */
  readonly title: () => Promise<string>;
}

/**
 * The files that programs need to run: themselves at the path that is given, the libraries and the loader that ldd(1)
 * names, at the paths by which the loader finds them.
 * @throws {ImageError} where a library is missing
 */
export async function programFiles(
  image: ImageName,
  programs: ReadonlyMap<string, string>,
): Promise<readonly LayerEntry[]> {
  const entries = new Map<string, LayerEntry>();
  const add = (path: string, from: string): void => {
    entries.set(path, { type: 'copy', path, from: realpathSync(from), mode: 0o755 });
  };
  const ldd = findTool('ldd');
  if (ldd === undefined) throw new ImageError(image, { kind: 'not-installed', tools: ['ldd'] });
  for (const [path, from] of programs) add(path, from);
  // It fails for a static program (ldd(1)), and goes on with the next.
  const spec = { file: ldd, args: [...programs.values()], env: { LC_ALL: 'C' }, cwd: '/' };
  const said = await run(spec, { timeoutMs: 20_000 });
  for (const line of said.stdout.split('\n')) {
    const library = /^\s*(\S+) => not found$/.exec(line)?.[1];
    if (library !== undefined) throw new ImageError(image, { kind: 'no-library', library });
    // `libc.so.6 => /lib/…/libc.so.6 (0x…)`, or the loader alone: `/lib64/ld-linux-x86-64.so.2 (0x…)`.
    const path = /(?:=> |^\s*)(\/\S+) \(0x[0-9a-f]+\)$/.exec(line)?.[1];
    if (path !== undefined) add(path, path);
  }
  // Before glibc 2.34 names of users are read by a library of its own, which ldd does not know of.
  const libc = [...entries.keys()].find((path) => path.endsWith('/libc.so.6'));
  const nss = libc === undefined ? undefined : join(dirname(libc), 'libnss_files.so.2');
  if (nss !== undefined && statSync(nss, { throwIfNoEntry: false }) !== undefined) add(nss, nss);
  return [...entries.values()];
}

/** The directories above the entries, so that each is there before what is in it. */
export function withDirectories(entries: readonly LayerEntry[]): readonly LayerEntry[] {
  const known = new Set(entries.map(({ path }) => path));
  const above = new Set<string>();
  for (const { path } of entries)
    for (let parent = dirname(path); parent !== '/'; parent = dirname(parent))
      if (!known.has(parent)) above.add(parent);
  const directories = [...above].map((path): LayerEntry => ({ type: 'directory', path, mode: 0o755 }));
  return [...directories, ...entries].sort((one, other) => (one.path < other.path ? -1 : 1));
}
