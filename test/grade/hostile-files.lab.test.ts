import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gradebookSchema, type Gradebook, type Result } from '../../src/grade/result.ts';
import { wordsFor } from '../../src/words/index.ts';
import { makeClass, type TestClass } from './class.ts';
import { hostileFiles as odd } from './hostile-files.ts';
import { tamperedFiles } from './hostile-tampered.ts';
import { grade, merge } from './run-grade.ts';
import { sealed, solutionOf, submissionOf } from './submit.ts';

const hostileFiles = [...odd, ...tamperedFiles];
const directory = mkdtempSync(join(tmpdir(), 'grade-'));
const idOf = (index: number): string => `f${String(index)}`;
let klass: TestClass;
let gradebook: Gradebook;
let said = '';

const out = join(directory, 'grades.json');
const readBook = (path: string): Gradebook => gradebookSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
const byFile = (name: string): Result | undefined => gradebook.results.find(({ file }) => file === name);

async function rightOf(student: string, steps = 2) {
  const { lesson, version, code } = await klass.variantOf(student);
  // Only what its first steps want: what the file is, is the matter here, and labs take their time.
  const typed = solutionOf({ ...lesson, steps: lesson.steps.slice(0, steps) });
  return submissionOf({ student, code, lesson, version, typed });
}

beforeAll(async () => {
  klass = await makeClass(directory, [
    ...hostileFiles.map((_each, index) => idOf(index)),
    'ann',
    'ben',
    'cat',
    'dan',
    'other',
  ]);
  const others = join(directory, 'others');
  mkdirSync(others);
  writeFileSync(join(others, 'other.json'), JSON.stringify(await rightOf('other')));
  writeFileSync(join(klass.submissions, 'other.json'), readFileSync(join(others, 'other.json')));
  for (const [index, { write, change, text }] of hostileFiles.entries()) {
    const right = await rightOf(idOf(index));
    const path = join(klass.submissions, `${idOf(index)}.json`);
    if (write !== undefined) write(path, right, others);
    else writeFileSync(path, text?.(right) ?? JSON.stringify(change?.(right)));
  }
  const ann = await rightOf('ann', 4);
  const ben = await rightOf('ben', 4);
  writeFileSync(join(klass.submissions, 'ann.json'), JSON.stringify(ann));
  // Ben hands in Ann's work under his name; Cat all of Ann's commands, at Ann's pace, in her own variant's record.
  writeFileSync(join(klass.submissions, 'ben.json'), JSON.stringify(sealed({ ...ann, student: ben.student })));
  const { code } = await klass.variantOf('cat');
  writeFileSync(join(klass.submissions, 'cat.json'), JSON.stringify(sealed({ ...ann, student: { id: 'cat' }, code })));
  const ran = await grade({ ...klass.flags, out, jobs: 6 }, klass.submissions);
  said = `${ran.out}${ran.err}`;
  expect(ran.code).toBe(1);
  gradebook = readBook(out);
}, 240_000);

afterAll(() => rmSync(directory, { recursive: true, force: true }));

test.each(hostileFiles.map((each, index) => ({ ...each, index })))('$number: $name', ({ index, status, findings }) => {
  const row = byFile(`${idOf(index)}.json`);
  expect({ status: row?.status, findings: row?.findings.map(({ kind }) => kind) }).toEqual({ status, findings });
});

describe('the whole class', () => {
  test('has a row for every file, and for whoever handed in nothing', () => {
    expect(gradebook.results.filter(({ file }) => file !== undefined)).toHaveLength(hostileFiles.length + 4);
    expect(gradebook.results.filter(({ status }) => status === 'missing').map(({ learner }) => learner.id)).toContain(
      'dan',
    );
  });

  test('a copy is found under another’s name and with another’s code, and costs the one copied nothing but a look', () => {
    const kinds = (file: string): string[] => byFile(file)?.findings.map(({ kind }) => kind) ?? [];
    expect(byFile('ann.json')).toMatchObject({ rawScore: 6, status: 'review' });
    expect(kinds('ann.json')).toEqual(['duplicate']);
    expect(byFile('ben.json')).toMatchObject({ rawScore: 0, status: 'review' });
    expect(kinds('ben.json')).toEqual(['wrong-variant', 'duplicate', 'near-duplicate']);
    expect(byFile('cat.json')).toMatchObject({ rawScore: 0, status: 'review' });
    expect(kinds('cat.json')).toEqual(['duplicate', 'near-duplicate']);
    expect(byFile('ben.json')?.findings.find(({ kind }) => kind === 'duplicate')?.files).toEqual(['ann.json']);
  });

  test('says nothing that acts on a terminal', () => {
    expect(said).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/u);
    expect(readFileSync(out, 'utf8')).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/u);
  });
});

describe('the same submissions', () => {
  const some = join(directory, 'some');
  const whole = join(directory, 'some.json');

  test('give the same bytes in shards, as one run gives', async () => {
    mkdirSync(some);
    // A copy and the one copied, an odd file, and right ones: as many as shards need to part what belongs together.
    const names = ['ann', 'ben', 'cat', 'other', idOf(10), idOf(11), idOf(odd.length)];
    for (const name of names) cpSync(join(klass.submissions, `${name}.json`), join(some, `${name}.json`));
    await grade({ ...klass.flags, out: whole, jobs: 6 }, some);
    const parts = [1, 2, 3].map((index) => join(directory, `part-${String(index)}.jsonl`));
    for (const [index, part] of parts.entries()) {
      const shard = `${String(index + 1)}/3`;
      expect(await grade({ ...klass.flags, out: part, shard, jobs: 6 }, some)).toMatchObject({ code: 0 });
    }
    const merged = join(directory, 'merged.json');
    expect(await merge({ out: merged }, ...parts.toReversed())).toMatchObject({ code: 1, err: '' });
    expect(readFileSync(merged, 'utf8')).toBe(readFileSync(whole, 'utf8'));
  });

  test('an interrupted run goes on where it was, also after a torn row, and begins nothing anew', async () => {
    const words = wordsFor().gradeCommand;
    const part = join(directory, 'part-1.jsonl');
    const finished = readFileSync(part, 'utf8');
    const lines = finished.split('\n');
    writeFileSync(part, `${lines.slice(0, -3).join('\n')}\n${lines.at(-2)?.slice(0, 50) ?? ''}`);
    expect(await grade({ ...klass.flags, out: part, shard: '1/3', jobs: 6 }, some)).toMatchObject({
      code: 0,
    });
    expect(readFileSync(part, 'utf8').split('\n').toSorted()).toEqual(lines.toSorted());
    const other = await grade({ ...klass.flags, out: part, shard: '2/3', jobs: 6 }, some);
    expect(other).toEqual({ code: 2, out: '', err: `${words.notThisPart({ path: part })}\n` });
    expect(readFileSync(part, 'utf8').split('\n')).toHaveLength(lines.length);
  });
});
