import { createHash } from 'node:crypto';
import type { Snapshot } from '../../src/check/snapshot.ts';
import { chainNext, chainSeal, chainStart, type NewEvent } from '../../src/grade/chain.ts';
import type { RecordedCommand } from '../../src/grade/plan.ts';
import { submissionSchemaName, type Submission } from '../../src/grade/submission.ts';
import type { Lesson } from '../../src/lesson/types.ts';

export const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Nothing was looked at: then the replay alone decides. */
export const emptySnapshot: Snapshot = {
  schema: 'netns-course/snapshot/v1',
  nodes: {},
  reach: [],
  http: [],
  scripts: [],
};

/** What somebody typed: lines, or lines with how they came out; an exit code that is undefined: its shell ended with it. */
export type Typed =
  | string
  | (Partial<Omit<RecordedCommand, 'exitCode'>> & { readonly line: string; readonly exitCode?: number | undefined });

export interface Work {
  readonly student: string;
  readonly code?: string;
  readonly lesson: Lesson;
  readonly version: string;
  readonly typed: readonly Typed[];
  readonly snapshot?: Snapshot;
  readonly verdicts?: Submission['verdicts'];
  readonly files?: Submission['files'];
  readonly events?: readonly NewEvent[];
  readonly startedAt?: string;
  readonly submittedAt?: string;
}

/** The lesson's own solution. */
export function solutionOf(lesson: Lesson): readonly Typed[] {
  return lesson.steps.flatMap(({ commands }) => commands).map(({ node, text }) => ({ node, line: text }));
}

/** Commands at this person's pace, which is nobody else's. */
export function paced(student: string, typed: readonly Typed[]): readonly RecordedCommand[] {
  let atMs = 0;
  return typed.map((each, index) => {
    const pause = Number.parseInt(hash(`${student} ${String(index)}`).slice(0, 6), 16) % 9_000;
    const { exitCode, ...given } = { exitCode: 0, ...(typeof each === 'string' ? { line: each } : each) };
    atMs += 500 + pause;
    const startedMs = given.startedMs ?? atMs;
    const code = exitCode === undefined ? {} : { exitCode };
    return { node: 'controlplane', output: '', endedMs: startedMs + 20, ...code, ...given, startedMs };
  });
}

/** A submission as `submit` makes it of a session in which that was typed. */
export function submissionOf(work: Work): Submission {
  const { student, lesson, version, typed } = work;
  const commands = paced(student, typed).map((command): NewEvent => ({
    type: 'command',
    netns: '',
    ...command,
    atMs: command.endedMs ?? command.startedMs,
  }));
  const lastMs = Math.max(0, ...commands.map(({ atMs }) => atMs));
  const startedAt = work.startedAt ?? '2026-11-10T09:00:00.000Z';
  const submittedAt = work.submittedAt ?? new Date(Date.parse(startedAt) + lastMs + 5_000).toISOString();
  return sealed({
    schema: submissionSchemaName,
    program: '0.1.0',
    course: { title: 'course', version },
    checkpoint: lesson.id,
    student: { id: student },
    ...(work.code === undefined ? {} : { code: work.code }),
    startedAt,
    submittedAt,
    platform: { os: 'Debian GNU/Linux 12', kernel: '6.1.0', arch: 'x64', node: 'v20.20.2' },
    record: [{ type: 'lab', atMs: 0 } as const, ...(work.events ?? []), ...commands].map((event) => ({
      ...event,
      hash: '',
    })),
    seal: '',
    verdicts: work.verdicts ?? [],
    snapshot: work.snapshot ?? emptySnapshot,
    files: work.files ?? [],
    recordings: [],
  });
}

/** The same with a whole chain: as a learner's own program writes it, or one who forges it from its start. */
export function sealed(submission: Submission): Submission {
  let last = chainStart(submission, hash);
  const record = submission.record.map((event) => {
    last = chainNext(last, event, hash);
    return { ...event, hash: last };
  });
  return { ...submission, record, seal: chainSeal(last, submission, hash) };
}
