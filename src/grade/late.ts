/** How a class's work is due. */
export interface Due {
  /** ISO 8601 with its offset. */
  readonly at: string;
  /** Percent of the points, taken off for each day begun after that; at most all of them. */
  readonly percentPerDay: number;
}

const dayMs = 24 * 60 * 60 * 1000;

/** How late something was handed in, in milliseconds; 0: in time, or no telling. */
export function lateMs(submittedAt: string | undefined, due: Due | undefined): number {
  if (submittedAt === undefined || due === undefined) return 0;
  const late = Date.parse(submittedAt) - Date.parse(due.at);
  return Number.isFinite(late) && late > 0 ? late : 0;
}

/** What is taken off `points` for being that late. */
export function latePenalty(points: number, lateByMs: number, due: Due | undefined): number {
  if (due === undefined || lateByMs <= 0) return 0;
  const days = Math.ceil(lateByMs / dayMs);
  return cents(Math.min(points, (points * days * due.percentPerDay) / 100));
}

/** Points are shown and added with two decimals: so much is kept, on every machine. */
export function cents(points: number): number {
  return Math.round(points * 100) / 100;
}
