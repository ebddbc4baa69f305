import { emptyResult } from '../grade/gradebook.ts';
import { countedCommands } from '../grade/counted.ts';
import { nameParts } from '../grade/name-parts.ts';
import { readSubmission } from '../grade/read-submission.ts';
import type { Finding, Result } from '../grade/result.ts';
import { steady } from '../grade/score.ts';
import { hintsUsed, type Submission } from '../grade/submission.ts';
import type { GradeContext, Graded, HandedIn } from './grade-context.ts';
import { gradeWork } from './grade-work.ts';

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
    const [id, known] = [steady(submission.checkpoint), words.signs.list({ names: [...context.checkpoints.keys()] })];
    const finding: Finding = { kind: 'unknown-checkpoint', text: words.grading.unknownCheckpoint({ id, known }) };
    return refuse(finding, about);
  }
  return gradeWork(submission, checkpoint, { ...base, ...about }, context);
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
  return { ...nobody, id: steady(student.id), ...nameParts(steady(student.name ?? '')) };
}

/** Whose a file is that cannot be read: the one of the roster whose id is a word of its name. */
function byFileName(name: string, { roster }: GradeContext): Result['learner'] {
  const words = new Set(name.split(/[^\p{L}\p{N}@+-]+/u).flatMap((word) => [word, ...word.split('-')]));
  const found = [...(roster?.values() ?? [])].filter(({ id }) => words.has(id));
  const [only] = found;
  return found.length === 1 && only !== undefined ? { ...only, known: true } : { ...nobody, id: '' };
}
