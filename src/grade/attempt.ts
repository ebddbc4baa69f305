import { z } from 'zod';
import type { Lesson } from '../lesson/types.ts';
import { chainSeal, chainStart, type Hash } from './chain.ts';
import {
  eventSchema,
  type Submission,
  type SubmissionEvent,
  submissionHeadSchema,
  submissionSchemaName,
  submissionStateSchema,
} from './submission.ts';

const headSchema = submissionHeadSchema.extend({
  schema: z.literal('netns-course/attempt/v1'),
  student: z.string().exactOptional(),
});

/** One attempt at a checkpoint, as it was written down on the learner's own machine. */
export interface Attempt {
  readonly head: z.output<typeof headSchema>;
  readonly record: readonly SubmissionEvent[];
  /** Absent where the lab was never looked at. */
  readonly state?: z.output<typeof submissionStateSchema>;
}

/** Reads what was found of an attempt; undefined where it does not even say what it is. Events count up to the first torn one. */
export function readAttempt(found: {
  readonly head: unknown;
  readonly events: readonly unknown[];
  readonly state?: unknown;
}): Attempt | undefined {
  const { data: head } = headSchema.safeParse(found.head);
  if (head === undefined) return undefined;
  const record: SubmissionEvent[] = [];
  for (const event of found.events) {
    const { data } = eventSchema.safeParse(event);
    if (data === undefined) break;
    record.push(data);
  }
  const { data: state } = submissionStateSchema.safeParse(found.state);
  return { head, record, ...(state === undefined ? {} : { state }) };
}

/**
 * The attempt that is handed in: of those with the code of the last one, and exams only where that was one, the one with the most
 * points by what the learner's own program says, the last of several.
 */
export function bestAttempt(attempts: readonly Attempt[], lesson: Lesson): Attempt | undefined {
  const last = attempts.at(-1);
  const alike = attempts.filter(
    ({ head }) => head.code === last?.head.code && (head.exam === undefined) === (last?.head.exam === undefined),
  );
  return alike.reduce<Attempt | undefined>(
    (best, each) => (best !== undefined && pointsOf(best, lesson) > pointsOf(each, lesson) ? best : each),
    undefined,
  );
}

/** The points of the checks that passed when the lab was last looked at. */
export function pointsOf({ state }: Attempt, { steps }: Lesson): number {
  const passed = new Set(
    state?.verdicts.flatMap(({ step, check, state: is }) => (is === 'pass' ? [`${step}/${check}`] : [])),
  );
  return pointsWhere(steps, (step, check) => passed.has(`${step}/${check}`));
}

/** All points that a checkpoint gives. */
export function pointsIn({ steps }: Lesson): number {
  return pointsWhere(steps, () => true);
}

function pointsWhere(steps: Lesson['steps'], counts: (step: string, check: string) => boolean): number {
  const points = steps.flatMap(({ id: step, checks }) =>
    checks.map(({ id, points: worth = 0 }) => (counts(step, id) ? worth : 0)),
  );
  return points.reduce((sum, each) => sum + each, 0);
}

/** Who hands in, and when. */
export type HandedIn = Pick<Submission, 'student' | 'submittedAt' | 'recordings'>;

const emptySnapshot: Submission['snapshot'] = {
  schema: 'netns-course/snapshot/v1',
  nodes: {},
  reach: [],
  http: [],
  scripts: [],
};

/** The attempt as it is handed in. */
export function submissionOf({ head, record, state }: Attempt, handedIn: HandedIn, hash: Hash): Submission {
  const { schema: _schema, student: _student, ...about } = head;
  const last = record.at(-1)?.hash ?? chainStart(about, hash);
  return {
    schema: submissionSchemaName,
    ...about,
    ...handedIn,
    record: [...record],
    seal: chainSeal(last, handedIn, hash),
    ...(state ?? { verdicts: [], snapshot: emptySnapshot, files: [] }),
  };
}
