import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { brokenAt, chainNext, chainSeal, chainStart, type Hash, type NewEvent } from '../../src/grade/chain.ts';
import { answersOf, commandsOf, hintsUsed, type Submission, submissionSchema } from '../../src/grade/submission.ts';

const hash: Hash = (text) => createHash('sha256').update(text).digest('hex');

function command(line: string, startedMs: number): NewEvent {
  const times = { atMs: startedMs + 5, startedMs, endedMs: startedMs + 5 };
  return { type: 'command', node: 'controlplane', netns: '', line, output: '', exitCode: 0, ...times };
}

const happened: readonly NewEvent[] = [
  { type: 'lab', atMs: 0 },
  command('ip netns add lost', 10),
  { type: 'lab', atMs: 100 },
  { type: 'hint', atMs: 110, step: 'cable', level: 1 },
  { type: 'hint', atMs: 111, step: 'cable', level: 1 },
  command('ip netns exec red bash', 130),
  command('ip link set lo up', 120),
  { type: 'answer', atMs: 140, step: 'cable', check: 'ask-1', text: 'no' },
  { type: 'answer', atMs: 141, step: 'cable', check: 'ask-1', text: 'yes' },
  { type: 'passed', atMs: 150, step: 'cable' },
  { type: 'time', atMs: 160 },
];

function submission(): Submission {
  const start = { checkpoint: 'nat', code: 'AAAA-AAAA-AAAA-AAAA', startedAt: '2026-01-02T03:04:05.006Z' };
  const whose = { student: { id: 's1', name: 'Ada' }, submittedAt: '2026-01-02T03:14:05.006Z' };
  let last = chainStart(start, hash);
  const record = happened.map((event) => ({ ...event, hash: (last = chainNext(last, event, hash)) }));
  return submissionSchema.parse({
    schema: 'netns-course/submission/v1',
    program: '1.0.0',
    course: { title: 'A course', version: '0123456789abcdef' },
    ...start,
    ...whose,
    platform: { os: 'linux', kernel: '6.1', arch: 'x64', node: '20' },
    record,
    seal: chainSeal(last, whose, hash),
    verdicts: [],
    snapshot: { schema: 'netns-course/snapshot/v1', nodes: {}, reach: [], http: [], scripts: [] },
    files: [],
    recordings: [],
  });
}

describe('the chain of a record', () => {
  test('is whole as it was written', () => {
    expect(brokenAt(submission(), hash)).toBeUndefined();
  });

  test('breaks where any event, its time or its order is changed', () => {
    const whole = submission();
    for (const [index, event] of whole.record.entries()) {
      const later = { ...event, atMs: event.atMs + 1 };
      expect(brokenAt({ ...whole, record: whole.record.with(index, later) }, hash)).toBe(index);
      expect(brokenAt({ ...whole, record: whole.record.toSpliced(index, 1) }, hash)).toBe(index);
    }
    for (const change of [{ line: 'true' }, { output: 'x' }, { netns: 'red' }, { exitCode: 1 }, { endedMs: 99 }]) {
      const [, first] = whole.record;
      const record = first === undefined ? [] : whole.record.with(1, { ...first, ...change });
      expect(brokenAt({ ...whole, record }, hash)).toBe(1);
    }
  });

  test('breaks at its seal for another student, at its start for another code or checkpoint', () => {
    const whole = submission();
    expect(brokenAt({ ...whole, student: { id: 's2' } }, hash)).toBe(whole.record.length);
    expect(brokenAt({ ...whole, submittedAt: '2026-01-02T03:14:05.007Z' }, hash)).toBe(whole.record.length);
    for (const change of [{ code: 'BBBB' }, { checkpoint: 'cni' }, { startedAt: whole.submittedAt }]) {
      expect(brokenAt({ ...whole, ...change }, hash)).toBe(0);
    }
  });
});

test('what counts is what was done in the last lab; hints count over all', () => {
  const whole = submission();
  expect(commandsOf(whole).map(({ line }) => line)).toEqual(['ip link set lo up', 'ip netns exec red bash']);
  expect(answersOf(whole).get('cable')).toEqual({ 'ask-1': 'yes' });
  expect(hintsUsed(whole)).toBe(1);
});
