import { resolve } from 'node:path';
import type { Work } from '../grade/export/html.ts';
import { maxSubmissionBytes, readSubmission } from '../grade/read-submission.ts';
import type { Result } from '../grade/result.ts';
import { findSubmissions, readSubmissionFile } from '../storage/submission-files.ts';
import { playbackOf } from '../terminal/playback.ts';
import type { CommandIo } from './io.ts';

/**
 * What the submissions show beside their results, by the names that their rows have. A file that changed since it was graded, or
 * is not there, is left out.
 *
 * @throws Error of the file system where the place cannot be looked at
 */
export async function readWork(
  path: string,
  results: readonly Result[],
  io: CommandIo,
): Promise<ReadonlyMap<string, Work>> {
  const graded = new Map(results.map(({ file, sha256 }) => [file, sha256]));
  const work = new Map<string, Work>();
  for (const place of await findSubmissions([resolve(io.cwd, path)])) {
    const wanted = graded.get(place.name);
    if (wanted === undefined) continue;
    const { sha256, text } = await readSubmissionFile(place.path, maxSubmissionBytes);
    const read = text === undefined || sha256 !== wanted ? undefined : readSubmission(text, io.words);
    if (read?.ok !== true) continue;
    const { snapshot, recordings } = read.submission;
    const nodes = new Map(recordings.map(({ node, cast }) => [node, cast]));
    const playbacks = await Promise.all([...nodes].map(([node, cast]) => playbackOf(node, cast)));
    work.set(place.name, { snapshot, playbacks });
  }
  return work;
}
