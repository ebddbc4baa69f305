import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Link, NetnsFacts } from '../../src/check/netns-facts.ts';
import type { Snapshot } from '../../src/check/snapshot.ts';
import type { Submission } from '../../src/grade/submission.ts';
import { graded, refused, review, type HostileFile } from './hostile-file.ts';
import { emptySnapshot, sealed } from './submit.ts';

const snapshotOf = (...netns: readonly NetnsFacts[]): Snapshot => ({
  ...emptySnapshot,
  nodes: { controlplane: { netns, files: {} } },
});

const link = (name: string, mac: string): Link => ({
  index: 7,
  name,
  kind: 'bridge',
  up: true,
  carrier: true,
  mtu: 1500,
  mac,
  addresses: [],
  details: {},
});

/** The same lab, by addresses that the kernel drew by chance. */
const copied = snapshotOf({
  name: '',
  inode: 4026531840,
  links: { state: 'found', value: [link('br9', '2e:5a:11:22:33:44')] },
});

/** Routes over no link, and the node's own namespace twice. */
const impossible = snapshotOf(
  {
    name: '',
    inode: 1,
    links: { state: 'found', value: [] },
    routes: {
      state: 'found',
      value: [{ family: 'inet', to: 'default', type: 'unicast', dev: 'nowhere', table: 'main' }],
    },
  },
  { name: '', inode: 2, links: { state: 'error', message: '' } },
);

/** The namespaces that somebody's commands make. */
const namespacesOf = ({ record }: Submission): readonly string[] =>
  record
    .flatMap((event) => (event.type === 'command' ? [...event.line.matchAll(/netns add (\S+)/gu)] : []))
    .map(([, name = '']) => name);

/** What is not one's own, and every field of a submission changed after it was sealed. */
export const tamperedFiles: readonly HostileFile[] = [
  {
    number: 25,
    name: 'another’s under a new name of the file',
    write: (path, _right, others) => writeFileSync(path, readFileSync(join(others, 'other.json'))),
    status: 'superseded',
    findings: ['superseded'],
  },
  ...['one', 'the other'].map((which): HostileFile => ({
    number: 26,
    name: `a snapshot that two hand in: ${which}`,
    change: (right) => sealed({ ...right, snapshot: copied }),
    ...review('near-duplicate'),
  })),
  {
    number: 28,
    name: 'a snapshot of no kernel',
    change: (right) => sealed({ ...right, snapshot: impossible }),
    ...graded,
  },
  { number: 0, name: 'program', change: (right) => ({ ...right, program: '99.0.0' }), ...graded },
  {
    number: 0,
    name: 'checkpoint',
    change: (right) => ({ ...right, checkpoint: 'x' }),
    ...refused('unknown-checkpoint'),
  },
  {
    number: 0,
    name: 'student',
    change: (right) => ({ ...right, student: { id: 'nobody' } }),
    ...review('unknown-student', 'wrong-variant', 'broken-chain'),
  },
  {
    number: 0,
    name: 'code',
    change: (right) => ({ ...right, code: 'AAAA-AAAA-AAAA-AAAA' }),
    ...review('wrong-variant', 'broken-chain'),
  },
  {
    number: 0,
    name: 'startedAt',
    change: (right) => ({ ...right, startedAt: '2026-11-10T08:59:59.000Z' }),
    ...review('broken-chain'),
  },
  {
    number: 0,
    name: 'submittedAt',
    change: (right) => ({ ...right, submittedAt: '2026-11-10T23:00:00.000Z' }),
    ...review('broken-chain'),
  },
  { number: 0, name: 'seal', change: (right) => ({ ...right, seal: '0'.repeat(64) }), ...review('broken-chain') },
  { number: 0, name: 'exam', change: (right) => ({ ...right, exam: { minutes: 0 } }), ...review('over-time') },
  {
    number: 0,
    name: 'platform',
    change: (right) => ({ ...right, platform: { ...right.platform, kernel: '' } }),
    ...graded,
  },
  {
    number: 0,
    name: 'verdicts',
    change: (right) => ({ ...right, verdicts: [{ step: 'they-talk', check: 'known', state: 'pass' }] }),
    ...review('false-claim'),
  },
  {
    number: 0,
    name: 'snapshot',
    // Without a command that leads there.
    change: (right) =>
      sealed({
        ...right,
        record: right.record.slice(0, 1),
        snapshot: snapshotOf(...namespacesOf(right).map((name, at) => ({ name, inode: at + 1 }))),
      }),
    ...review('replay-differs'),
  },
  {
    number: 0,
    name: 'files',
    change: (right) => ({
      ...right,
      files: [{ node: 'controlplane', path: '/root/x', mode: 0o4777, size: 1, text: 'x' }],
    }),
    ...graded,
  },
  {
    number: 0,
    name: 'recordings',
    change: (right) => ({ ...right, recordings: [{ node: 'controlplane', cast: '{"version": 3}\nno cast' }] }),
    ...graded,
  },
];
