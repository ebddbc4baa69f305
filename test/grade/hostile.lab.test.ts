import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { gradebookSchema, type Result } from '../../src/grade/result.ts';
import { hostState } from '../lab/host-state.ts';
import { makeClass } from './class.ts';
import { deaf, hostileReplays } from './hostile-replay.ts';
import { grade } from './run-grade.ts';
import { solutionOf, submissionOf } from './submit.ts';

const directory = mkdtempSync(join(tmpdir(), 'grade-'));
const results = new Map<string, Result>();
let [before, after]: Awaited<ReturnType<typeof hostState>>[] = [];
/** What is this machine's and must not be seen: in files that everybody may read, and in the grader's own environment. */
const canary = `canary-${process.pid}-${Date.now()}`;
const secrets = ['/tmp', '/var/tmp', '/dev/shm'].map((place) => mkdtempSync(`${place}/secret-`));
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
  for (const place of secrets) {
    chmodSync(place, 0o755);
    writeFileSync(join(place, 'secret'), `${canary}\n`, { mode: 0o644 });
  }
  process.env['SECRET_TOKEN'] = canary;
  before = await hostState();
  const out = join(directory, 'grades.json');
  await grade({ ...klass.flags, out, jobs: 6 }, klass.submissions);
  after = await hostState();
  for (const result of gradebookSchema.parse(JSON.parse(readFileSync(out, 'utf8'))).results) {
    results.set(result.learner.id, result);
  }
}, 240_000);

afterAll(() => {
  for (const place of [directory, ...secrets]) rmSync(place, { recursive: true, force: true });
});

test('the machine is as it was', () => {
  expect(after).toEqual(before);
});

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

test('62: identical worst cases at once are stopped each, and cost the honest one among them nothing', async () => {
  const worst = Array.from({ length: 5 }, (_, index) => `w${String(index)}`);
  const all = await makeClass(join(directory, 'identical'), [...worst, 'honest']);
  for (const student of [...worst, 'honest']) {
    const { lesson, version, code } = await all.variantOf(student);
    const typed = [...solutionOf(lesson), ...(student === 'honest' ? [] : [deaf])];
    const submission = submissionOf({ student, code, lesson, version, typed });
    writeFileSync(join(all.submissions, `${student}.json`), JSON.stringify(submission));
  }
  const out = join(directory, 'identical.json');
  await grade({ ...all.flags, out, jobs: 6 }, all.submissions);
  const rows = gradebookSchema.parse(JSON.parse(readFileSync(out, 'utf8'))).results;
  const seen = rows.map(({ learner, status, score, findings }) => ({
    learner: learner.id,
    row: [status, score, ...findings.map(({ kind }) => kind)].join(' '),
  }));
  expect(seen).toEqual(
    ['honest', ...worst.toSorted()].map((learner) => ({
      learner,
      row: learner === 'honest' ? 'graded 20' : 'review 20 replay-stopped',
    })),
  );
}, 240_000);
