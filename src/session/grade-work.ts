import { judgeChecks } from '../check/judge.ts';
import type { Check } from '../check/types.ts';
import { countedCommands } from '../grade/counted.ts';
import { firstDifference } from '../grade/differs.ts';
import { doubts, falseClaims } from '../grade/honesty.ts';
import { cents } from '../grade/late.ts';
import type { PartRow } from '../grade/part.ts';
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
import { fingerprintOf } from '../grade/similar.ts';
import { answersOf, type Submission } from '../grade/submission.ts';
import { EngineError, LabError } from '../lab/types.ts';
import type { Lesson } from '../lesson/types.ts';
import type { Words } from '../words/index.ts';
import type { Checkpoint, GradeContext, Graded } from './grade-context.ts';
import type { Verdicts } from './judge-step.ts';
import { ReplayError } from './rebuild.ts';
import type { Replayed, ReplayRequest } from './replay-submission.ts';

/** Replays what a submission says was done, judges that and its snapshot, and says what a teacher should know of it. */
export async function gradeWork(
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
  // A lab ends, or has no time, by what it does, or because another one took the machine: alone it will be seen which.
  return { row, unsure: failed !== undefined || replayed?.unsure === true };
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
