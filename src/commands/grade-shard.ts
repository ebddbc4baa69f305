/** One of several machines that grade a class together. */
export interface Shard {
  /** From 1. */
  readonly index: number;
  readonly of: number;
}

const maxShards = 1000;

/** Reads `2/4`, as test runners write it; without a flag the whole. Undefined: no such shard. */
export function parseShard(flag: string | undefined): Shard | undefined {
  if (flag === undefined) return { index: 1, of: 1 };
  const match = /^(\d{1,4})\/(\d{1,4})$/u.exec(flag);
  const [index, of] = [Number(match?.[1]), Number(match?.[2])];
  return index >= 1 && index <= of && of <= maxShards ? { index, of } : undefined;
}

/** A shard's share of what is sorted the same way on every machine: every `of`th, so that neighbours' costs spread. */
export function inShard<T>(all: readonly T[], { index, of }: Shard): readonly T[] {
  return all.filter((_each, at) => at % of === index - 1);
}
