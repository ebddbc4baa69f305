import { z } from 'zod';
import { snapshotSchema } from './snapshot-schema.ts';

/**
 * What a learner hands in: one JSON file (docs/submission.md). It says what happened on a machine that belongs to the
 * learner, and is believed by nobody: grading replays its commands and judges that.
 */
export const submissionSchemaName = 'netns-course/submission/v1';

const text = z.string();
const node = z.enum(['controlplane', 'node01']);
/** Milliseconds since `startedAt`, by a clock that never goes back. */
const atMs = z.number().min(0);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
/** ISO 8601 in UTC, by the learner's clock. */
const time = z.iso.datetime();
/** Of `chainNext`, see there. */
const hash = sha256;

export const eventSchema = z.discriminatedUnion('type', [
  /** A fresh lab, as the checkpoint begins. What counts is what was done since the last one. */
  z.object({ type: z.literal('lab'), atMs, hash }),
  /** One command, written down when it ended; without `exitCode` and `endedMs` it never did. */
  z.object({
    type: z.literal('command'),
    atMs,
    hash,
    node,
    /** The named network namespace that its shell was in; `''` for the node's own. */
    netns: text,
    line: text,
    /** As a reader saw it; the beginning of it, with `cut`, where it was long. */
    output: text,
    cut: z.literal(true).exactOptional(),
    exitCode: z.int().exactOptional(),
    startedMs: atMs,
    endedMs: atMs.exactOptional(),
  }),
  /** The `level`th hint (from 1) of a step was shown. */
  z.object({ type: z.literal('hint'), atMs, hash, step: text, level: z.int().min(1) }),
  /** A typed answer (`ask`); the last one of a check counts. */
  z.object({ type: z.literal('answer'), atMs, hash, step: text, check: text, text }),
  /** All checks of a step held, on the learner's machine. */
  z.object({ type: z.literal('passed'), atMs, hash, step: text }),
  /** The exam's time was over: nothing after it counts. */
  z.object({ type: z.literal('time'), atMs, hash }),
]);

const verdict = z.object({
  step: text,
  check: text,
  state: z.enum(['pass', 'fail', 'error', 'skipped']),
  expected: text.exactOptional(),
  observed: text.exactOptional(),
  message: text.exactOptional(),
});

/** A file of the lab that was made or changed. */
const file = z.object({
  node,
  /** Absolute, in the lab. */
  path: text.regex(/^\//),
  /** Permission bits. */
  mode: z.int().min(0).max(0o7777),
  /** Bytes. */
  size: z.int().min(0),
  /** Its content, where that is UTF-8 and short enough. */
  text: text.exactOptional(),
});

/** What is known of an attempt from its beginning on. */
export const submissionHeadSchema = z.object({
  /** The program's version. */
  program: text,
  /** `version`: the first 16 hexadecimal digits of the SHA-256 of the checkpoint's lesson file. */
  course: z.object({ title: text, version: text }),
  checkpoint: text,
  /** The variant's; absent: the checkpoint as it stands. */
  code: text.exactOptional(),
  startedAt: time,
  /** Played by `--exam`, with so many minutes; absent: as practice. */
  exam: z.object({ minutes: z.number().min(0) }).exactOptional(),
  platform: z.object({ os: text, kernel: text, arch: text, node: text }),
});

/** What the lab was when it was last looked at. */
export const submissionStateSchema = z.object({
  verdicts: z.array(verdict),
  snapshot: snapshotSchema,
  files: z.array(file),
});

export const submissionSchema = z.object({
  schema: z.literal(submissionSchemaName),
  ...submissionHeadSchema.shape,
  /** As the roster has it. */
  student: z.object({ id: text, name: text.exactOptional() }),
  submittedAt: time,
  record: z.array(eventSchema).max(20_000),
  /** Of `chainSeal`. */
  seal: sha256,
  ...submissionStateSchema.shape,
  /** Each node's terminal as an asciicast (version 3). */
  recordings: z.array(z.object({ node, cast: text, cut: z.literal(true).exactOptional() })),
});

export type Submission = z.output<typeof submissionSchema>;
export type SubmissionEvent = z.output<typeof eventSchema>;
export type SubmissionCommand = Extract<SubmissionEvent, { type: 'command' }>;

/** The events since the last fresh lab: what led to the state that was handed in. */
export function eventsOfLastLab({ record }: Pick<Submission, 'record'>): readonly SubmissionEvent[] {
  return record.slice(record.findLastIndex(({ type }) => type === 'lab') + 1);
}

/** The commands that led to the state that was handed in, in the order they began. */
export function commandsOf(submission: Pick<Submission, 'record'>): readonly SubmissionCommand[] {
  return eventsOfLastLab(submission)
    .filter((each) => each.type === 'command')
    .toSorted((one, other) => one.startedMs - other.startedMs);
}

/** The last answer to each question of each step: `answers[step][check]`. */
export function answersOf(submission: Pick<Submission, 'record'>): Map<string, Readonly<Record<string, string>>> {
  const answers = new Map<string, Record<string, string>>();
  for (const each of eventsOfLastLab(submission)) {
    if (each.type === 'answer') answers.set(each.step, { ...answers.get(each.step), [each.check]: each.text });
  }
  return answers;
}

/** How many hints were seen, over all labs: starting anew makes nobody forget. */
export function hintsUsed({ record }: Pick<Submission, 'record'>): number {
  return new Set(record.flatMap((each) => (each.type === 'hint' ? [`${each.step}/${String(each.level)}`] : []))).size;
}
