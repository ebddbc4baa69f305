import { readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { minutesOf, readIndex, type ScenarioIndex } from '../share/incoming/read-index.ts';
import type { Note, Source, SourceStep } from '../share/incoming/types.ts';
import { isInside } from './course-folders.ts';
import { codeOf } from './files.ts';
import { readAssets } from './scenario-assets.ts';

/** Bytes of one text or script of a scenario. */
const maxBytes = 1024 * 1024;
const maxSteps = 200;

/** A scenario with all its files, or what kept it from being read. */
export type ReadScenario =
  | { readonly source: Source; readonly notes: readonly Note[] }
  | { readonly problem: 'index' | 'not-a-scenario' | 'too-many-steps'; readonly detail: string };

/**
 * Reads a Killercoda or Katacoda scenario: its index.json and the files that names, all of them below its directory. A file that
 * is not there, is too large or lies elsewhere is noted and left out. Never throws.
 */
export async function readScenario(directory: string): Promise<ReadScenario> {
  let root: string;
  let text: string;
  try {
    root = await realpath(directory);
    text = await readBounded(join(root, 'index.json'));
  } catch (error) {
    return { problem: 'index', detail: codeOf(error) };
  }
  const found = readIndex(text);
  if ('reason' in found) return { problem: 'not-a-scenario', detail: found.reason };
  const { index } = found;
  const { intro, finish, steps } = index.details;
  if (steps.length > maxSteps) return { problem: 'too-many-steps', detail: String(maxSteps) };

  const notes: Note[] = [];
  const read = async (path: string | undefined, step?: string): Promise<string | undefined> => {
    if (path === undefined) return undefined;
    try {
      const file = await realpath(join(root, path));
      if (isInside(root, file)) return await readBounded(file);
    } catch {
      // Said below, as for one that lies elsewhere.
    }
    notes.push({ kind: 'missing-file', detail: path, ...(step === undefined ? {} : { step }) });
    return undefined;
  };

  const whole: SourceStep[] = [];
  for (const [position, step] of steps.entries()) {
    const title = step.title ?? `Step ${String(position + 1)}`;
    const body = await read(step.text, title);
    const verify = await read(step.verify, title);
    const background = await read(step.background ?? step.courseData, title);
    const foreground = await read(step.foreground ?? step.code, title);
    whole.push({
      title,
      text: body ?? '',
      ...(verify === undefined ? {} : { verify }),
      ...(background === undefined ? {} : { background }),
      ...(foreground === undefined ? {} : { foreground }),
    });
  }
  const introScripts = [
    await read(intro?.background ?? intro?.courseData),
    await read(intro?.foreground ?? intro?.code),
  ].flatMap((script) => script ?? []);
  const { assets, notes: assetNotes } = await readAssets(root, index);
  const minutes = minutesOf(index);
  const source: Source = {
    title: index.title,
    imageId: index.backend?.imageid ?? '',
    ...(minutes === undefined ? {} : { minutes }),
    intro: (await read(intro?.text)) ?? '',
    assets,
    introScripts,
    steps: whole,
    finish: (await read(finish?.text)) ?? '',
  };
  return { source, notes: [...notes, ...assetNotes, ...notesOf(index)] };
}

/** What of an index.json has no place in a lesson. */
function notesOf({ details: { intro }, interface: layout, environment, otherKeys }: ScenarioIndex): readonly Note[] {
  return [
    ...((intro?.foreground ?? intro?.code) === undefined ? [] : [{ kind: 'foreground' } as const]),
    ...(layout === undefined && environment === undefined ? [] : [{ kind: 'layout' } as const]),
    ...otherKeys.map((key): Note => ({ kind: 'key', detail: key })),
  ];
}

async function readBounded(path: string): Promise<string> {
  const about = await stat(path);
  if (!about.isFile() || about.size > maxBytes)
    throw Object.assign(new Error(path), { code: about.isFile() ? 'EFBIG' : 'ENOENT' });
  return readFile(path, 'utf8');
}
