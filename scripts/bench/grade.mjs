import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../lib/tree.mjs';
import { load } from './load.mjs';
import { figure, run, timed } from './measure.mjs';

const students = 200;
const shards = 4;
const jobs = 4;
/** Of the class that is graded in shards every so many-th waits, by its place in the list: the worst for whoever deals in turn. */
const sharded = { students: 100, waitsEach: shards, waitMs: 4_000 };

/** A class of 200 with right submissions of a checkpoint of ten steps; one of 100, a quarter of whom wait, whole and in four shards. */
export async function benchGrade() {
  const directory = mkdtempSync(join(tmpdir(), 'bench-grade-'));
  try {
    const { flags, submissions } = await makeSubmissions(join(directory, 'right'), students, () => []);
    const whole = await grade(flags, submissions, ['--out', join(directory, 'grades.json')]);
    const shares = await gradeShares(join(directory, 'shares'));
    const { results } = JSON.parse(readFileSync(join(directory, 'grades.json'), 'utf8'));
    const right = results.filter(({ status, score }) => status === 'graded' && score === 20).length;
    if (right !== students) throw new Error(`${right} of ${students} got what they deserve`);
    return [
      figure(`${students} right submissions of ten steps, ${jobs} labs at once`, whole.ms, 'ms', {
        target: 60_000,
        how: 'their unavoidable waits are none: no command of the solution waits',
      }),
      figure('of that, each submission', whole.ms / students, 'ms'),
      figure('processors, each submission', (1000 * whole.cpuSeconds) / students, 'ms', {
        how: 'user and system time of grade and all that it waited for',
      }),
      figure('memory of grade at most', whole.maxMiB, 'MiB'),
      ...shares,
    ];
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function gradeShares(directory) {
  const wait = { line: `sleep ${sharded.waitMs / 1000}`, startedMs: 900_000, endedMs: 900_000 + sharded.waitMs };
  const { flags, submissions } = await makeSubmissions(directory, sharded.students, (index) =>
    index % sharded.waitsEach === 0 ? [wait] : [],
  );
  const whole = await grade(flags, submissions, ['--out', join(directory, 'grades.json')]);
  const times = [];
  for (let index = 1; index <= shards; index += 1) {
    const out = join(directory, `part-${index}.jsonl`);
    times.push((await grade(flags, submissions, ['--shard', `${index}/${shards}`, '--out', out])).ms);
  }
  const part = whole.ms / shards;
  const beside = { name: `a ${shards}th of the whole`, value: part, unit: 'ms' };
  const how = `${sharded.students} submissions, of which each ${sharded.waitsEach}th waits ${sharded.waitMs / 1000} s`;
  return [
    figure(`the longest of ${shards} shards`, Math.max(...times), 'ms', { target: 1.15 * part, beside, how }),
    figure(`a ${shards}th of the whole, of the shortest`, (100 * part) / Math.min(...times), '%', {
      target: 100 / 0.85,
    }),
  ];
}

async function makeSubmissions(directory, count, moreOf) {
  const { makeClass } = await load('test/grade/class.ts');
  const { solutionOf, submissionOf } = await load('test/grade/submit.ts');
  const course = join(root, 'fixtures', 'grade', 'course');
  const ids = Array.from({ length: count }, (_, index) => `s${String(index).padStart(3, '0')}`);
  const { variantOf, flags, submissions } = await makeClass(directory, ids, course);
  for (const [index, student] of ids.entries()) {
    const { lesson, version, code } = await variantOf(student);
    const typed = [...solutionOf(lesson), ...moreOf(index)];
    const submission = submissionOf({ student, code, lesson, version, typed });
    writeFileSync(join(submissions, `${student}.json`), JSON.stringify(submission));
  }
  return { flags, submissions };
}

async function grade(flags, submissions, more) {
  const cli = join(root, 'dist', 'cli.js');
  const named = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]);
  const args = [join(root, 'scripts', 'bench', 'rusage.mjs'), cli, 'grade', submissions, ...named, ...more];
  const { ms, value } = await timed(() =>
    run(process.execPath, [...args, '--jobs', String(jobs)], { timeoutMs: 280_000 }),
  );
  return { ms, ...JSON.parse(value.stderr.trim().split('\n').at(-1)) };
}
