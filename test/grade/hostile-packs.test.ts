import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { judgeChecks } from '../../src/check/judge.ts';
import type { Check } from '../../src/check/types.ts';
import { readCourse } from '../../src/storage/course-files.ts';
import { wordsFor } from '../../src/words/index.ts';
import { emptySnapshot, paced } from './submit.ts';

/** Courses that attack whoever reads, grades or plays them: what comes of each, before anything of it has run. */

const root = mkdtempSync(join(tmpdir(), 'packs-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const words = wordsFor();

interface Pack {
  /** As in the list of attacks that the program was designed against. */
  readonly number: number;
  readonly name: string;
  readonly text?: string;
  /** What lies beside, or in the place of, the lesson. */
  readonly put?: (course: string) => void;
  /** The rules that refuse it; none: it is a lesson like others. */
  readonly rules: readonly string[];
}

const head = '---\ntitle: T\nminutes: 1\n---\n# T\n\n';
const typed = '```console\n$ ip netns add a\n```\n';
const check = '```yaml check\n- netns: a\n```\n';
const good = `${head}## S\n\n${typed}${check}`;
const lessonIn = (course: string): string => join(course, '01-lesson', 'lesson.md');

const packs: readonly Pack[] = [
  {
    number: 64,
    name: 'an escape in a hint',
    text: `${good}\n> [!TIP]\n> a\u001b]52;c;aGk=\u0007\n`,
    rules: ['control-character', 'control-character'],
  },
  {
    number: 64,
    name: 'an escape in a solution',
    text: `${head}## S\n\n\`\`\`console\n$ echo \u001b[2J\n\`\`\`\n${check}`,
    rules: ['control-character'],
  },
  {
    number: 65,
    name: 'a world of ten thousand machines',
    text: good.replace('minutes: 1', 'minutes: 1\nworld: { nodes: 10000 }'),
    rules: ['bad-value'],
  },
  {
    number: 66,
    name: 'a lesson that is a file elsewhere',
    text: '',
    put: (course) => {
      rmSync(lessonIn(course));
      symlinkSync('/etc/passwd', lessonIn(course));
    },
    rules: ['outside-course'],
  },
  { number: 66, name: 'a picture that lies elsewhere', text: `${good}\n![x](../../../../etc/passwd)\n`, rules: [] },
  {
    number: 67,
    name: 'a lesson of 50 MB',
    text: good,
    put: (course) => truncateSync(lessonIn(course), 50_000_000),
    rules: ['too-large'],
  },
  {
    number: 67,
    name: 'a hundred thousand steps',
    text: `${head}${'## S\n'.repeat(100_000)}`,
    rules: ['too-many-steps'],
  },
  {
    number: 69,
    name: 'a shell in the words behind a fence',
    text: `${head}## S\n\n\`\`\`console; touch /tmp/pwned\n$ ip netns add a\n\`\`\`\n${check}`,
    rules: ['step-without-command', 'misspelt-role'],
  },
  {
    number: 70,
    name: 'a script that installs',
    text: good,
    put: (course) => {
      const scripts = { preinstall: 'touch installed', install: 'touch installed', prepare: 'touch installed' };
      writeFileSync(join(course, 'package.json'), JSON.stringify({ name: 'x', version: '1.0.0', scripts }));
    },
    rules: [],
  },
];

test.each(packs.map((each, index) => ({ ...each, index })))('$number: $name', async ({ index, text, put, rules }) => {
  const course = join(root, String(index));
  mkdirSync(join(course, '01-lesson'), { recursive: true });
  writeFileSync(join(course, 'README.md'), '# A course\n');
  if (text !== undefined) writeFileSync(lessonIn(course), text);
  put?.(course);
  const read = await readCourse(course, words);
  expect(read.messages.map(({ ruleId }) => ruleId)).toEqual(rules);
  expect(read.course?.lessons ?? []).toHaveLength(rules.length === 0 ? 1 : 0);
  expect(existsSync(join(course, 'installed'))).toBe(false);
  for (const message of read.messages)
    expect(String(message)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/u);
});

/** The checks of a lesson with these beside its own. */
async function checksOf(name: string, fence: string): Promise<readonly Check[]> {
  const course = join(root, name);
  mkdirSync(join(course, '01-lesson'), { recursive: true });
  writeFileSync(lessonIn(course), `${good}\n${fence}`);
  const read = await readCourse(course, words);
  expect(read.messages.map(String)).toEqual([]);
  return read.course?.lessons[0]?.steps[0]?.checks ?? [];
}

test('63: a check that prints pass and exits 2 is an error', async () => {
  const checks = await checksOf('prints-pass', '```bash check\necho pass; exit 2\n```\n');
  const need = { what: 'script', node: 'controlplane', script: 'echo pass; exit 2' } as const;
  const scripts = [{ need, found: { state: 'found' as const, value: { exitCode: 2, lastLine: 'pass' } } }];
  const verdicts = judgeChecks(checks, { snapshot: { ...emptySnapshot, scripts }, commands: [], answers: {} }, words);
  expect(verdicts.get('script-1')?.state).toBe('error');
});

test('32, 68: a pattern that a backtracking engine never ends with fails, and ends', async () => {
  const checks = await checksOf('regex', "```yaml check\n- output: { command: ip, matches: '^(a+)+$' }\n```\n");
  const output = `${'a'.repeat(50_000)}!`;
  const [command] = paced('mallory', [{ line: 'ip', output }]);
  if (command === undefined) throw new Error('nothing typed');
  const commands = [{ index: 0, netns: '', cut: false, ...command }];
  const verdicts = judgeChecks(checks, { snapshot: emptySnapshot, commands, answers: {} }, words);
  expect(verdicts.get('output-1')?.state).toBe('fail');
});
