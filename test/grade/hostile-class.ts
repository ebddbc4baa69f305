import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Result } from '../../src/grade/result.ts';
import type { Submission } from '../../src/grade/submission.ts';
import { makeClass, type TestClass } from './class.ts';
import { hostileFiles } from './hostile-files.ts';
import { hostileReplays } from './hostile-replay.ts';
import { tamperedFiles } from './hostile-tampered.ts';
import { sealed, solutionOf, submissionOf } from './submit.ts';

/** One file of a class, and whether its row is what it must be. */
export interface Expected {
  readonly student: string;
  readonly what: string;
  /** Its row is no other for what the rest of the class does. */
  readonly isHonest: boolean;
  readonly isRight: (row: Result) => boolean;
}

export interface HostileClass extends TestClass {
  readonly expected: readonly Expected[];
  /** A directory with the honest ones alone. */
  readonly honest: string;
}

const files = [...hostileFiles, ...tamperedFiles];
const [partly, wrong, sources, copiesEach] = [20, 10, 4, 2] as const;

/**
 * A class of so many: right work, work that is partly right or wrong, copies, every odd or tampered file there is, and every
 * attack from inside the lab; what is left of `count` is right.
 */
export async function makeHostileClass(directory: string, count: number): Promise<HostileClass> {
  const right = count - partly - wrong - sources * (1 + copiesEach) - files.length - hostileReplays.length - 1;
  if (right < 0) throw new RangeError(`a class of ${String(count)} is too small`);
  const ids = (prefix: string, many: number): string[] =>
    Array.from({ length: many }, (_, at) => `${prefix}${String(at)}`);
  const fileIds = ids('file', files.length);
  const replayIds = ids('replay', hostileReplays.length);
  const sourceIds = ids('source', sources);
  const copyIds = ids('copy', sources * copiesEach);
  const groups = { right: ids('right', right), partly: ids('partly', partly), wrong: ids('wrong', wrong) };
  const klass = await makeClass(directory, [
    ...fileIds,
    ...replayIds,
    ...sourceIds,
    ...copyIds,
    ...Object.values(groups).flat(),
    'other',
  ]);
  const [honest, others] = [join(directory, 'honest'), join(directory, 'others')];
  for (const each of [honest, others]) mkdirSync(each);
  const expected: Expected[] = [];
  const expect = (student: string, what: string, isRight: Expected['isRight'], isHonest = false): void => {
    expected.push({ student, what, isHonest, isRight });
  };
  const pathOf = (student: string, where = klass.submissions): string => join(where, `${student}.json`);
  const workOf = async (student: string, steps?: number): Promise<Submission> => {
    const { lesson, version, code } = await klass.variantOf(student);
    const typed = steps === 0 ? ['true'] : solutionOf({ ...lesson, steps: lesson.steps.slice(0, steps) });
    return submissionOf({ student, code, lesson, version, typed });
  };
  for (const [what, steps, score] of [
    ['right', undefined, 20],
    ['partly', 4, 6],
    ['wrong', 0, 0],
  ] as const) {
    for (const student of groups[what]) {
      const text = JSON.stringify(await workOf(student, steps));
      for (const where of [klass.submissions, honest]) writeFileSync(pathOf(student, where), text);
      expect(student, what, ({ status, score: has }) => status === 'graded' && has === score, true);
    }
  }
  for (const [at, student] of copyIds.entries()) {
    const from = sourceIds[at % sources] ?? '';
    const source = await workOf(from);
    const { code } = await klass.variantOf(student);
    writeFileSync(pathOf(from), JSON.stringify(source));
    writeFileSync(pathOf(student), JSON.stringify(sealed({ ...source, student: { id: student }, code: code })));
    expect(student, `a copy of ${from}`, isCopy);
  }
  for (const student of sourceIds) expect(student, 'copied', (row) => isCopy(row) && row.score === 20);
  const other = JSON.stringify(await workOf('other', 2));
  for (const where of [klass.submissions, others]) writeFileSync(pathOf('other', where), other);
  expect('other', 'right as far as it goes', ({ status }) => status === 'graded');
  for (const [index, { name, write, change, text, status, findings }] of files.entries()) {
    const student = fileIds[index] ?? '';
    const work = await workOf(student, 2);
    if (write === undefined) writeFileSync(pathOf(student), text?.(work) ?? JSON.stringify(change?.(work)));
    else write(pathOf(student), work, others);
    expect(
      student,
      name,
      (row) => row.status === status && row.findings.map(({ kind }) => kind).join(' ') === findings.join(' '),
    );
  }
  for (const [index, attack] of hostileReplays.entries()) {
    const student = replayIds[index] ?? '';
    const { lesson, version, code } = await klass.variantOf(student);
    const { before, after, instead, status, score } = attack;
    const work = instead?.(lesson.vars) ?? solutionOf(lesson);
    const typed = [...(before?.(lesson.vars) ?? []), ...work, ...(after?.(lesson.vars) ?? [])];
    writeFileSync(pathOf(student), JSON.stringify(submissionOf({ student, code, lesson, version, typed })));
    const may = typeof status === 'string' ? [status] : status;
    const isScore = typeof score === 'number' ? (has: number) => has === score : score;
    expect(student, attack.name, (row) => may.includes(row.status) && isScore(row.score));
  }
  return { ...klass, expected, honest };
}

const isCopy = ({ status, findings }: Result): boolean =>
  status === 'review' && findings.some(({ kind }) => kind === 'duplicate' || kind === 'near-duplicate');

/** The rows that are not what they must be: whose, and what they are. */
export function wrongRows(klass: HostileClass, results: readonly Result[]): readonly string[] {
  return klass.expected.flatMap(({ student, what, isRight }) => {
    const row = results.find(({ file }) => file === `${student}.json`);
    if (row !== undefined && isRight(row)) return [];
    const is =
      row === undefined
        ? 'no row'
        : `${row.status} ${String(row.score)} ${row.findings.map(({ kind }) => kind).join(' ')}`;
    return [`${student} (${what}): ${is}`];
  });
}

/** Honest rows that are another one's, or differ, beside those of the honest alone. */
export function changedRows(klass: HostileClass, all: string, alone: string): readonly string[] {
  const rowsIn = (path: string): ReadonlyMap<string, string> => {
    const { results } = JSON.parse(readFileSync(path, 'utf8')) as { readonly results: readonly Result[] };
    return new Map(results.map((row) => [row.file ?? '', JSON.stringify(row)]));
  };
  const [among, apart] = [rowsIn(all), rowsIn(alone)];
  const honest = klass.expected.filter(({ isHonest }) => isHonest).map(({ student }) => `${student}.json`);
  return honest.filter((file) => among.get(file) === undefined || among.get(file) !== apart.get(file));
}
