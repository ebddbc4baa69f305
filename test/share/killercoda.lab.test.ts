import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { runExport } from '../../src/commands/export.ts';
import { wordsFor } from '../../src/words/index.ts';
import { commandIo } from '../support/command-io.ts';
import { labTest } from '../lab/labs.ts';

const words = wordsFor().share;
const work = mkdtempSync(join(tmpdir(), 'netns-course-killercoda-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

const read = (path: string): string => readFileSync(join(work, path), 'utf8');
const filesIn = (directory: string): string[] =>
  readdirSync(join(work, directory), { recursive: true, encoding: 'utf8' }).filter((path) =>
    statSync(join(work, directory, path)).isFile(),
  );

/** Files that an index.json names. */
function named(value: unknown): string[] {
  if (typeof value === 'string') return /\.(md|sh)$/.test(value) ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(named) : [];
}

labTest(
  'writes scenarios whose every verify.sh failed before its step’s commands and passed after, and says what is left out',
  { timeout: 240_000 },
  async () => {
    const { io, out, err } = commandIo(work);
    const flags = { killercoda: 'out', json: true, play: true, force: true };
    expect({ code: await runExport(flags, [], io), err: err() }).toEqual({
      code: 0,
      err: '',
    });
    const report = JSON.parse(out()) as {
      verified: number;
      left: { lesson?: string; step?: string; what: string }[];
    };
    for (const { lesson, what } of report.left)
      if (what.startsWith('the proof:')) process.stderr.write(`skipped: ${lesson ?? ''}: ${what}\n`);
    const { items } = JSON.parse(read('out/structure.json')) as { items: { path: string }[] };
    expect(items.map(({ path }) => path)).toEqual([
      ...['namespaces', 'veth', 'bridge', 'nat', 'cleanup', 'docker', 'reaching-in', 'cni', 'pause'],
      ...['nat-checkpoint', 'cni-checkpoint', 'repair-checkpoint', 'final-checkpoint'],
    ]);
    const leftOf = (id: string): string[] => report.left.filter(({ lesson }) => lesson === id).map(({ what }) => what);
    // What is asked of the kernel alone is carried over whole, node01's part of it too: a LAN of namespaces does for a LAN.
    expect(leftOf('cni-checkpoint')).toEqual([]);
    for (const id of ['nat-checkpoint', 'repair-checkpoint', 'final-checkpoint'])
      expect({ id, left: leftOf(id) }).toEqual({ id, left: [words.lanLeft] });

    const files = filesIn('out');
    const scripts = files.filter((path) => path.endsWith('.sh'));
    for (const path of scripts) {
      execFileSync('bash', ['-n', join(work, 'out', path)]);
      expect(statSync(join(work, 'out', path)).mode & 0o111).toBe(0o111);
    }
    const proved = scripts.filter((path) => path.endsWith('verify.sh'));
    expect(proved).toHaveLength(report.verified);
    expect(report.left.filter(({ what }) => what === words.stepLeft.after)).toEqual([]);
    // What only the terminal shows has none; what changes the kernel's state has one.
    expect(proved.filter((path) => path.startsWith('veth')).map((path) => dirname(path))).toEqual(
      expect.arrayContaining(['veth/step1', 'veth/step3', 'veth/step4', 'veth/step6', 'veth/step7']),
    );
    expect(proved).not.toContain('veth/step9/verify.sh');
    const why = report.left.find(({ step }) => step === 'ping-both-ways');
    expect(why?.what).toContain('none of its checks can be put in bash');

    for (const lesson of ['namespaces', 'veth']) {
      const index: unknown = JSON.parse(read(`out/${lesson}/index.json`));
      const own = files.filter((path) => path.startsWith(`${lesson}/`)).map((path) => path.slice(lesson.length + 1));
      expect(named(index).toSorted()).toEqual(own.filter((path) => path !== 'index.json').toSorted());
    }
    expect(read('out/nat/step9/text.md')).toContain('```bash\nnode01\n```{{exec}}\n\n```bash\nip route add');
    expect(read('out/cleanup/step1/text.md')).toContain('```bash\n. /root/.netns-course-shell\n```{{exec}}');
    const text = read('out/veth/step9/text.md');
    expect(text).toContain('```bash\nip netns exec client ping 10.0.0.12\n```{{exec}}');
    expect(text).toContain('```{{exec interrupt}}');
    expect(text).toContain('<details>\n<summary>Hint 1</summary>');
  },
);

it('without labs keeps only what is all of a step’s checks, in the reader’s language', async () => {
  const { io, err } = commandIo(work, 'zh-CN');
  expect(await runExport({ killercoda: 'quick', play: false }, ['veth'], io)).toBe(0);
  expect(err()).toBe('');
  expect(filesIn('quick').filter((path) => path.endsWith('verify.sh'))).toEqual(['veth/step4/verify.sh']);
  expect(read('quick/veth/step1/text.md')).toContain('<summary>提示 1</summary>');
});

it('writes over nothing unasked, and says what is wrong', async () => {
  const small = resolve('fixtures/courses/good');
  writeFileSync(join(work, 'file'), '');
  mkdirSync(join(work, 'full'));
  writeFileSync(join(work, 'full', 'mine.txt'), 'mine');
  for (const [flags, names, said] of [
    [{}, [], '--killercoda DIR'],
    [{ killercoda: 'full' }, [], 'full is not empty'],
    [{ killercoda: 'file' }, [], 'file cannot be written: ENOTDIR'],
    [{ killercoda: 'other' }, ['nobody'], 'nobody'],
  ] as const) {
    const { io, err } = commandIo(work);
    expect(await runExport({ course: small, play: false, ...flags }, names, io)).toBe(2);
    expect(err()).toContain(said);
  }
  const { io } = commandIo(work);
  expect(await runExport({ course: small, play: false, killercoda: 'full', force: true }, [], io)).toBe(0);
  expect(read('full/mine.txt')).toBe('mine');
});
