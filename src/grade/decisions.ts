import { z } from 'zod';

/** The teacher's decisions about rows to be reviewed: kept in a file of the teacher's, and applied each time. */
export const decisionsSchema = z.strictObject({
  schema: z.literal('netns-course/decisions/v1'),
  decisions: z.array(
    z.strictObject({
      checkpoint: z.string(),
      learner: z.string(),
      /** Of the submission decided upon: another file of the same learner is not decided by it. */
      sha256: z.string(),
      /** What counts instead of what grading found; null while undecided. */
      score: z.number().min(0).nullable(),
      note: z.string(),
    }),
  ),
});

export type Decisions = z.output<typeof decisionsSchema>;
export type Decision = Decisions['decisions'][number];

/** No decisions yet. */
export const noDecisions: Decisions = { schema: 'netns-course/decisions/v1', decisions: [] };

type Row = {
  readonly checkpoint: string;
  readonly sha256?: string | undefined;
  readonly learner: { readonly id: string };
};

/** What the teacher decided about a row; undefined while there is no decision. */
export function decisionFor(row: Row, { decisions }: Decisions): (Decision & { readonly score: number }) | undefined {
  const found = decisions.find((decision) => isAbout(decision, row));
  return found?.score === undefined || found.score === null ? undefined : { ...found, score: found.score };
}

/** The same decisions, and one to be made for every row that needs one and has none. */
export function withOpen(decisions: Decisions, rows: readonly (Row & { readonly why: string })[]): Decisions {
  const open = rows
    .filter((row) => !decisions.decisions.some((decision) => isAbout(decision, row)))
    .map(({ checkpoint, learner, sha256 = '', why }) => ({
      checkpoint,
      learner: learner.id,
      sha256,
      score: null,
      note: why,
    }));
  return { ...decisions, decisions: [...decisions.decisions, ...open] };
}

function isAbout(decision: Decision, { checkpoint, learner, sha256 }: Row): boolean {
  return decision.checkpoint === checkpoint && decision.learner === learner.id && decision.sha256 === (sha256 ?? '');
}
