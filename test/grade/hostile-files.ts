import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Submission } from '../../src/grade/submission.ts';
import { graded, refused, review, type HostileFile } from './hostile-file.ts';
import { sealed } from './submit.ts';

/** JSON in which a key stands as it is written here. */
const withText = (right: Submission, key: string, value: string): string =>
  JSON.stringify({ ...right, [key]: '\u0000' }).replace('"\\u0000"', value);
const forged = (right: Submission, more: Partial<Submission>): Submission => sealed({ ...right, ...more });
const file = (path: string): Submission['files'][number] => ({
  node: 'controlplane',
  path,
  mode: 0o600,
  size: 4,
  text: 'evil',
});
export const hostileFiles: readonly HostileFile[] = [
  {
    number: 1,
    name: 'a path that leads out',
    change: (right) => ({ ...right, files: [file('../../.bashrc')] }),
    ...refused('not-a-submission'),
  },
  {
    number: 2,
    name: 'an absolute path',
    change: (right) => ({ ...right, files: [file('/etc/passwd'), file('/tmp/../etc/shadow')] }),
    ...graded,
  },
  {
    number: 3,
    name: 'a link to /etc/passwd',
    write: (path) => symlinkSync('/etc/passwd', path),
    ...refused('not-a-file'),
  },
  { number: 4, name: 'a link to itself', write: (path) => symlinkSync(path, path), ...refused('not-a-file') },
  {
    number: 5,
    name: 'a hard link to another’s',
    write: (path, _right, others) => linkSync(join(others, 'other.json'), path),
    status: 'superseded',
    findings: ['superseded'],
  },
  { number: 6, name: 'a FIFO', write: (path) => void execFileSync('mkfifo', [path]), ...refused('not-a-file') },
  {
    number: 7,
    name: '200 MB in 200 kB',
    write: (path) => writeFileSync(path, gzipSync(Buffer.alloc(200_000_000))),
    ...refused('not-json'),
  },
  {
    number: 8,
    name: 'ten thousand files',
    change: (right) => ({
      ...right,
      files: Array.from({ length: 10_000 }, (_, at) => ({ ...file(`/tmp/${String(at)}`), text: '' })),
    }),
    ...graded,
  },
  {
    number: 9,
    name: 'names twice, and in two cases',
    change: (right) => ({ ...right, files: [file('/tmp/a'), file('/tmp/a'), file('/tmp/A')] }),
    ...graded,
  },
  {
    number: 10,
    name: 'strange names',
    change: (right) => ({
      ...right,
      files: [`/tmp/${'x'.repeat(4096)}`, '/tmp/\0', '/tmp/\n', '/tmp/\u001b[2J', '/tmp/\u202egpj.exe'].map(file),
    }),
    ...graded,
  },
  { number: 11, name: 'cut off', text: (right) => JSON.stringify(right).slice(0, -100), ...refused('not-json') },
  { number: 12, name: 'empty', text: () => '', ...refused('not-json') },
  { number: 13, name: 'a directory', write: (path) => mkdirSync(path), ...refused('not-a-file') },
  {
    number: 14,
    name: 'nested a million deep',
    text: () => '['.repeat(1_000_000) + ']'.repeat(1_000_000),
    ...refused('not-a-submission'),
  },
  {
    number: 14,
    name: 'nested where anything may be',
    text: (right) => withText(right, 'extra', '['.repeat(500_000) + ']'.repeat(500_000)),
    ...graded,
  },
  { number: 15, name: 'no number', text: (right) => withText(right, 'verdicts', 'NaN'), ...refused('not-json') },
  {
    number: 15,
    name: 'a number without an end',
    text: (right) => JSON.stringify(right).replace('"atMs":0', '"atMs":1e999'),
    ...refused('not-a-submission'),
  },
  {
    number: 15,
    name: 'less than nothing',
    text: (right) => JSON.stringify(right).replace('"atMs":0', '"atMs":-0'),
    ...graded,
  },
  {
    number: 16,
    name: 'keys of every object',
    text: (right) =>
      withText(
        right,
        'verdicts',
        '[{"step":"__proto__","check":"constructor","state":"pass","__proto__":{"points":100}}],"__proto__":{"score":100},"constructor":1',
      ),
    ...graded,
  },
  { number: 17, name: 'a key twice', text: (right) => withText(right, 'verdicts', '[],"verdicts":[]'), ...graded },
  {
    number: 18,
    name: 'half a character',
    change: (right) => ({ ...right, student: { ...right.student, name: '\ud800' } }),
    ...graded,
  },
  { number: 19, name: 'YAML', text: () => 'a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n', ...refused('not-json') },
  {
    number: 20,
    name: 'of a newer version',
    change: (right) => ({ ...right, schema: 'netns-course/submission/v7' }),
    ...refused('newer-version'),
  },
  {
    number: 20,
    name: 'of something else',
    change: (right) => ({ ...right, schema: 'netns-course/progress/v1' }),
    ...refused('not-a-submission'),
  },
  {
    number: 21,
    name: 'of 1970',
    change: (right) =>
      forged(right, { startedAt: '1970-01-01T00:00:00.000Z', submittedAt: '1970-01-01T01:00:00.000Z' }),
    ...review('odd-clock'),
  },
  {
    number: 21,
    name: 'of 9999',
    change: (right) => forged(right, { submittedAt: '9999-01-01T00:00:00.000Z' }),
    ...review('odd-clock'),
  },
  {
    number: 21,
    name: 'ended before it began',
    change: (right) => forged(right, { submittedAt: '2026-11-01T00:00:00.000Z' }),
    ...review('odd-clock'),
  },
  {
    number: 22,
    name: 'more events than anybody can read',
    text: (right) => withText(right, 'record', `[${'{},'.repeat(5_000_000)}{}]`),
    ...refused('too-large'),
  },
  {
    number: 22,
    name: 'more events than there may be',
    change: (right) => ({
      ...right,
      record: Array.from({ length: 20_001 }, () => ({ type: 'lab', atMs: 0, hash: right.seal })),
    }),
    ...refused('not-a-submission'),
  },
  {
    number: 23,
    name: 'a chain forged from its start',
    change: (right) =>
      forged(right, {
        record: right.record.slice(0, 3),
        verdicts: [{ step: 'a-bridge', check: 'link-1', state: 'pass' }],
      }),
    ...review('false-claim'),
  },
  {
    number: 24,
    name: 'a chain cut at its end',
    change: (right) => ({ ...right, record: right.record.slice(0, -2) }),
    ...review('broken-chain'),
  },
  {
    number: 24,
    name: 'one command changed',
    change: (right) => ({
      ...right,
      record: right.record.map((event) => (event.type === 'command' ? { ...event, output: 'all is well' } : event)),
    }),
    ...review('broken-chain'),
  },
  {
    number: 27,
    name: 'points of its own',
    change: (right) => ({ ...right, score: 100, points: 100, marks: { total: 100 } }),
    ...graded,
  },
  {
    number: 29,
    name: 'a formula for a name',
    change: (right) => ({ ...right, student: { ...right.student, name: '=HYPERLINK("http://x","y")' } }),
    ...graded,
  },
  {
    number: 30,
    name: 'a script for a name',
    change: (right) => ({ ...right, student: { ...right.student, name: '<script>alert(1)</script>' } }),
    ...graded,
  },
  {
    number: 31,
    name: 'escapes everywhere',
    change: (right) =>
      forged(right, {
        student: { ...right.student, name: '\u001b]52;c;aGk=\u0007100/100\r' },
        platform: { os: '\u001b]0;x\u0007', kernel: '\u009b2J', arch: '\r100/100', node: '\u202e' },
      }),
    ...graded,
  },
  {
    number: 0,
    name: 'of another checkpoint',
    change: (right) => forged(right, { checkpoint: 'no-such-checkpoint' }),
    ...refused('unknown-checkpoint'),
  },
  {
    number: 0,
    name: 'of somebody unknown',
    change: (right) => forged(right, { student: { id: 'mallory' } }),
    ...review('unknown-student', 'wrong-variant'),
  },
  {
    number: 0,
    name: 'of another edition',
    change: (right) => forged(right, { course: { title: 'course', version: '0000000000000000' } }),
    status: 'graded',
    findings: ['other-course'],
  },
  {
    number: 0,
    name: 'without a code',
    change: ({ code: _code, ...right }) => sealed(right),
    ...review('wrong-variant'),
  },
  { number: 0, name: 'fifty megabytes', text: () => `{"x":"${'x'.repeat(50_000_000)}"}`, ...refused('too-large') },
];
