import { judgeChecks } from '../check/judge.ts';
import type { Check } from '../check/types.ts';
import type { Hash } from '../grade/chain.ts';
import { firstDifference } from '../grade/differs.ts';
import { emptyResult } from '../grade/gradebook.ts';
import { doubts, falseClaims } from '../grade/honesty.ts';
import { cents } from '../grade/late.ts';
import type { PartRow } from '../grade/part.ts';
import { readSubmission } from '../grade/read-submission.ts';
import type { Finding, Result } from '../grade/result.ts';
import {
  isContradicted,
  isInSnapshot,
  rawScore,
  scoreChecks,
  snapshotScore,
  steady,
  type Claims,
} from '../grade/score.ts';
import type { Student } from '../grade/roster.ts';
import { fingerprintOf } from '../grade/similar.ts';
import { answersOf, hintsUsed, type Submission } from '../grade/submission.ts';
import { countedCommands } from '../grade/counted.ts';
import { EngineError, LabError } from '../lab/types.ts';
import type { Course, Lesson } from '../lesson/types.ts';
import type { Words } from '../words/index.ts';
import type { Verdicts } from './judge-step.ts';
import { ReplayError } from './rebuild.ts';
import type { Replayed, ReplayRequest } from './replay-submission.ts';

/** A file that was handed in, as far as it could be read. */
export interface HandedIn {
  /** Below the directory that is graded, with `/`. */
  readonly name: string;
  readonly sha256?: string;
  /** Its text, or why there is none. */
  readonly content: string | Finding;
}

/** A checkpoint as it is graded. */
export interface Checkpoint {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly maxScore: number;
  /** Points that each hint costs. */
  readonly hintCost: number;
  /** As a code makes it, with the teacher's hidden checks; without a code as it stands. Undefined: no such code. */
  readonly lessonFor: (code: string | undefined) => Promise<Lesson | undefined>;
  /** The code that a student was given; absent where there is no key. */
  readonly codeFor?: (student: string) => string;
}

export interface GradeContext {
  readonly course: Course;
  readonly version: string;
  readonly checkpoints: ReadonlyMap<string, Checkpoint>;
  /** Absent: everybody is welcome. */
  readonly roster?: ReadonlyMap<string, Student>;
  readonly hash: Hash;
  readonly words: Words;
  /** Replays in a lab of its own, with the limits that the checkpoint and the machine have. */
  readonly replay: (checkpoint: Checkpoint, request: Omit<ReplayRequest, 'limits' | 'course'>) => Promise<Replayed>;
}

/** A file's row, and whether what became of it may be another one's fault: it is then graded once more, alone. */
export interface Graded {
  readonly row: PartRow;
  readonly unsure: boolean;
}

const noFingerprint = { head: '', pace: '', macs: [], lines: [] };

/** Grades one file. Never rejects for the file's sake: what it is or does becomes its row. */
export async function gradeSubmission(file: HandedIn, context: GradeContext): Promise<Graded> {
  const { words } = context;
  const base: Result = {
    ...emptyResult({ title: context.course.title, version: context.version }),
    file: file.name,
    ...(file.sha256 === undefined ? {} : { sha256: file.sha256 }),
  };
  const refuse = (finding: Finding, more: Partial<Result> = {}): Graded => ({
    row: {
      result: { ...base, learner: byFileName(file.name, context), ...more, findings: [finding] },
      fingerprint: noFingerprint,
    },
    unsure: false,
  });
  if (typeof file.content !== 'string') return refuse(file.content);
  const read = readSubmission(file.content, words);
  if (!read.ok) return refuse(read.finding);
  const { submission } = read;
  const about = { ...describe(submission), learner: learnerOf(submission, context) };
  const checkpoint = context.checkpoints.get(submission.checkpoint);
  if (checkpoint === undefined) {
    const [id, known] = [steady(submission.checkpoint), [...context.checkpoints.keys()].join(', ')];
    const finding: Finding = { kind: 'unknown-checkpoint', text: words.grading.unknownCheckpoint({ id, known }) };
    return refuse(finding, about);
  }
  return gradeOf(submission, checkpoint, { ...base, ...about }, context);
}

/** What a submission says of itself, shortened to what a table can hold. */
function describe(submission: Submission): Partial<Result> {
  const { checkpoint, code, startedAt, submittedAt, platform } = submission;
  return {
    checkpoint: steady(checkpoint),
    ...(code === undefined ? {} : { code: steady(code) }),
    startedAt,
    submittedAt,
    platform: steady(`${platform.os}, Linux ${platform.kernel}, ${platform.arch}`),
    hintsUsed: hintsUsed(submission),
    commands: countedCommands(submission).length,
  };
}

const nobody = { firstName: '', lastName: '', email: '', section: '', known: false } as const;

function learnerOf({ student }: Submission, { roster }: GradeContext): Result['learner'] {
  const found = roster?.get(student.id);
  if (found !== undefined) return { ...found, known: true };
  return { ...nobody, id: steady(student.id), lastName: steady(student.name ?? '') };
}

/** Whose a file is that cannot be read: the one of the roster whose id is a word of its name. */
function byFileName(name: string, { roster }: GradeContext): Result['learner'] {
  const words = new Set(name.split(/[^\p{L}\p{N}@+-]+/u).flatMap((word) => [word, ...word.split('-')]));
  const found = [...(roster?.values() ?? [])].filter(({ id }) => words.has(id));
  const [only] = found;
  return found.length === 1 && only !== undefined ? { ...only, known: true } : { ...nobody, id: '' };
}

async function gradeOf(
  submission: Submission,
  checkpoint: Checkpoint,
  base: Result,
  context: GradeContext,
): Promise<Graded> {
  const { words, hash } = context;
  const say = words.grading;
  const findings: Finding[] = [];
  if (context.roster !== undefined && !base.learner.known) {
    findings.push({ kind: 'unknown-student', text: say.unknownStudent({ id: base.learner.id }) });
  }
  const { lesson, finding } = await variantOf(submission, checkpoint, context);
  if (finding !== undefined) findings.push(finding);
  if (submission.course.version !== checkpoint.version) findings.push({ kind: 'other-course', text: say.otherCourse });
  findings.push(...doubts(submission, hash, words));

  const commands = countedCommands(submission);
  const answers = answersOf(submission);
  const { replayed, failed } = await tryReplay(
    checkpoint,
    { lesson, commands, files: withText(submission), answers },
    context,
  );
  if (failed !== undefined) findings.push({ kind: 'not-replayed', text: say.notReplayed({ detail: steady(failed) }) });
  if (replayed?.stopped !== undefined) {
    const { why, at } = replayed.stopped;
    findings.push({ kind: 'replay-stopped', text: say.stopped[why]({ number: at + 1 }) });
  }
  if (replayed?.unsteady === true) findings.push({ kind: 'unsteady', text: say.unsteady });

  const snapshot = lesson.steps.map((step) =>
    judgeSnapshot(step.checks, submission, answers.get(step.id) ?? {}, words),
  );
  const claims = claimsOf(submission);
  const checks = scoreChecks(lesson.steps, { replay: replayed?.verdicts, snapshot, claims }, words);
  const contradicted = isContradicted(checks);
  const differs = contradicted && replayed !== undefined ? firstDifference(commands, replayed.records) : undefined;
  if (contradicted) {
    const ids = checks.filter(({ snapshot: said, state }) => said === 'pass' && state !== 'pass');
    const number = differs === undefined ? undefined : differs.index + 1;
    findings.push({ kind: 'replay-differs', text: say.differs({ ids: idsOf(ids), number }) });
  }
  findings.push(...falseClaims(checks, words));
  const broke = checks.filter(({ state }) => state === 'error');
  if (broke.length > 0) findings.push({ kind: 'check-broke', text: say.checkBroke({ ids: idsOf(broke) }) });

  const raw = rawScore(checks);
  const usual = lesson.steps.flatMap((step) => step.commands.map(({ text }) => text));
  const row: PartRow = {
    result: {
      ...base,
      checkpointTitle: checkpoint.title,
      findings,
      status: 'graded',
      rawScore: raw,
      hintPenalty: cents(Math.min(raw, base.hintsUsed * checkpoint.hintCost)),
      score: 0,
      maxScore: checkpoint.maxScore,
      snapshotScore: snapshotScore(checks),
      ...(differs === undefined ? {} : { differs }),
      checks: [...checks],
    },
    fingerprint: fingerprintOf(submission.seal, commands, submission.snapshot, { vars: lesson.vars, usual }),
  };
  // A lab ends by what it does, or because another one took the machine's memory: alone it will be seen which.
  return { row, unsure: failed !== undefined || replayed?.stopped?.why === 'lab-ended' };
}

const idsOf = (checks: readonly { readonly step: string; readonly id: string }[]): string =>
  checks
    .slice(0, 10)
    .map(({ step, id }) => `${step}/${id}`)
    .join(', ');

/** The checkpoint as this learner must have had it: by the key where there is one, else as the submission says. */
async function variantOf(
  { code, student }: Submission,
  checkpoint: Checkpoint,
  { words }: GradeContext,
): Promise<{ readonly lesson: Lesson; readonly finding?: Finding }> {
  const say = words.grading;
  const asItStands = await checkpoint.lessonFor(undefined);
  if (asItStands === undefined) throw new Error(`${checkpoint.id} has no lesson`);
  const wanted = checkpoint.codeFor?.(student.id);
  if (wanted !== undefined) {
    const lesson = (await checkpoint.lessonFor(wanted)) ?? asItStands;
    if (code === wanted) return { lesson };
    const text = code === undefined ? say.noCode : say.wrongVariant;
    return { lesson, finding: { kind: 'wrong-variant', text } };
  }
  const lesson = await checkpoint.lessonFor(code);
  if (lesson !== undefined) return { lesson };
  return { lesson: asItStands, finding: { kind: 'wrong-variant', text: say.badCode } };
}

async function tryReplay(
  checkpoint: Checkpoint,
  request: Parameters<GradeContext['replay']>[1],
  { replay }: GradeContext,
): Promise<{ readonly replayed?: Replayed; readonly failed?: string }> {
  try {
    return { replayed: await replay(checkpoint, request) };
  } catch (error) {
    if (!(error instanceof LabError || error instanceof EngineError || error instanceof ReplayError)) throw error;
    return { failed: error.message };
  }
}

function judgeSnapshot(
  checks: readonly Check[],
  { snapshot }: Submission,
  answers: Readonly<Record<string, string>>,
  words: Words,
): Verdicts {
  // A check that only a replay can judge is no obstacle for those that wait for it.
  const asked = checks.filter(isInSnapshot);
  const ids = new Set(asked.map(({ id }) => id));
  const free = asked.map((check) => ({ ...check, needs: check.needs.filter((id) => ids.has(id)) }));
  return judgeChecks(free, { snapshot, commands: [], answers }, words);
}

function claimsOf({ verdicts }: Submission): Claims {
  const claims = new Map<string, Map<string, Submission['verdicts'][number]['state']>>();
  for (const { step, check, state } of verdicts) {
    const ofStep = claims.get(step) ?? new Map<string, Submission['verdicts'][number]['state']>();
    claims.set(step, ofStep.set(check, state));
  }
  return Object.fromEntries([...claims].map(([step, ofStep]) => [step, Object.fromEntries(ofStep)]));
}

function withText({ files }: Submission): ReplayRequest['files'] {
  return files.flatMap(({ node, path, mode, text }) => (text === undefined ? [] : [{ node, path, mode, text }]));
}
