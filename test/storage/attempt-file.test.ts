import { createHash } from 'node:crypto';
import { appendFileSync, chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { bestAttempt, readAttempt, submissionOf } from '../../src/grade/attempt.ts';
import { brokenAt, chainNext, chainStart, type Hash, type NewEvent } from '../../src/grade/chain.ts';
import { submissionSchema } from '../../src/grade/submission.ts';
import { parseLesson } from '../../src/lesson/parse-lesson.ts';
import { findAttempts, writeAttempt, type AttemptHead } from '../../src/storage/attempt-file.ts';
import { readCast } from '../../src/storage/cast-file.ts';
import { wordsFor } from '../../src/words/index.ts';

const root = mkdtempSync(join(tmpdir(), 'netns-course-attempts-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const hash: Hash = (text) => createHash('sha256').update(text).digest('hex');
const text =
  '---\ntitle: T\nminutes: 1\nmode: challenge\ncheckpoint: {}\n---\n# T\n\n## One\n\n```console\n$ ip netns add a\n$ ip netns add b\n```\n\n```yaml check\n- netns: a\n  points: 1\n- netns: b\n  points: 2\n```\n';
const { lesson } = parseLesson({ id: 'goals', file: 'lesson.md', text }, wordsFor());
if (lesson === undefined) throw new Error('no lesson');

const snapshot = { schema: 'netns-course/snapshot/v1', nodes: {}, reach: [], http: [], scripts: [] };

/** Writes an attempt in which those checks passed. */
async function attempt(
  directory: string,
  startedAt: string,
  passed: readonly string[],
  more: Partial<AttemptHead> = {},
): Promise<string> {
  const head: AttemptHead = {
    schema: 'netns-course/attempt/v1',
    program: '1',
    course: { title: 'T', version: '' },
    checkpoint: 'goals',
    startedAt,
    platform: { os: 'linux', kernel: '', arch: '', node: '' },
    ...more,
  };
  const file = writeAttempt(directory, 'goals', startedAt, Promise.resolve(head));
  let last = chainStart(head, hash);
  const event: NewEvent = { type: 'lab', atMs: 1 };
  last = chainNext(last, event, hash);
  file.append({ ...event, hash: last });
  file.state({ snapshot, files: [], verdicts: passed.map((check) => ({ step: 'one', check, state: 'pass' })) });
  expect(await file.settled()).toBeUndefined();
  return file.directory;
}

const read = async (directory: string) =>
  (await findAttempts(directory, undefined)).flatMap((found) => readAttempt(found) ?? []);

test('the attempt with the most points is handed in, the last of several, among those like the last one', async () => {
  const all = join(root, 'best');
  await attempt(all, '2026-01-01T10:00:00.000Z', ['netns-1', 'netns-2'], { code: 'OTHER' });
  await attempt(all, '2026-01-01T11:00:00.000Z', ['netns-2']);
  await attempt(all, '2026-01-01T12:00:00.000Z', ['netns-2']);
  await attempt(all, '2026-01-01T13:00:00.000Z', ['netns-1']);
  const attempts = await read(all);
  expect(attempts).toHaveLength(4);
  expect(bestAttempt(attempts, lesson)?.head.startedAt).toBe('2026-01-01T12:00:00.000Z');
  await attempt(all, '2026-01-01T14:00:00.000Z', [], { exam: { minutes: 5 } });
  expect(bestAttempt(await read(all), lesson)?.head.startedAt).toBe('2026-01-01T14:00:00.000Z');
});

test('a torn line ends the record, and what is before it still makes a whole submission', async () => {
  const all = join(root, 'torn');
  const directory = await attempt(all, '2026-01-01T10:00:00.000Z', ['netns-1']);
  appendFileSync(join(directory, 'record.jsonl'), '{"type":"lab","atMs":2,"ha');
  const [found] = await read(all);
  if (found === undefined) throw new Error('no attempt');
  expect(found.record).toHaveLength(1);
  const handedIn = { student: { id: 's1' }, submittedAt: '2026-01-01T11:00:00.000Z', recordings: [] };
  const submission = submissionSchema.parse(JSON.parse(JSON.stringify(submissionOf(found, handedIn, hash))));
  expect(brokenAt(submission, hash)).toBeUndefined();
  writeFileSync(join(directory, 'state.json'), '{"snapshot":');
  expect((await read(all))[0]?.state).toBeUndefined();
  writeFileSync(join(directory, 'record.jsonl'), 'nothing of ours\n');
  expect(await read(all)).toEqual([]);
});

test('only the learner can read it, the oldest go, and what cannot be written is told', async () => {
  const all = join(root, 'many');
  for (let minute = 10; minute < 32; minute += 1) await attempt(all, `2026-01-01T10:${String(minute)}:00.000Z`, []);
  const kept = readdirSync(join(all, 'goals'));
  expect(kept).toHaveLength(20);
  const newest = join(all, 'goals', kept.at(-1) ?? '');
  expect(statSync(newest).mode & 0o777).toBe(0o700);
  expect(statSync(join(newest, 'record.jsonl')).mode & 0o777).toBe(0o600);
  writeFileSync(join(root, 'file'), '');
  chmodSync(join(root, 'file'), 0o600);
  const file = writeAttempt(join(root, 'file'), 'goals', '2026-01-01T10:00:00.000Z', Promise.reject(new Error('x')));
  expect(await file.settled()).toBe('ENOTDIR');
});

test('a recording is cut after a whole line', async () => {
  const path = join(root, 'x.cast');
  writeFileSync(path, '{"version":3}\n[0,"o","ä"]\n');
  expect(await readCast(path, 1000)).toEqual({ cast: '{"version":3}\n[0,"o","ä"]\n' });
  expect(await readCast(path, 20)).toEqual({ cast: '{"version":3}\n', cut: true });
  expect(await readCast(path, 5)).toBeUndefined();
  expect(await readCast(join(root, 'none'), 5)).toBeUndefined();
});
