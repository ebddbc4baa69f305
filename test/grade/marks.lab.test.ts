import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decisionsSchema } from '../../src/grade/decisions.ts';
import { gradebookSchema, type Result } from '../../src/grade/result.ts';
import type { Submission } from '../../src/grade/submission.ts';
import type { Lesson } from '../../src/lesson/types.ts';
import { makeClass } from './class.ts';
import { grade } from './run-grade.ts';
import { emptySnapshot, solutionOf, submissionOf, type Typed, type Work } from './submit.ts';

/** What marks are made of beside the checkpoint's own checks: a teacher's hidden ones, hints, and a teacher's decision. */

const directory = mkdtempSync(join(tmpdir(), 'grade-'));
const out = join(directory, 'grades.json');
const accept = join(directory, 'decisions.json');
const overlay = join(directory, 'overlay');
const results = new Map<string, Result>();
let klass: Awaited<ReturnType<typeof makeClass>>;

/** Worth 2 points, which no learner has seen. */
const hidden = `## Two namespaces

\`\`\`yaml check
- file: { path: /root/cheat-sheet, absent: true }
  points: 2
\`\`\`
`;

async function gradeAll(): Promise<number> {
  const { code, err } = await grade({ ...klass.flags, out, accept, overlay, jobs: 4 }, klass.submissions);
  expect(err).toBe('');
  for (const result of gradebookSchema.parse(JSON.parse(readFileSync(out, 'utf8'))).results) {
    results.set(result.learner.id, result);
  }
  return code;
}

async function handIn(student: string, work: (own: Lesson) => Partial<Work>): Promise<void> {
  const { lesson, version, code } = await klass.variantOf(student);
  const typed = solutionOf(lesson);
  const submission: Submission = submissionOf({ student, code, lesson, version, typed, ...work(lesson) });
  writeFileSync(join(klass.submissions, `${student}.json`), JSON.stringify(submission));
}

beforeAll(async () => {
  klass = await makeClass(directory, ['right', 'hidden', 'hints', 'review']);
  mkdirSync(overlay);
  writeFileSync(join(overlay, 'shop.md'), hidden);
  // In shells that begin and end, the outermost too, within the same milliseconds.
  const exit = (atMs: number): Typed => ({ line: 'exit', exitCode: undefined, startedMs: atMs, endedMs: atMs });
  const inside = [{ line: 'ip netns exec x bash || bash', startedMs: 2, endedMs: 30 }, exit(30), exit(40)];
  // Read, watched and pinged for an hour each.
  const hour = 3_600_000;
  const watched = ['seq 500 | more', 'top', 'ping 127.0.0.1'].map((line, at) => ({
    line,
    output: line.startsWith('ping') ? '^C' : '',
    startedMs: (at + 1) * hour,
    endedMs: (at + 2) * hour - 1,
  }));
  await handIn('right', (lesson) => ({ typed: [exit(1), ...inside, ...solutionOf(lesson), ...watched] }));
  await handIn('hidden', (lesson) => ({ typed: [...solutionOf(lesson), 'touch /root/cheat-sheet'] }));
  const hint = { type: 'hint', step: 'a-bridge', atMs: 10 } as const;
  await handIn('hints', () => ({
    events: [
      { ...hint, level: 1 },
      { ...hint, level: 2 },
      { ...hint, level: 1 },
      { type: 'lab', atMs: 11 },
    ],
  }));
  // On the learner's own machine there was a file, made by nothing that is on record; here there is none.
  await handIn('review', ({ vars: { shop = '' } }) => ({
    typed: ['true', { line: `grep -q yes /root/made && ip netns add ${shop}`, exitCode: 0, output: '' }],
    snapshot: {
      ...emptySnapshot,
      nodes: {
        controlplane: {
          files: {},
          netns: [
            { name: '', inode: 1 },
            { name: shop, inode: 2 },
          ],
        },
      },
    },
  }));
  expect(await gradeAll()).toBe(1);
}, 120_000);

afterAll(() => rmSync(directory, { recursive: true, force: true }));

test('right work has all points, the hidden ones too', () => {
  expect(results.get('right')).toMatchObject({ status: 'graded', score: 22, maxScore: 22, findings: [] });
  expect(results.get('right')?.checks.filter((check) => check.hidden)).toMatchObject([{ state: 'pass', points: 2 }]);
});

test('what only a hidden check sees costs its points', () => {
  expect(results.get('hidden')).toMatchObject({ status: 'graded', score: 20, findings: [] });
});

test('each hint costs a point once, also those before a lab that was begun anew', () => {
  expect(results.get('hints')).toMatchObject({ status: 'graded', rawScore: 22, hintPenalty: 2, score: 20 });
});

test('where the snapshot passes and the replay does not, a teacher decides, shown what differed first', async () => {
  const before = results.get('review');
  expect(before).toMatchObject({ status: 'review', differs: { index: 1, replayed: { exitCode: 2 } } });
  expect(before?.findings.map(({ kind }) => kind)).toEqual(['replay-differs']);
  // The namespace that only the snapshot has; the hidden check's file is not in it.
  expect(before).toMatchObject({ score: 2, snapshotScore: 1 });
  const asked = decisionsSchema.parse(JSON.parse(readFileSync(accept, 'utf8')));
  expect(asked.decisions).toMatchObject([{ learner: 'review', score: null }]);
  const decisions = asked.decisions.map((each) => ({ ...each, score: 7.5, note: 'shown to me' }));
  writeFileSync(accept, JSON.stringify({ ...asked, decisions }));
  expect(await gradeAll()).toBe(0);
  expect(results.get('review')).toMatchObject({ status: 'graded', score: 7.5, decision: { note: 'shown to me' } });
});
