import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { emptyResult } from '../../src/grade/gradebook.ts';
import { formatPartLine, type PartHead, type PartRow } from '../../src/grade/part.ts';
import { parseShard } from '../../src/commands/grade-shard.ts';
import { shareOut } from '../../src/grade/shares.ts';
import { wordsFor } from '../../src/words/index.ts';
import { merge } from './run-grade.ts';

const directory = mkdtempSync(join(tmpdir(), 'merge-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const words = wordsFor().gradeCommand;

const ids = ['ada', 'bob', 'cho', 'dee', 'eve', 'fay', 'gus'];
const student = (id: string) => ({ id, firstName: id, lastName: '', email: '', section: '' });
const head = (index: number, of: number, files: number, settings = 'same'): PartHead => ({
  schema: 'netns-course/grade-part/v1',
  settings,
  course: { title: 'Course', version: '1' },
  checkpoints: [{ id: 'shop', title: 'Shop', maxScore: 10 }],
  roster: [...ids, 'zoe'].map(student),
  due: { at: '2026-11-10T12:00:00Z', percentPerDay: 10 },
  shard: { index, of, shares: 'same' },
  files,
});
const row = (id: string, at: number): PartRow => ({
  result: {
    ...emptyResult({ title: 'Course', version: '1' }),
    checkpoint: 'shop',
    checkpointTitle: 'Shop',
    learner: { ...student(id), known: true },
    file: `${id}.json`,
    sha256: id,
    submittedAt: new Date(Date.parse('2026-11-10T11:00:00Z') + at * 3_600_000).toISOString(),
    status: 'graded',
    rawScore: 10,
    maxScore: 10,
  },
  // The last two have typed at the very same pace.
  fingerprint: { head: id, pace: at > 4 ? 'same' : id, macs: [], lines: [] },
});
const rows = ids.map(row);

/** Writes the parts of so many shards, and tells their paths. */
function parts(of: number, order: readonly PartRow[] = rows): string[] {
  const shares = shareOut(
    ids.map((id, at) => ({ name: `${id}.json`, checkpoint: 'shop', costMs: 1000 + at })),
    of,
  );
  return Array.from({ length: of }, (_, at) => {
    const mine = rows.filter(({ result }) => shares.get(result.file ?? '') === at + 1);
    const path = join(directory, `part-${String(at + 1)}-of-${String(of)}.jsonl`);
    const lines = [head(at + 1, of, mine.length), ...order.filter((each) => mine.includes(each))];
    writeFileSync(path, lines.map(formatPartLine).join(''));
    return path;
  });
}

async function merged(paths: readonly string[]): Promise<string> {
  const out = join(directory, 'grades.json');
  const { code, err } = await merge({ out }, ...paths);
  expect({ code, err }).toEqual({ code: 1, err: '' });
  return readFileSync(out, 'utf8');
}

test('any number of shards, in any order, gives the bytes that one gives', async () => {
  const one = await merged(parts(1));
  expect(await merged(parts(3))).toBe(one);
  expect(await merged(parts(7).toReversed())).toBe(one);
  expect(await merged(parts(2, rows.toReversed()))).toBe(one);
  expect(JSON.parse(one)).toMatchObject({
    results: [
      { learner: { id: 'ada' }, status: 'graded', score: 10 },
      { learner: { id: 'bob' }, status: 'graded', score: 10 },
      { learner: { id: 'cho' }, status: 'graded', score: 9, latePenalty: 1, findings: [{ kind: 'late' }] },
      { learner: { id: 'dee' } },
      { learner: { id: 'eve' } },
      {
        learner: { id: 'fay' },
        status: 'review',
        findings: [{ kind: 'duplicate', files: ['gus.json'] }, { kind: 'late' }],
      },
      { learner: { id: 'gus' }, status: 'review' },
      { learner: { id: 'zoe' }, status: 'missing', score: 0, maxScore: 10 },
    ],
  });
});

test('a shard that is missing, there twice, unfinished, or of another grading is named', async () => {
  const [first = '', second = '', third = ''] = parts(3);
  expect(await merge({}, first, third)).toMatchObject({
    code: 2,
    err: `${words.shardsMissing({ missing: '2/3' })}\n`,
  });
  expect(await merge({}, first, second, second)).toMatchObject({
    code: 2,
    err: `${words.shardTwice({ path: second, shard: '2/3' })}\n`,
  });
  const text = readFileSync(second, 'utf8');
  // The machine went down in the middle of a row.
  writeFileSync(second, text.slice(0, -20));
  expect(await merge({}, first, second, third)).toMatchObject({
    code: 2,
    err: `${words.unfinished({ path: second, done: 1, files: 2 })}\n`,
  });
  writeFileSync(second, formatPartLine(head(2, 3, 0, 'other')));
  expect(await merge({}, first, second, third)).toMatchObject({
    code: 2,
    err: `${words.otherGrading({ path: second, than: first })}\n`,
  });
  const others = { ...head(2, 3, 0), shard: { index: 2, of: 3, shares: 'of other submissions' } };
  writeFileSync(second, formatPartLine(others));
  expect(await merge({}, first, second, third)).toMatchObject({
    code: 2,
    err: `${words.otherGrading({ path: second, than: first })}\n`,
  });
  writeFileSync(second, 'hello\n');
  expect(await merge({}, first, second)).toMatchObject({ code: 2, err: `${words.badPart({ path: second })}\n` });
  expect(await merge({})).toMatchObject({ code: 2, err: `${words.noParts}\n` });
});

test('what the teacher decided counts, is kept, and what is open is asked', async () => {
  const accept = join(directory, 'decisions.json');
  const paths = parts(1);
  await merge({ accept }, ...paths);
  const asked = JSON.parse(readFileSync(accept, 'utf8')) as { decisions: { learner: string; score: number | null }[] };
  expect(asked.decisions.map(({ learner, score }) => [learner, score])).toEqual([
    ['fay', null],
    ['gus', null],
  ]);
  const fay = asked.decisions[0];
  if (fay !== undefined) fay.score = 7.5;
  writeFileSync(accept, JSON.stringify(asked));
  const { out } = await merge({ accept, json: true }, ...paths);
  expect(JSON.parse(out)).toMatchObject({
    results: expect.arrayContaining([
      expect.objectContaining({ learner: expect.objectContaining({ id: 'fay' }), status: 'graded', score: 7.5 }),
      expect.objectContaining({ learner: expect.objectContaining({ id: 'gus' }), status: 'review' }),
    ]) as unknown,
  });
  // Nothing new: the teacher's file is as it was.
  expect(readFileSync(accept, 'utf8')).toBe(JSON.stringify(asked));
  writeFileSync(accept, '{"decisions": 1}');
  const wrong = await merge({ accept }, ...paths);
  expect(wrong.code).toBe(2);
  expect(wrong.err).toContain(accept);
  expect(readFileSync(accept, 'utf8')).toBe('{"decisions": 1}');
});

test('--shard is read as test runners write it', () => {
  expect(parseShard('2/4')).toEqual({ index: 2, of: 4 });
  for (const wrong of ['0/4', '5/4', '1', '1/0', 'a/b', '1/1001', '-1/4']) expect(parseShard(wrong)).toBeUndefined();
});
