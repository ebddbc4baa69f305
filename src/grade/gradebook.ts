import type { Words } from '../words/index.ts';
import { decisionFor, type Decisions } from './decisions.ts';
import { cents, lateMs, latePenalty } from './late.ts';
import type { Part, PartHead, PartRow } from './part.ts';
import {
  gradebookSchema,
  gradebookSchemaName,
  resultSchemaName,
  type Finding,
  type Gradebook,
  type Result,
} from './result.ts';
import { findAlike, type Like } from './similar.ts';

/**
 * Makes a class's gradebook of the parts of one grading, whole or in shards: all that takes a look at more than one
 * submission is done here, so that shards lead to the very same bytes. Rows are sorted by checkpoint, learner and file.
 */
export function makeGradebook(parts: readonly Part[], decisions: Decisions, words: Words): Gradebook {
  const head = parts[0]?.head;
  if (head === undefined) throw new RangeError('a gradebook is made of at least one part');
  const rows = parts.flatMap((part) => part.rows).toSorted(byPlace);
  const alike = findAlike(
    rows.map(({ result, fingerprint }) => ({
      id: result.file ?? '',
      checkpoint: result.checkpoint,
      learner: result.learner.id,
      sha256: result.sha256 ?? '',
      fingerprint,
    })),
  );
  const latest = latestOf(rows);
  const found = rows.map(({ result }) => {
    const counts = latest.get(keyOf(result)) === result.file;
    const more = [
      ...likeFindings(alike.get(result.file ?? '') ?? [], words),
      ...(counts ? [] : [{ kind: 'superseded', text: words.grading.superseded } as const]),
    ];
    return finish(result, more, head, decisions, words);
  });
  const results = [...found, ...missing(head, rows, words)].toSorted((one, other) =>
    compare(keysOf(one), keysOf(other)),
  );
  // Read once more by its schema: a row that was kept in a file has its keys in another order.
  return gradebookSchema.parse({
    schema: gradebookSchemaName,
    course: head.course,
    ...(head.due === undefined ? {} : { due: head.due.at }),
    checkpoints: head.checkpoints.filter(({ id }) => results.some(({ checkpoint }) => checkpoint === id)),
    results,
  });
}

/** Findings that a teacher has to look at before the points can stand; the others only tell. */
const needsReview = new Set<Finding['kind']>([
  'unknown-student',
  'wrong-variant',
  'broken-chain',
  'false-claim',
  'odd-clock',
  'duplicate',
  'near-duplicate',
  'over-time',
  'replay-differs',
  'replay-stopped',
  'unsteady',
  'not-replayed',
  'check-broke',
]);

function finish(
  result: Result,
  more: readonly Finding[],
  { due }: PartHead,
  decisions: Decisions,
  words: Words,
): Result {
  const late = lateMs(result.submittedAt, due);
  const findings = [...result.findings, ...more];
  if (late > 0) findings.push({ kind: 'late', text: words.grading.late({ hours: Math.ceil(late / 3_600_000) }) });
  const afterHints = Math.max(0, result.rawScore - result.hintPenalty);
  const penalty = latePenalty(afterHints, late, due);
  const decided = decisionFor(result, decisions);
  const isOpen = findings.some(({ kind }) => needsReview.has(kind)) ? 'review' : 'graded';
  const status = result.status === 'refused' ? 'refused' : decided === undefined ? isOpen : 'graded';
  return {
    ...result,
    findings,
    status: findings.some(({ kind }) => kind === 'superseded') ? 'superseded' : status,
    latePenalty: penalty,
    score: decided?.score ?? cents(afterHints - penalty),
    ...(decided === undefined ? {} : { decision: { score: decided.score, note: decided.note } }),
  };
}

function likeFindings(likes: readonly Like[], words: Words): readonly Finding[] {
  const same = likes.filter(({ likeness }) => likeness === 'same').map(({ id }) => id);
  const lab = likes.filter(({ likeness }) => likeness === 'same-lab').map(({ id }) => id);
  const lines = likes.filter(({ likeness }) => likeness === 'same-lines').map(({ id }) => id);
  return [
    ...(same.length === 0 ? [] : [{ kind: 'duplicate' as const, text: words.grading.duplicate, files: same }]),
    ...(lab.length === 0 ? [] : [{ kind: 'near-duplicate' as const, text: words.grading.sameLab, files: lab }]),
    ...(lines.length === 0 ? [] : [{ kind: 'near-duplicate' as const, text: words.grading.sameLines, files: lines }]),
  ];
}

/** Which file of each learner counts: the one handed in last; of those with the right code, where there is one. */
function latestOf(rows: readonly PartRow[]): ReadonlyMap<string, string | undefined> {
  const best = new Map<string, Result>();
  for (const { result } of rows) {
    const before = best.get(keyOf(result));
    if (before === undefined || compare(rankOf(before), rankOf(result)) < 0) best.set(keyOf(result), result);
  }
  return new Map([...best].map(([key, { file }]) => [key, file]));
}

function rankOf(result: Result): readonly (string | number)[] {
  const isOwn = result.findings.every(({ kind }) => kind !== 'wrong-variant');
  return [
    result.status === 'refused' ? 0 : 1,
    isOwn ? 1 : 0,
    Date.parse(result.submittedAt ?? '') || 0,
    result.file ?? '',
  ];
}

/** Nobody's: each file stands for itself. */
function keyOf({ checkpoint, learner, file }: Result): string {
  return learner.known ? `${checkpoint}\n${learner.id}` : `${checkpoint}\n\n${file ?? ''}`;
}

function missing(head: PartHead, rows: readonly PartRow[], words: Words): readonly Result[] {
  const has = new Set(rows.map(({ result }) => keyOf(result)));
  // Of what nobody handed in nothing is missing; a class that handed in nothing at all misses everything.
  const wanted = head.checkpoints.filter(
    ({ id }) => rows.length === 0 || rows.some(({ result }) => result.checkpoint === id),
  );
  return wanted.flatMap(({ id, title, maxScore }) =>
    (head.roster ?? [])
      .map((student) => ({ ...student, known: true }))
      .filter((learner) => !has.has(`${id}\n${learner.id}`))
      .map((learner) => ({
        ...emptyResult(head.course),
        checkpoint: id,
        checkpointTitle: title,
        learner,
        status: 'missing' as const,
        maxScore,
        findings: [{ kind: 'missing' as const, text: words.grading.missing }],
      })),
  );
}

/** A result of nothing: what every other one begins as. */
export function emptyResult(course: Result['course']): Result {
  return {
    schema: resultSchemaName,
    course,
    checkpoint: '',
    checkpointTitle: '',
    learner: { id: '', firstName: '', lastName: '', email: '', section: '', known: false },
    hintsUsed: 0,
    commands: 0,
    status: 'refused',
    rawScore: 0,
    hintPenalty: 0,
    latePenalty: 0,
    score: 0,
    maxScore: 0,
    snapshotScore: 0,
    findings: [],
    checks: [],
  };
}

const keysOf = ({ checkpoint, learner, file = '' }: Result): readonly string[] => [checkpoint, learner.id, file];
const byPlace = (one: PartRow, other: PartRow): number => compare(keysOf(one.result), keysOf(other.result));

/** By code units, the same in every locale. */
function compare(one: readonly (string | number)[], other: readonly (string | number)[]): number {
  for (const [index, left] of one.entries()) {
    const right = other[index] ?? '';
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}
