import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { runAssign } from '../../src/commands/assign.ts';
import type { CommandIo } from '../../src/commands/io.ts';
import { openVariant } from '../../src/commands/open-variant.ts';
import { readCheckpoint } from '../../src/storage/checkpoint-file.ts';
import { readCourse } from '../../src/storage/course-files.ts';
import { lessonVersion } from '../../src/storage/lesson-version.ts';
import { wordsFor } from '../../src/words/index.ts';

const words = wordsFor();
const root = mkdtempSync(join(tmpdir(), 'netns-course-assign-'));
const fixtures = join(import.meta.dirname, '../../fixtures/lessons');
const course = join(root, 'course');
for (const [folder, from] of [
  ['01-bridge', 'checkpoint-good'],
  ['02-lesson', 'good'],
] as const) {
  mkdirSync(join(course, folder), { recursive: true });
  cpSync(join(fixtures, from, 'lesson.md'), join(course, folder, 'lesson.md'));
}
writeFileSync(join(root, 'class.csv'), 'username,first_name,email\nada,Ada,a@example.org\nalan,=1+1,\n"o\'neil x",,\n');
let out: string;
let err: string;
beforeEach(() => {
  out = '';
  err = '';
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const io: CommandIo = {
  words,
  language: 'en',
  env: {},
  cwd: root,
  stdin: process.stdin,
  stdout: process.stdout,
  out: (text) => (out += text),
  err: (text) => (err += text),
  isTerminal: false,
};
const flags = { key: 'class.key', roster: 'class.csv', course: 'course' };

describe('assign', () => {
  it('makes a key, gives each student a code, and gives the same again', async () => {
    expect(await runAssign(flags, 'bridge', io)).toBe(0);
    expect(err).toBe(`${words.checkpoint.keyMade({ path: 'class.key' })}\n`);
    expect(statSync(join(root, 'class.key')).mode & 0o777).toBe(0o600);
    const first = out;
    const rows = parse<Record<string, string>>(first, { columns: true });
    expect(rows.map(({ student_id }) => student_id)).toEqual(['ada', 'alan', "o'neil x"]);
    expect(rows[1]?.['first_name']).toBe("'=1+1");
    const code = rows[0]?.['code'] ?? '';
    expect(rows[0]?.['command']).toBe(`npx netns-course start bridge --code ${code} --student ada --course course`);
    expect(rows[2]?.['command']).toContain(String.raw`--student 'o'\''neil x'`);
    expect(new Set(rows.map((row) => row['code'])).size).toBe(3);
    out = err = '';
    expect(await runAssign({ ...flags, out: 'codes.csv' }, 'bridge', io)).toBe(0);
    expect(readFileSync(join(root, 'codes.csv'), 'utf8')).toBe(first);
    expect(out).toBe('');
    expect(await runAssign({ ...flags, out: 'codes.csv' }, 'bridge', io)).toBe(2);
    expect(err).toContain(words.checkpoint.fileExists({ path: 'codes.csv' }));
    expect(await runAssign({ ...flags, out: 'codes.csv', force: true }, 'bridge', io)).toBe(0);
  });

  it('says what is wrong, and makes no key then', async () => {
    const key = 'other.key';
    writeFileSync(join(root, 'bad.csv'), 'username\nada\nada\n');
    expect(await runAssign({ ...flags, key, roster: 'bad.csv' }, 'bridge', io)).toBe(2);
    expect(err).toBe('bad.csv:3:1: the id "ada" is there before, in line 2\n');
    expect(await runAssign({ ...flags, key, roster: 'none.csv' }, 'bridge', io)).toBe(2);
    expect(await runAssign({ ...flags, key }, 'good', io)).toBe(2);
    expect(err).toContain('There is no checkpoint "good" in this course. Its checkpoints: bridge.');
    expect(await runAssign({ ...flags, key, out: 'none/codes.csv' }, 'bridge', io)).toBe(2);
    expect(err).toContain('none/codes.csv cannot be written (ENOENT).');
    rmSync(join(root, key));
    writeFileSync(join(root, key), 'short\n');
    expect(await runAssign({ ...flags, key }, 'bridge', io)).toBe(2);
    expect(err).toContain(words.checkpoint.keyShort({ path: key }));
    expect(existsSync(join(root, 'none'))).toBe(false);
  });
});

describe('a code', () => {
  const taken = async () => {
    const { course: read } = await readCourse(course, words);
    if (read === undefined) throw new Error('no course');
    return read;
  };

  it('makes the variant of its checkpoint, the same each time, and leaves the other lessons', async () => {
    await runAssign(flags, 'bridge', io);
    const [one, other] = parse<Record<string, string>>(out, { columns: true }).map((row) => row['code'] ?? '');
    const plain = await taken();
    const first = await openVariant(plain, 'bridge', one ?? '', io);
    const again = await openVariant(plain, 'bridge/the-gateway', one?.toLowerCase().replaceAll('-', '') ?? '', io);
    expect(again).toEqual(first);
    expect(first?.lesson.vars).not.toEqual(plain.lessons[0]?.vars);
    expect((await openVariant(plain, 'bridge', other ?? '', io))?.lesson.vars).not.toEqual(first?.lesson.vars);
    expect(first?.course.lessons[1]).toBe(plain.lessons[1]);
    // The script has the values as its shell's own, and what is typed depends on the fault.
    const { fault = '', bridge = '' } = first?.lesson.vars ?? {};
    const [step] = first?.lesson.steps ?? [];
    expect(step?.setup).toContain(`bridge='${bridge}'\nfault='${fault}'\n`);
    expect(step?.commands.length).toBe(fault === 'down' ? 2 : 1);
  });

  it('that is none is told', async () => {
    const plain = await taken();
    expect(await openVariant(plain, undefined, '0000', io)).toBeUndefined();
    expect(await openVariant(plain, 'bridge', '0000', io)).toBeUndefined();
    expect(await openVariant(plain, 'bridge', '0123-4567-89AB-CDEF', io)).toBeUndefined();
    expect(err.split('\n')).toEqual([
      words.checkpoint.codeNeedsCheckpoint,
      words.checkpoint.codeShape({ code: '0000' }),
      words.checkpoint.codeTypo({ code: '0123-4567-89AB-CDEF' }),
      '',
    ]);
  });
});

describe('an overlay', () => {
  it('adds a teacher’s checks, hidden, in the student’s names', async () => {
    const { course: plain } = await readCourse(course, words);
    const [lesson] = plain?.lessons ?? [];
    if (lesson === undefined) throw new Error('no lesson');
    const overlay = join(root, 'overlay');
    mkdirSync(overlay);
    const text = (heading: string) =>
      `## ${heading}\n\n\`\`\`yaml check\n- link: { name: '\${bridge}', kind: bridge }\n  points: 3\n\`\`\`\n`;
    writeFileSync(join(overlay, 'bridge.md'), text('The gateway'));
    const found = await readCheckpoint(lesson, { seed: 'A', overlay }, words);
    if ('messages' in found) throw new Error(found.messages.join('\n'));
    const { checks } = found.lesson.steps[0] ?? { checks: [] };
    expect(checks.map(({ id, hidden, points }) => [id, hidden, points])).toEqual([
      ['address-1', false, 2],
      ['link-1', false, undefined],
      ['script-1', false, undefined],
      ['hidden-link-1', true, 3],
    ]);
    expect(checks[3]?.spec).toMatchObject({ name: found.lesson.vars['bridge'] });
    expect(await lessonVersion(lesson)).toMatch(/^[0-9a-f]{16}$/);
    writeFileSync(join(overlay, 'bridge.md'), text('The getaway'));
    const wrong = await readCheckpoint(lesson, { overlay }, words);
    expect('messages' in wrong && wrong.messages.map(({ line, reason }) => `${String(line)}: ${reason}`)).toEqual([
      '1: the checkpoint has no step `the-getaway`; did you mean `the-gateway`?',
    ]);
  });
});
