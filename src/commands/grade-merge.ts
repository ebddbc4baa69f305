import { resolve } from 'node:path';
import { makeGradebook } from '../grade/gradebook.ts';
import type { Part, PartHead } from '../grade/part.ts';
import { codeOf } from '../storage/files.ts';
import { readPart } from '../storage/part-file.ts';
import { readDecisions, showGradebook, writeDecisions, writeGradebook } from './grade-report.ts';
import type { CommandIo, ExitCode } from './io.ts';

export interface MergeFlags {
  readonly out?: string;
  readonly accept?: string;
  readonly json?: boolean;
}

/** `netns-course grade merge PART…`. Exit codes as `grade`'s. */
export async function runMerge(flags: MergeFlags, paths: readonly string[], io: CommandIo): Promise<ExitCode> {
  const words = io.words.gradeCommand;
  if (paths.length === 0) {
    io.err(`${words.noParts}\n`);
    return 2;
  }
  const parts = await readParts(paths, io);
  const decisions = parts === undefined ? undefined : await readDecisions(flags.accept, io);
  if (parts === undefined || decisions === undefined) return 2;
  const gradebook = makeGradebook(parts, decisions, io.words);
  if (!(await writeDecisions(flags.accept, decisions, gradebook, io))) return 2;
  if (!(await writeGradebook(flags.out, undefined, gradebook, io))) return 2;
  return showGradebook(gradebook, flags, io);
}

/** All shards of one grading, each finished; anything else is said, and nothing is made of it. */
async function readParts(paths: readonly string[], io: CommandIo): Promise<readonly Part[] | undefined> {
  const words = io.words.gradeCommand;
  const wrong = (text: string): undefined => {
    io.err(`${text}\n`);
  };
  const parts: { readonly path: string; readonly part: Part }[] = [];
  for (const path of paths) {
    let part: Awaited<ReturnType<typeof readPart>>;
    try {
      part = await readPart(resolve(io.cwd, path));
    } catch (error) {
      return wrong(words.cannotRead({ code: codeOf(error), path }));
    }
    if (part === 'none') return wrong(words.cannotRead({ code: 'ENOENT', path }));
    if (part === 'other') return wrong(words.badPart({ path }));
    const { head, rows } = part;
    const [first] = parts;
    if (first !== undefined && !goTogether(first.part.head, head))
      return wrong(words.otherGrading({ path, than: first.path }));
    if (parts.some((other) => other.part.head.shard.index === head.shard.index))
      return wrong(words.shardTwice({ path, shard: `${String(head.shard.index)}/${String(head.shard.of)}` }));
    if (rows.length < head.files) return wrong(words.unfinished({ path, done: rows.length, files: head.files }));
    parts.push({ path, part });
  }
  const of = parts[0]?.part.head.shard.of ?? 0;
  const missing = Array.from({ length: of }, (_, index) => index + 1).filter(
    (index) => !parts.some(({ part }) => part.head.shard.index === index),
  );
  if (missing.length > 0) {
    return wrong(words.shardsMissing({ missing: missing.map((index) => `${String(index)}/${String(of)}`).join(', ') }));
  }
  return parts.map(({ part }) => part);
}

const goTogether = (one: PartHead, other: PartHead): boolean =>
  one.settings === other.settings && one.shard.of === other.shard.of && one.shard.shares === other.shard.shares;
