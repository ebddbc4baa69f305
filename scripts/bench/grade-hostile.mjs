import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../lib/tree.mjs';
import { load } from './load.mjs';
import { figure, run, timed } from './measure.mjs';

const students = 200;
const jobs = 6;

/** A class of 200 with every attack there is: whether each row is right, the honest ones unmoved, and the machine as it was. */
export async function benchHostileGrade() {
  const { makeHostileClass, wrongRows, changedRows } = await load('test/grade/hostile-class.ts');
  const { hostState } = await load('test/lab/host-state.ts');
  const directory = mkdtempSync(join(tmpdir(), 'bench-grade-'));
  const canary = `canary-${process.pid}-${Date.now()}`;
  const secrets = ['/tmp', '/var/tmp', '/dev/shm'].map((place) => mkdtempSync(`${place}/secret-`));
  for (const place of secrets) writeFileSync(join(place, 'secret'), `${canary}\n`);
  try {
    const klass = await makeHostileClass(directory, students);
    const [all, alone] = [join(directory, 'all.json'), join(directory, 'alone.json')];
    const before = await hostState();
    const graded = await timed(() => grade(klass.flags, klass.submissions, all, canary));
    const after = await hostState();
    await grade(klass.flags, klass.honest, alone, canary);
    const text = readFileSync(all, 'utf8');
    const wrong = wrongRows(klass, JSON.parse(text).results);
    const changed = changedRows(klass, all, alone);
    const moved = Object.keys(before).filter((part) => before[part] !== after[part]);
    for (const line of [...wrong, ...changed.map((file) => `${file} differs beside the others`), ...moved])
      console.error(line);
    return [
      figure(
        `a class of ${students}, ${klass.expected.filter(({ isHonest }) => isHonest).length} of them honest`,
        graded.ms,
        'ms',
        {
          target: 300_000,
          how: `${jobs} labs at once; most of it is waiting for what hangs`,
        },
      ),
      figure('rows that are not what they must be', wrong.length, '', { target: 0 }),
      figure('honest rows that differ from those of the honest alone', changed.length, '', { target: 0 }),
      figure('parts of the machine that changed', moved.length, '', { target: 0 }),
      figure('processes left', graded.value.left, '', { target: 0 }),
      figure('secrets of the machine in the gradebook', text.split(canary).length - 1, '', { target: 0 }),
    ];
  } finally {
    for (const place of [directory, ...secrets]) rmSync(place, { recursive: true, force: true });
  }
}

/** Under a subreaper, so that nothing it leaves behind goes unseen. Exit 1: there are rows to look at. */
async function grade(flags, submissions, out, canary) {
  const named = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]);
  const subreaper = join(root, 'fixtures', 'programs', 'subreaper.pl');
  const cli = join(root, 'dist', 'cli.js');
  const { stderr } = await run(
    '/usr/bin/perl',
    [subreaper, process.execPath, cli, 'grade', submissions, ...named, '--out', out, '--jobs', String(jobs)],
    { codes: [0, 1], timeoutMs: 600_000, env: { ...process.env, SECRET_TOKEN: canary } },
  );
  return { left: Number(/^left: (\d+)$/m.exec(stderr)?.[1] ?? -1) };
}
