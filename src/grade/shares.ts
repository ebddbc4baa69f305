/** One submission, as far as it matters for who grades it. */
export interface Piece {
  /** Unique. */
  readonly name: string;
  readonly checkpoint: string;
  readonly costMs: number;
}

/**
 * Which shard of so many grades each piece, from 1, by name: the longest first to whoever has least to do. A pure function
 * of the pieces, whatever their order, so that every machine shares out alike. Checkpoints are shared out one after the other:
 * what one of them costs that nobody can predict, an Engine to wait for, is then everybody's too.
 */
export function shareOut(pieces: readonly Piece[], of: number): ReadonlyMap<string, number> {
  const loads = Array.from({ length: of }, () => 0);
  const shares = new Map<string, number>();
  const inOrder = pieces.toSorted(
    (one, other) =>
      compare(one.checkpoint, other.checkpoint) || other.costMs - one.costMs || compare(one.name, other.name),
  );
  for (const { name, costMs } of inOrder) {
    const least = loads.reduce((best, load, at) => (load < (loads[best] ?? 0) ? at : best), 0);
    loads[least] = (loads[least] ?? 0) + costMs;
    shares.set(name, least + 1);
  }
  return shares;
}

/** By code units, the same in every locale. */
const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
