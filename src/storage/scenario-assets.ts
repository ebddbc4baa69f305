import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { literal } from '../share/bash/quote.ts';
import type { ScenarioIndex } from '../share/incoming/read-index.ts';
import type { Asset, Note } from '../share/incoming/types.ts';
import { isInside } from './course-folders.ts';

/** What a lesson's text can hold of a scenario's files; more is left to its author. */
const maxBytes = 16 * 1024;
const maxFiles = 20;

/** The texts that a scenario puts on its first machine, and a note for each file that is none, is too large, or is for another. */
export async function readAssets(
  root: string,
  { details }: ScenarioIndex,
): Promise<{ readonly assets: readonly Asset[]; readonly notes: readonly Note[] }> {
  const assets: Asset[] = [];
  const notes: Note[] = [];
  const names = await readdir(join(root, 'assets'), { recursive: true }).catch(() => []);
  for (const [position, list] of Object.values(details.assets ?? {}).entries()) {
    for (const { file, target, chmod } of list) {
      const wanted = globPattern(file);
      const texts: Asset[] = [];
      for (const name of position === 0 ? names.filter((each) => wanted.test(each)).toSorted() : []) {
        const text = await textOf(root, join(root, 'assets', name));
        if (text !== undefined && assets.length + texts.length < maxFiles)
          texts.push({
            path: join(target ?? '/root', basename(name)),
            text,
            ...(chmod === undefined ? {} : { chmod }),
          });
      }
      assets.push(...texts);
      if (texts.length === 0) notes.push({ kind: 'assets', detail: file });
    }
  }
  return { assets, notes };
}

/** `*` within a name, `**` over directories, as the scenarios' own globs. */
function globPattern(glob: string): RegExp {
  const parts = glob.split(/(\*\*\/?|\*|\?)/).map((part) => {
    if (part.startsWith('**')) return '.*';
    if (part === '*') return '[^/]*';
    return part === '?' ? '[^/]' : literal(part);
  });
  return new RegExp(`^${parts.join('')}$`);
}

async function textOf(root: string, path: string): Promise<string | undefined> {
  try {
    const file = await realpath(path);
    const about = await stat(file);
    if (!isInside(root, file) || !about.isFile() || about.size > maxBytes) return undefined;
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file));
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}
