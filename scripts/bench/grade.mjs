import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../lib/tree.mjs';
import { load } from './load.mjs';
import { figure, run, timed } from './measure.mjs';

const students = 200;
const shards = 4;
const jobs = 4;

/** A class of 200 with right submissions of a checkpoint of ten steps: whole, and the first of four shards. */
export async function benchGrade() {
  const directory = mkdtempSync(join(tmpdir(), 'bench-grade-'));
  try {
    const { flags, submissions } = await makeSubmissions(directory);
    const whole = await grade(flags, submissions, ['--out', join(directory, 'grades.json')]);
    const shard = await grade(flags, submissions, ['--shard', `1/${shards}`, '--out', join(directory, 'part.jsonl')]);
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
      figure(`one shard of ${shards}`, shard.ms, 'ms', {
        beside: { name: `a ${shards}th of the whole`, value: whole.ms / shards, unit: 'ms' },
      }),
    ];
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function makeSubmissions(directory) {
  const { makeClass } = await load('test/grade/class.ts');
  const { solutionOf, submissionOf } = await load('test/grade/submit.ts');
  const course = join(root, 'fixtures', 'grade', 'course');
  const ids = Array.from({ length: students }, (_, index) => `s${index}`);
  const { variantOf, flags, submissions } = await makeClass(directory, ids, course);
  for (const student of ids) {
    const { lesson, version, code } = await variantOf(student);
    const submission = submissionOf({ student, code, lesson, version, typed: solutionOf(lesson) });
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
