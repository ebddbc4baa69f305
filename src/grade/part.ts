import { z } from 'zod';
import { resultSchema } from './result.ts';

/**
 * What grading has done so far, one JSON object a line: the head, then each submission as soon as it is graded. It is a
 * shard's whole result, and what an interrupted run goes on from.
 */
const student = z.strictObject({
  id: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  email: z.string(),
  section: z.string(),
});

export const partHeadSchema = z.strictObject({
  schema: z.literal('netns-course/grade-part/v1'),
  /** Digest of all that decides a mark beside the submission: parts with another one do not go together. */
  settings: z.string(),
  course: z.strictObject({ title: z.string(), version: z.string() }),
  checkpoints: z.array(z.strictObject({ id: z.string(), title: z.string(), maxScore: z.number().min(0) })),
  /** Those of whom work is expected; absent: of nobody in particular. */
  roster: z.array(student).optional(),
  due: z.strictObject({ at: z.string(), percentPerDay: z.number().min(0).max(100) }).optional(),
  /** `shares`: digest of which submission is whose, without which parts do not go together. */
  shard: z.strictObject({ index: z.int().min(1), of: z.int().min(1), shares: z.string() }),
  /** Submissions that are this shard's. */
  files: z.int().min(0),
});

export const partRowSchema = z.strictObject({
  result: resultSchema,
  fingerprint: z.strictObject({
    head: z.string(),
    pace: z.string(),
    macs: z.array(z.string()).readonly(),
    lines: z.array(z.string()).readonly(),
  }),
});

export type PartHead = z.output<typeof partHeadSchema>;
export type PartRow = z.output<typeof partRowSchema>;

export interface Part {
  readonly head: PartHead;
  readonly rows: readonly PartRow[];
}

/** The line it is kept as. */
export function formatPartLine(line: PartHead | PartRow): string {
  return `${JSON.stringify(line)}\n`;
}

/**
 * Reads a part's text. A last line that is torn (the machine went down while it was written) is left out.
 * @returns undefined for what is no part at all
 */
export function parsePart(text: string): Part | undefined {
  const [first = '', ...others] = text.split('\n');
  const head = partHeadSchema.safeParse(parseLine(first));
  if (!head.success) return undefined;
  const rows: PartRow[] = [];
  for (const line of others.slice(0, -1)) {
    const row = partRowSchema.safeParse(parseLine(line));
    if (!row.success) return undefined;
    rows.push(row.data);
  }
  return { head: head.data, rows };
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
