import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { gradebookSchema, type Result } from '../../src/grade/result.ts';
import { makeClass } from './class.ts';
import { hostileReplays } from './hostile-replay.ts';
import { grade } from './run-grade.ts';
import { solutionOf, submissionOf } from './submit.ts';

const directory = mkdtempSync(join(tmpdir(), 'grade-'));
const results = new Map<string, Result>();
const idOf = (index: number): string => `h${String(index)}`;

beforeAll(async () => {
  const klass = await makeClass(
    directory,
    hostileReplays.map((_each, index) => idOf(index)),
  );
  for (const [index, { before, after, instead }] of hostileReplays.entries()) {
    const student = idOf(index);
    const { lesson, version, code } = await klass.variantOf(student);
    const right = instead?.(lesson.vars) ?? solutionOf(lesson);
    const typed = [...(before?.(lesson.vars) ?? []), ...right, ...(after?.(lesson.vars) ?? [])];
    const submission = submissionOf({ student, code, lesson, version, typed });
    writeFileSync(join(klass.submissions, `${student}.json`), JSON.stringify(submission));
  }
  const out = join(directory, 'grades.json');
  await grade({ ...klass.flags, out, jobs: 6 }, klass.submissions);
  for (const result of gradebookSchema.parse(JSON.parse(readFileSync(out, 'utf8'))).results) {
    results.set(result.learner.id, result);
  }
}, 240_000);

afterAll(() => rmSync(directory, { recursive: true, force: true }));

test.each(hostileReplays.map((each, index) => ({ ...each, index })))(
  '$number: $name',
  ({ index, status, score, findings = [] }) => {
    const result = results.get(idOf(index));
    const said = result?.findings.map(({ text }) => text);
    const right = typeof score === 'number' ? score : expect.toSatisfy(score);
    expect({ status: result?.status, score: result?.score, said }).toEqual({
      status: typeof status === 'string' ? status : expect.toBeOneOf([...status]),
      score: right,
      said,
    });
    expect(result?.findings.map(({ kind }) => kind)).toEqual(expect.arrayContaining([...findings]));
  },
);
