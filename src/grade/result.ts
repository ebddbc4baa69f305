import { z } from 'zod';

/**
 * What grading says of one learner's work at one checkpoint: the one schema that every report is made from. It holds no
 * time, path or id of the machine that graded, so that the same submissions give the same bytes wherever and in whatever
 * order they are graded. Texts of submissions are in it as data, bounded in length: whoever shows them escapes them.
 */
export const resultSchemaName = 'netns-course/result/v1';

/** All results of a class, sorted by checkpoint and learner. */
export const gradebookSchemaName = 'netns-course/gradebook/v1';

const state = z.enum(['pass', 'fail', 'error', 'skipped']);
const points = z.number().min(0);

/** One check of the checkpoint, in the lesson's order; those of the teacher's overlay are `hidden`. */
const checkResult = z.strictObject({
  /** Unique in its step. */
  id: z.string(),
  step: z.string(),
  stepTitle: z.string(),
  title: z.string(),
  kind: z.string(),
  hidden: z.boolean(),
  needs: z.array(z.string()),
  points,
  maxPoints: points,
  /** In the lab that grading made: what the points are given for. */
  state,
  /** On the snapshot in the submission; `replay-only` where no snapshot can answer (`reach`, `http`, `process`, `bash`, output). */
  snapshot: z.enum([...state.options, 'replay-only']),
  /** What the submission says of it; absent for hidden checks, and where it says nothing. */
  claimed: state.optional(),
  expected: z.string().optional(),
  observed: z.string().optional(),
  message: z.string().optional(),
});

/** What a teacher should know beside the points; `text` says it in one sentence. */
export const findingKinds = [
  // The file could not be graded at all (status `refused`).
  'not-a-file',
  'too-large',
  'not-json',
  'not-a-submission',
  'newer-version',
  'unknown-checkpoint',
  // Who and what.
  'missing',
  'unknown-student',
  'wrong-variant',
  'superseded',
  'other-course',
  // Honesty.
  'broken-chain',
  'false-claim',
  'odd-clock',
  'duplicate',
  'near-duplicate',
  // Time.
  'late',
  'over-time',
  // The replay.
  'replay-differs',
  'replay-stopped',
  'unsteady',
  'not-replayed',
  'check-broke',
] as const;

const finding = z.strictObject({
  kind: z.enum(findingKinds),
  text: z.string(),
  /** Other rows' `file`s, for duplicates. */
  files: z.array(z.string()).optional(),
});

/** Where replay and record part first: the command as typed, and the first line that differs. */
const difference = z.strictObject({
  /** 0-based number of the command in the submission. */
  index: z.int().min(0),
  node: z.string(),
  command: z.string(),
  recorded: z.strictObject({ exitCode: z.int().optional(), line: z.string() }),
  replayed: z.strictObject({ exitCode: z.int().optional(), line: z.string() }),
});

export const resultSchema = z.strictObject({
  schema: z.literal(resultSchemaName),
  course: z.strictObject({ title: z.string(), version: z.string() }),
  /** The checkpoint's id; `''` where a file does not say. */
  checkpoint: z.string(),
  checkpointTitle: z.string(),
  /** From the roster; for an unknown student the id as the submission has it, `''` where even that cannot be read. */
  learner: z.strictObject({
    id: z.string(),
    firstName: z.string(),
    lastName: z.string(),
    email: z.string(),
    section: z.string(),
    known: z.boolean(),
  }),
  /** The submission's name below the directory that was graded, with `/`; absent for a missing one. */
  file: z.string().optional(),
  /** Of the file's bytes, in hex. */
  sha256: z.string().optional(),
  /** The variant's code that the submission names. */
  code: z.string().optional(),
  /** As the submission has them: ISO 8601, UTC, by the learner's clock. */
  startedAt: z.string().optional(),
  submittedAt: z.string().optional(),
  platform: z.string().optional(),
  hintsUsed: z.int().min(0),
  commands: z.int().min(0),
  /**
   * `graded`: the score stands. `review`: a teacher should look, and why is among the findings; the score is the replay's.
   * `refused`: the file could not be graded. `missing`: there is none. `superseded`: another file of the same learner counts, this
   * row does not.
   */
  status: z.enum(['graded', 'review', 'refused', 'missing', 'superseded']),
  /** Points of the checks, before what is taken off. */
  rawScore: points,
  /** Taken off for hints, and for being late. */
  hintPenalty: points,
  latePenalty: points,
  /** What counts: the teacher's decision where there is one, else `rawScore` less the penalties. */
  score: points,
  maxScore: points,
  /** What the points would be if the submission's own snapshot were believed; checks that only a replay can judge as replayed. */
  snapshotScore: points,
  findings: z.array(finding),
  differs: difference.optional(),
  /** The teacher's, by `--accept`. */
  decision: z.strictObject({ score: points, note: z.string() }).optional(),
  checks: z.array(checkResult),
});

export const gradebookSchema = z.strictObject({
  schema: z.literal(gradebookSchemaName),
  course: z.strictObject({ title: z.string(), version: z.string() }),
  /** ISO 8601, as given. */
  due: z.string().optional(),
  checkpoints: z.array(z.strictObject({ id: z.string(), title: z.string(), maxScore: points })),
  results: z.array(resultSchema),
});

export type CheckResult = z.output<typeof checkResult>;
export type FindingKind = (typeof findingKinds)[number];
export type Finding = z.output<typeof finding>;
export type Difference = z.output<typeof difference>;
export type Result = z.output<typeof resultSchema>;
export type Gradebook = z.output<typeof gradebookSchema>;
