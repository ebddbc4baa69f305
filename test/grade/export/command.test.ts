import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { ExportFlags } from '../../../src/commands/grade-export.ts';
import { runExport } from '../../../src/commands/grade-export.ts';
import { wordsFor } from '../../../src/words/index.ts';

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

  it.each([
    [{ format: 'gradescope' }, fixture, 'one file for each learner'],
    [{ format: 'html', student: 'nobody' }, fixture, 'Nobody in this gradebook has the id nobody'],
    [{ format: 'html', checkpoint: 'cni' }, fixture, 'Its checkpoints: checkpoint-nat'],
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
