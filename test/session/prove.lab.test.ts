import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { runVerify, type VerifyFlags } from '../../src/commands/verify.ts';
import { startLab } from '../../src/lab/start.ts';
import { LabError } from '../../src/lab/types.ts';
import { proveCourse, type ProveOptions } from '../../src/session/prove.ts';
import type { SessionPorts } from '../../src/session/ports.ts';
import { readCourse } from '../../src/storage/course-files.ts';
import { openTerminal } from '../../src/terminal/open-terminal.ts';
import { exitCodeOf, lessonState } from '../../src/verify/summary.ts';
import type { LessonReport, ProofCase, VerifyReport } from '../../src/verify/types.ts';
import { wordsFor } from '../../src/words/index.ts';

const words = wordsFor();
const ports: SessionPorts = { startLab, openTerminal, words, nonce: () => randomBytes(16).toString('hex') };
const fixture = (name: string): string => fileURLToPath(new URL(`../../fixtures/verify/${name}`, import.meta.url));

async function prove(
  name: string,
  options: Partial<ProveOptions> = {},
  own: Partial<SessionPorts> = {},
): Promise<VerifyReport> {
  const { course, messages } = await readCourse(fixture(name), words);
  if (course === undefined || messages.length > 0) throw new Error(messages.map(String).join('\n'));
  const missing: ProveOptions['missing'] = ({ requires }) => requires.filter((tool) => tool.includes('nobody-has'));
  return proveCourse(
    { course, lessons: course.lessons, mutants: true, jobs: 4, missing, ...options },
    { ...ports, ...own },
  );
}

const show = ({ step, proof, command, state }: ProofCase): string =>
  [state, step ?? '', proof, ...(command === undefined ? [] : [command])].join(' ');

describe('a lesson that is right', () => {
  let report: VerifyReport;
  const seen: number[] = [];
  beforeAll(async () => {
    report = await prove('right', {
      onProgress: ({ done, total }) => {
        expect(done).toBeLessThanOrEqual(total);
        seen.push(done);
      },
    });
  });

  test('is proved: before, after, each sample, each look, each command left out', () => {
    expect(report.lessons.flatMap(({ cases }) => cases).map(show)).toEqual([
      'pass make-the-namespaces before',
      'pass make-the-namespaces sample ip netns list',
      'pass make-the-namespaces after',
      'pass make-the-namespaces no-look',
      'pass make-the-namespaces resumed',
      'pass make-the-namespaces left-out ip netns add red',
      'pass make-the-namespaces left-out ip netns add blue',
      'pass plug-it-in before',
      'pass plug-it-in sample ip -n red link show v-red',
      'pass plug-it-in after',
      'pass plug-it-in resumed',
      'pass plug-it-in left-out ip link add v-red type veth peer name v-blue',
      'pass plug-it-in left-out ip link set v-red netns red',
      'pass plug-it-in left-out ip link set v-blue netns blue',
      'pass plug-it-in left-out ip -n red link show v-red',
      'pass ping-over-it before',
      'pass ping-over-it sample ip netns exec red ping 10.0.0.2',
      'pass ping-over-it after',
      'pass ping-over-it resumed',
      'pass ping-over-it left-out ip -n red addr add 10.0.0.1/24 dev v-red',
      'pass ping-over-it left-out ip -n blue addr add 10.0.0.2/24 dev v-blue',
      'pass ping-over-it left-out ip -n red link set v-red up',
      'pass ping-over-it left-out ip -n blue link set v-blue up',
      'pass ping-over-it left-out ip netns exec red ping 10.0.0.2',
    ]);
    expect(exitCodeOf(report)).toBe(0);
  });

  test('says what it cost: a lab for the whole, one without looks, one for each command left out', () => {
    expect(report.figures.labs).toBe(1 + 1 + 11);
    expect(report.figures.labMs).toBeGreaterThan(report.figures.longestCommandsMs);
    expect(report.figures.longestCommandsMs).toBeGreaterThan(0);
    expect(report.figures.wallMs).toBeGreaterThan(0);
  });

  test('tells its progress, one case after the other', () => {
    expect(seen).toEqual(Array.from({ length: 24 }, (_, index) => index + 1));
  });
});

describe('lessons that are wrong', () => {
  let report: VerifyReport;
  beforeAll(async () => {
    report = await prove('wrong');
  });
  const lesson = (id: string): LessonReport => {
    const found = report.lessons.find((each) => each.id === id);
    if (found === undefined) throw new Error(id);
    return found;
  };
  const notProved = (id: string): ProofCase[] => lesson(id).cases.filter(({ state }) => state !== 'pass');

  test('a command that nobody misses is a survivor, with its line', () => {
    const [survivor, ...others] = notProved('survivor');
    expect(others).toEqual([]);
    expect(survivor).toMatchObject({
      proof: 'left-out',
      state: 'fail',
      command: 'ip netns add blue',
      place: { line: 15 },
      message: words.verify.survivor,
    });
    expect(survivor?.checks.map(({ verdict }) => verdict.state)).toEqual(['pass']);
  });

  test('a step that passes before its commands', () => {
    expect(notProved('already-true').map(show)).toEqual([
      'fail make-red-again before',
      'fail make-red-again left-out ip netns add blue',
    ]);
  });

  test('a sample that never came, at its line, with both', () => {
    const [sample, ...others] = notProved('false-sample');
    expect(others).toEqual([]);
    expect(sample).toMatchObject({
      proof: 'sample',
      state: 'fail',
      command: 'ip netns list',
      sample: { line: 21, expected: 'green', observed: 'red' },
    });
  });

  test('a picture that is not so, and an answer of the course that is not, each at its line', () => {
    const [answer, picture, ...others] = notProved('false-picture');
    expect(others).toEqual([]);
    expect(answer).toMatchObject({
      command: 'course explain red 10.0.0.1',
      sample: { line: 21, expected: 'Nothing stops it.', observed: expect.stringContaining('red has no address') },
    });
    expect(picture).toMatchObject({ proof: 'sample', state: 'fail', place: { line: 24 }, sample: { line: 25 } });
    expect(picture?.sample?.output.join('\n')).toContain('┌ red ─');
  });

  test('a check that breaks is an error, never a failure', () => {
    expect(notProved('broken-check').map(show)).toEqual(['error make-red before', 'error make-red after']);
    expect(lessonState(lesson('broken-check'))).toBe('error');
  });

  test('a step that its commands do not pass, with what was expected; the next is not tried', () => {
    const [after, later, ...others] = notProved('never-passes');
    expect(others).toEqual([]);
    expect(after).toMatchObject({ proof: 'after', state: 'fail' });
    expect(after?.checks).toMatchObject([
      { id: 'netns-1', verdict: { state: 'fail', message: 'There is no blue namespace.' } },
    ]);
    expect(later).toMatchObject({ step: 'never-reached', state: 'skipped' });
  });

  test('a look that may not be left out', () => {
    expect(notProved('needs-look').map(show)).toEqual(['fail make-red no-look']);
  });

  test('a lesson whose requirements are missing is skipped and says which', () => {
    expect(lesson('missing').cases).toMatchObject([
      { proof: 'lesson', state: 'skipped', message: expect.stringContaining('a-tool-that-nobody-has') },
    ]);
  });

  test('questions are answered from the lab or the screen; an answer that is nowhere is said', () => {
    expect(notProved('questions').map(show)).toEqual(['skipped one-that-only-the-author-knows after']);
    expect(
      lesson('questions')
        .cases.filter(({ proof }) => proof === 'left-out')
        .map(show),
    ).toEqual([
      'pass one-from-the-lab left-out ip netns add red',
      'pass one-that-is-on-the-screen left-out ip netns add blue',
      'pass one-that-is-on-the-screen left-out ip netns list',
      'pass one-that-only-the-author-knows left-out ip netns add green',
    ]);
  });

  test('a shell that a command ends, and one that never comes back, are the lesson’s mistakes', () => {
    expect(notProved('ends-shell')[0]).toMatchObject({
      proof: 'after',
      state: 'fail',
      command: 'exit',
      message: words.verify.shellEnds({ command: 'exit' }),
    });
    expect(notProved('bad-setup')[0]).toMatchObject({ proof: 'before', state: 'fail' });
    expect(notProved('bad-setup')[0]?.message).toContain('no such thing');
  });

  test('without mutants only the lesson itself is played', async () => {
    const quick = await prove('wrong', {
      mutants: false,
      lessons: (await readCourse(fixture('wrong'), words)).course?.lessons.slice(0, 1) ?? [],
    });
    expect(quick.lessons.flatMap(({ cases }) => cases).map(show)).toEqual([
      'pass make-two-namespaces before',
      'pass make-two-namespaces after',
    ]);
    expect(quick.figures.labs).toBe(1);
  });
});

describe('labs that fail', () => {
  test('no lab: an error that says why, exit 2', async () => {
    const report = await prove(
      'right',
      {},
      { startLab: () => Promise.reject(new LabError('user namespaces are closed')) },
    );
    expect(report.lessons[0]?.cases).toMatchObject([
      { proof: 'lesson', state: 'error', message: expect.stringContaining('user namespaces are closed') },
    ]);
    expect(exitCodeOf(report)).toBe(2);
  });

  test('a lab that dies under a lesson is an error, not the lesson’s mistake', async () => {
    const dying: SessionPorts['startLab'] = async (options) => {
      const lab = await startLab(options);
      const { world, nodes, pid, ready, shell, command, run, trace, capture, watch, ended, close } = lab;
      let asked = 0;
      return {
        ...{ world, nodes, pid, ready, shell, command, run, trace, capture, watch, ended, close },
        snapshot: async (needs) => {
          asked += 1;
          if (asked === 2) await close();
          return lab.snapshot(needs);
        },
      };
    };
    const report = await prove('right', { mutants: false }, { startLab: dying });
    expect(report.lessons[0]?.cases.map(({ proof, state }) => `${state} ${proof}`)).toEqual([
      'pass before',
      'pass sample',
      'error after',
    ]);
    expect(report.lessons[0]?.cases.at(-1)?.message).toBe(words.verify.labEnded({ detail: 'closed' }));
    expect(exitCodeOf(report)).toBe(2);
  });
});

describe('the command', () => {
  const run = async (
    flags: Partial<VerifyFlags>,
    names: readonly string[] = [],
    cwd = fixture(''),
  ): Promise<{ code: number; out: string; err: string }> => {
    let out = '';
    let err = '';
    const code = await runVerify({ reporter: 'readable', mutants: false, ...flags }, names, {
      words,
      language: 'en',
      env: {},
      cwd,
      stdin: process.stdin,
      stdout: process.stdout,
      out: (text) => (out += text),
      err: (text) => (err += text),
      isTerminal: false,
    });
    return { code, out, err };
  };

  test('exit 0 for what is proved; reports name files as seen from here', async () => {
    const { code, out, err } = await run({ course: 'right', reporter: 'junit' });
    expect(code).toBe(0);
    expect(out).toContain('file="right/01-wire/lesson.md" line="13"');
    expect(err).toBe('');
  });

  test('exit 1 when a lesson is wrong, 2 for what cannot be', async () => {
    expect((await run({ course: 'wrong' }, ['false-sample'])).code).toBe(1);
    expect((await run({ course: 'wrong' }, ['missing'])).code).toBe(2);
    expect((await run({ course: 'nowhere' })).code).toBe(2);
    expect(await run({ course: 'right', jobs: 0 })).toEqual({ code: 2, out: '', err: `${words.verify.badJobs}\n` });
    const unknown = await run({ course: 'right' }, ['wyre']);
    expect(unknown.code).toBe(2);
    expect(unknown.err).toContain('wire');
  });

  test('--update draws pictures anew', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'verify-'));
    try {
      await cp(fixture('wrong/11-false-picture'), join(directory, '11-false-picture'), { recursive: true });
      expect((await run({ course: directory, update: true })).code).toBe(1);
      const text = await readFile(join(directory, '11-false-picture', 'lesson.md'), 'utf8');
      expect(text).toMatch(/```text topology\n┌ controlplane ─+┐ +┌ red ─+┐\n(?:.+\n)+```\n\n```yaml check/);
      expect((await run({ course: directory })).code).toBe(0);
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  test('--update makes the samples true and leaves every other byte', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'verify-'));
    try {
      await cp(fixture('wrong/03-false-sample'), join(directory, '03-false-sample'), { recursive: true });
      const file = join(directory, '03-false-sample', 'lesson.md');
      const before = await readFile(file, 'utf8');
      const first = await run({ course: directory, update: true });
      expect(first.code).toBe(1);
      expect(first.err).toContain(words.verify.updated({ file, count: 1 }));
      const after = await readFile(file, 'utf8');
      expect(after).toBe(before.replace('green\n${ns}\n', '${ns}\n'));
      expect((await run({ course: directory, update: true })).code).toBe(0);
      expect(await readFile(file, 'utf8')).toBe(after);
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});
