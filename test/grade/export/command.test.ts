import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { ExportFlags } from '../../../src/commands/grade-export.ts';
import { runExport } from '../../../src/commands/grade-export.ts';
import { wordsFor } from '../../../src/words/index.ts';
import { makeClass } from '../class.ts';
import { emptySnapshot, hash, sealed, submissionOf } from '../submit.ts';

const work = mkdtempSync(join(tmpdir(), 'netns-course-export-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));
const fixture = resolve('fixtures/grade/gradebook.json');

async function exported(flags: ExportFlags, path = fixture) {
  let out = '';
  let err = '';
  const code = await runExport(flags, path, {
    words: wordsFor(),
    language: 'en',
    env: {},
    cwd: work,
    stdin: process.stdin,
    stdout: process.stdout,
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    isTerminal: false,
  });
  return { code, out, err };
}

describe('grade export', () => {
  it('writes a file for the class, and not over one that is there', async () => {
    expect(await exported({ format: 'html', out: 'class.html' })).toEqual({ code: 0, out: '', err: '' });
    expect(readFileSync(join(work, 'class.html'), 'utf8')).toMatch(/^<!doctype html>/);
    const again = await exported({ format: 'junit', out: 'class.html' });
    expect(again).toMatchObject({ code: 2, err: expect.stringContaining('--force') });
    expect(readFileSync(join(work, 'class.html'), 'utf8')).toMatch(/^<!doctype html>/);
    expect(await exported({ format: 'junit', out: 'class.html', force: true })).toMatchObject({ code: 0 });
    expect(readFileSync(join(work, 'class.html'), 'utf8')).toMatch(/^<\?xml/);
  });

  it('writes a file for each learner, under names that no path hides in', async () => {
    const book = JSON.parse(readFileSync(fixture, 'utf8')) as { results: { learner: { id: string } }[] };
    if (book.results[0] !== undefined) book.results[0].learner.id = '../../etc/passwd';
    writeFileSync(join(work, 'book.json'), JSON.stringify(book));
    expect(await exported({ format: 'check50', out: 'each' }, 'book.json')).toMatchObject({ code: 0 });
    const names = readdirSync(join(work, 'each'));
    expect(names).toHaveLength(4);
    expect(names.filter((name) => !/^checkpoint-nat-[\w.-]+\.json$/.test(name))).toEqual([]);
    const one = await exported({ format: 'gradescope', student: 'bob' });
    expect(JSON.parse(one.out)).toMatchObject({ score: 2 });
  });

  it('shows the network and the session of files that are as they were graded', async () => {
    const klass = await makeClass(join(work, 'class'), ['bob']);
    const { lesson } = await klass.variantOf('bob');
    const inside = join(work, 'in', 'late');
    mkdirSync(inside, { recursive: true });
    const recordings = [{ node: 'controlplane' as const, cast: '{"version":3}\n[0,"o","$ ip link"]' }];
    const link = {
      name: 'to-shop',
      kind: 'bridge',
      up: true,
      carrier: true,
      mtu: 1500,
      mac: '',
      addresses: [],
      details: {},
    };
    const netnsOf = (count: number) => ({
      name: '',
      inode: 1,
      links: {
        state: 'found' as const,
        value: Array.from({ length: count }, (_, at) => ({ ...link, name: `br${String(at)}`, index: at + 1 })),
      },
    });
    const handIn = (count: number): string => {
      const snapshot = {
        ...emptySnapshot,
        nodes: { controlplane: { files: {}, netns: [netnsOf(count), netnsOf(1)] } },
      };
      return JSON.stringify(
        sealed({
          ...submissionOf({ student: 'bob', lesson, version: '', typed: [] }),
          checkpoint: 'checkpoint-nat',
          snapshot,
          recordings,
        }),
      );
    };
    const book = JSON.parse(readFileSync(fixture, 'utf8')) as { results: { file?: string; sha256?: string }[] };
    const bob = book.results.find(({ file }) => file === 'late/bob.json');
    if (bob === undefined) throw new Error('no bob');
    const pageOf = async (text: string, graded = text): Promise<string> => {
      writeFileSync(join(inside, 'bob.json'), text);
      bob.sha256 = hash(graded);
      writeFileSync(join(work, 'work.json'), JSON.stringify(book));
      const { code, out, err } = await exported({ format: 'html', submissions: 'in' }, 'work.json');
      expect({ code, err }).toEqual({ code: 0, err: '' });
      return out;
    };
    const shown = (page: string): unknown => [page.includes('data:image/svg+xml,'), page.includes('$ ip link')];
    expect(shown(await pageOf(handIn(3)))).toEqual([true, true]);
    expect(shown(await pageOf(handIn(500)))).toEqual([false, true]);
    expect(shown(await pageOf(handIn(3), 'other'))).toEqual([false, false]);
    expect(shown(await pageOf('{'))).toEqual([false, false]);
  });

  it.each([
    [{ format: 'gradescope' }, fixture, 'one file for each learner'],
    [{ format: 'html', student: 'nobody' }, fixture, 'Nobody in this gradebook has the id nobody'],
    [{ format: 'html', checkpoint: 'cni' }, fixture, 'Its checkpoints: checkpoint-nat'],
    [{ format: 'junit', submissions: 'in' }, fixture, '--submissions is for html'],
    [{ format: 'html', submissions: 'nowhere' }, fixture, 'nowhere cannot be read (ENOENT)'],
    [{ format: 'html' }, 'none.json', 'none.json cannot be read (ENOENT)'],
    [{ format: 'html' }, 'not.json', 'not.json is not what grade --out writes'],
    [{ format: 'html' }, 'other.json', 'not what grade --out writes: course'],
    [{ format: 'html' }, 'newer.json', 'written by another version'],
    [{ format: 'html', out: 'no/such/place.html' }, fixture, 'cannot be written (ENOENT)'],
  ] as const)('%j of %s says what is wrong', async (flags, path, said) => {
    writeFileSync(join(work, 'not.json'), '{"schema": ');
    writeFileSync(join(work, 'other.json'), '{"schema": "netns-course/gradebook/v1"}');
    writeFileSync(join(work, 'newer.json'), '{"schema": "netns-course/gradebook/v9"}');
    const { code, out, err } = await exported(flags, path);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(said);
  });
});
