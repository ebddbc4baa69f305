import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { builtCli, runIt } from '../support/built-cli.ts';

const work = mkdtempSync(join(tmpdir(), 'netns-course-new-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

const course = (...args: string[]) => runIt([process.execPath, builtCli(), ...args], { cwd: work });

it('begins a course whose lessons lint and verify pass as they stand', async () => {
  const first = await course('new', 'second-mac', '--course', 'mine');
  expect(first).toMatchObject({ code: 0, stderr: '' });
  expect(first.stdout).toContain('mine/01-second-mac/lesson.md');
  const title = `A "quoted" title: *starred*, 中文 & \`code\``;
  expect(await course('new', 'other', '--title', title, '--course', 'mine')).toMatchObject({ code: 0 });
  expect(readdirSync(join(work, 'mine')).sort()).toEqual(['01-second-mac', '02-other', 'README.md']);
  expect(await course('lint', '--course', 'mine')).toMatchObject({ code: 0 });
  const listed: unknown = JSON.parse((await course('list', '--json', '--course', 'mine')).stdout);
  expect(listed).toMatchObject({ lessons: [{ title: 'Second mac' }, { title }] });
  const proof = await course('verify', '--course', 'mine');
  expect({ code: proof.code, proof: proof.code === 0 ? '' : proof.stdout }).toEqual({ code: 0, proof: '' });
});

it('writes over nothing, and says what is wrong and where', async () => {
  mkdirSync(join(work, 'old', '999999-last'), { recursive: true });
  writeFileSync(join(work, 'old', '999999-last', 'lesson.md'), 'mine');
  writeFileSync(join(work, 'file'), 'a file');
  for (const [args, said] of [
    [['Bad_id'], '"Bad_id" cannot be a lesson\'s id'],
    [['last', '--course', 'old'], 'The lesson last is there already, in 999999-last'],
    [['next', '--course', 'old'], 'highest number'],
    [['fine', '--title', 'two\nlines'], 'one line'],
    [['fine', '--course', 'file'], 'file cannot be written'],
  ] as const) {
    const { code, stderr } = await course('new', ...args);
    expect({ args, code }).toEqual({ args, code: 2 });
    expect(stderr).toContain(said);
    expect(stderr).not.toContain('    at ');
  }
  expect(readdirSync(work).sort()).toEqual(['file', 'mine', 'old']);
  expect(readFileSync(join(work, 'old', '999999-last', 'lesson.md'), 'utf8')).toBe('mine');
});
