import { createHash } from 'node:crypto';
import type { PartHead } from '../grade/part.ts';
import { predictMs } from '../grade/predict.ts';
import { maxSubmissionBytes, readSubmission } from '../grade/read-submission.ts';
import { shareOut, type Piece } from '../grade/shares.ts';
import { readSubmissionFile, type SubmissionPlace } from '../storage/submission-files.ts';
import type { Words } from '../words/index.ts';

/** One of several machines that grade a class together. */
export interface Shard {
  /** From 1. */
  readonly index: number;
  readonly of: number;
}

const maxShards = 1000;
/** What it costs to find that a file cannot be graded. */
const refusedMs = 20;

/** Reads `2/4`, as test runners write it; without a flag the whole. Undefined: no such shard. */
export function parseShard(flag: string | undefined): Shard | undefined {
  if (flag === undefined) return { index: 1, of: 1 };
  const match = /^(\d{1,4})\/(\d{1,4})$/u.exec(flag);
  const [index, of] = [Number(match?.[1]), Number(match?.[2])];
  return index >= 1 && index <= of && of <= maxShards ? { index, of } : undefined;
}

/** What one shard grades, what takes longest first, and how the whole was shared out. */
export interface Share {
  readonly places: readonly SubmissionPlace[];
  readonly shard: PartHead['shard'];
}

/** A shard's share of all submissions, which takes about as long as each other's. Reads them all. */
export async function shareOf(all: readonly SubmissionPlace[], shard: Shard, words: Words): Promise<Share> {
  const costs = new Map<string, number>();
  const pieces: Piece[] = [];
  for (const { name, path } of all) {
    const { text } = await readSubmissionFile(path, maxSubmissionBytes);
    const read = text === undefined ? undefined : readSubmission(text, words);
    const [checkpoint, costMs] =
      read?.ok === true ? [read.submission.checkpoint, predictMs(read.submission)] : ['', refusedMs];
    costs.set(name, costMs);
    pieces.push({ name, checkpoint, costMs });
  }
  const shares = [...shareOut(pieces, shard.of)].toSorted(([one], [other]) => (one < other ? -1 : 1));
  const mine = new Set(shares.filter(([, index]) => index === shard.index).map(([name]) => name));
  return {
    places: all
      .filter(({ name }) => mine.has(name))
      .toSorted((one, other) => (costs.get(other.name) ?? 0) - (costs.get(one.name) ?? 0)),
    shard: { ...shard, shares: createHash('sha256').update(JSON.stringify(shares)).digest('hex') },
  };
}
