import { build } from '../build.mjs';
import { sayFailure, tryAlone } from './again.mjs';
import { ensureModules, ensurePackages } from '../ensure.mjs';
import { canOthersRunNode, ordinaryUser } from './ordinary-user.mjs';
import { labObstacle, unmetNeeds } from './needs.mjs';
import { runStaticStep, staticSteps } from './static-steps.mjs';
import { inParallel } from './steps.mjs';
import { ensureTestTools } from './test-tools.mjs';
import { verifyLessons } from './verify-lessons.mjs';
import { runVitest, testFiles } from './vitest-run.mjs';

/**
 * A hang is a failure with a closing line by then, not a killed job. On two idle cores all of it takes under half of this; a
 * machine that does other things besides is no reason to fail.
 */
const allMs = 40 * 60_000;

/**
 * Runs every step, also after one has failed; the last line is `N passed, N failed`: the tests, and each static step as
 * one. In CI (`CI=true`) something missing is a failure; elsewhere tests that need it are skipped, and named.
 * @param {string[]} args `--static`, `--unit`, `--lab`, `--e2e`, `--verify`: only these
 */
export async function runTests(args) {
  const known = ['--static', '--unit', '--lab', '--e2e', '--verify'];
  const stranger = args.find((arg) => !known.includes(arg));
  if (stranger !== undefined) throw new Error(`${stranger}: not one of ${known.join(', ')}`);
  const wants = (part) => args.length === 0 || args.includes(`--${part}`);
  // The program speaks the locale's language, and so do the tools its labs call: tests read one of them.
  process.env.LC_ALL = 'C.UTF-8';
  const deadline = performance.now() + allMs;
  const left = () => deadline - performance.now();
  const total = { passed: 0, failed: 0, skipped: [] };
  /** What can be tried again, by whom it was run. */
  const tried = [];
  const count = (isGood) => (isGood ? (total.passed += 1) : (total.failed += 1));
  const add = ({ passed, failed, skipped }, by = '') => {
    total.passed += passed;
    total.failed += failed;
    total.skipped.push(...skipped.map((name) => `${name}${by}`));
  };

  ensureModules();
  count(await buildStep());
  const missing = [...ensurePackages(), ...(['lab', 'e2e'].some(wants) ? await ensureTestTools() : [])];
  if (missing.length > 0) {
    console.log(
      `${isCi ? 'FAILED' : 'note  '} missing on this machine: ${missing.join(', ')}; tests that need them are skipped`,
    );
    if (isCi) count(false);
  }
  // In CI nothing is left out: what cannot run fails.
  const obstacle = isCi || !['lab', 'e2e', 'verify'].some(wants) ? undefined : labObstacle();
  const unmet = isCi ? [] : unmetNeeds(missing, obstacle);
  if (wants('static'))
    await inParallel(
      2,
      staticSteps.map((step) => async () => count(await runStaticStep(step))),
    );
  const isRoot = process.getuid?.() === 0;
  /** @param {(only?: string[]) => Promise<import('./vitest-run.mjs').Count>} run all, or only these files */
  const tryOnce =
    (run, by = '') =>
    async () =>
      void tried.push({ run, by, count: await run() });
  const byRoot = isRoot ? ' (as root)' : '';
  const byUser = ' (as an ordinary user)';
  const ofProject = (project) => {
    const isUnmet = new Map(unmet.map(({ file, reason }) => [file, reason]));
    const files = testFiles(project);
    total.skipped.push(...files.filter((file) => isUnmet.has(file)).map((file) => `${file}: ${isUnmet.get(file)}`));
    return files.filter((file) => !isUnmet.has(file));
  };
  const jobs = [];
  if (wants('e2e')) {
    const all = ofProject('e2e');
    jobs.push(tryOnce((files = all) => runVitest('e2e', { limitMs: left(), files })));
  }
  if (wants('lab')) {
    const all = ofProject('lab');
    const once = all.filter((file) => sameForAll.includes(file));
    const each = all.filter((file) => !sameForAll.includes(file));
    jobs.push(tryOnce((files = once) => runVitest('lab', { limitMs: left(), files, label: 'once' }), byRoot));
    jobs.push(tryOnce((files = each) => runVitest('lab', { limitMs: left(), files }), byRoot));
    if (isRoot) {
      const run = (as, files) => runVitest('lab', { limitMs: left(), label: 'user', as, files });
      jobs.push(tryOnce((files = each) => asOrdinaryUser((as) => run(as, files)), byUser));
    }
  }
  if (wants('verify')) {
    if (obstacle !== undefined) total.skipped.push(`the lessons' proof: ${obstacle}`);
    else {
      const prove = (options) => verifyLessons(left(), { maySkip: !isCi, ...options });
      // Learners are ordinary users: theirs is the whole proof. Root's labs differ in who owns them, not in what a command does.
      if (isRoot) {
        const whole = (as, only) => prove({ mutants: true, only, as, by: byUser });
        jobs.push(tryOnce((only) => asOrdinaryUser((as) => whole(as, only)), byUser));
      }
      jobs.push(tryOnce((only) => prove({ mutants: !isRoot, only, by: byRoot }), byRoot));
    }
  }
  if (wants('unit')) jobs.push(tryOnce((files) => runVitest('unit', { limitMs: left(), files })));
  // The longest first. Labs wait more than they compute: three of these at once keep two cores busy.
  await inParallel(3, jobs);

  const failures = [];
  const late = [];
  for (const { run, by, count } of tried) {
    const alone = await tryAlone(count, run);
    add(alone.count, by);
    late.push(...alone.late.map((line) => `${line}${by}`));
    failures.push(...alone.count.failures.map((failure) => `${sayFailure(failure)}${by}`));
  }

  const list = (title, lines) =>
    lines.length > 0 && console.log(`\n${title}\n${lines.map((line) => `  ${line}`).join('\n')}`);
  list('skipped:', total.skipped);
  list('passed alone, after failing beside others:', late);
  // Last, where a log that is cut still has it.
  list('failed:', failures);
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  process.exitCode = total.failed === 0 ? 0 : 1;
}

const isCi = process.env.CI === 'true';

async function buildStep() {
  const begun = performance.now();
  try {
    const isNew = await build({ ifNeeded: true });
    console.log(`ok     build  ${isNew ? `${((performance.now() - begun) / 1000).toFixed(1)} s` : 'up to date'}`);
    return true;
  } catch (error) {
    console.log(`FAILED build\n${error.message}`);
    return false;
  }
}

/** What these prove has nothing to do with who runs it: once, as root, is enough. */
const sameForAll = [
  'test/commands/completion.lab.test.ts',
  'test/commands/doctor.lab.test.ts',
  'test/commands/new-lesson.lab.test.ts',
  'test/commands/setup-cni.lab.test.ts',
  'test/grade/hostile-files.lab.test.ts',
  'test/grade/export/html.lab.test.ts',
  'test/grade/export/print.lab.test.ts',
  'test/grade/hostile.lab.test.ts',
  'test/images/images.lab.test.ts',
  'test/images/pull.lab.test.ts',
  'test/lessons/variants.lab.test.ts',
  'test/session/engine.lab.test.ts',
  'test/session/prove.lab.test.ts',
  'test/share/bash.lab.test.ts',
  'test/share/html.lab.test.ts',
  'test/share/killercoda.lab.test.ts',
  'test/topology/commands.lab.test.ts',
  'test/topology/explain.lab.test.ts',
  'test/topology/pairs.lab.test.ts',
  'test/topology/svg.lab.test.ts',
  'test/trace/capture.lab.test.ts',
  'test/trace/faults.lab.test.ts',
];

/** Lets `run` do something as a user of its own, who is gone afterwards. */
async function asOrdinaryUser(run) {
  if (!canOthersRunNode()) {
    console.log(`FAILED as an ordinary user: only root can run ${process.execPath}; install Node where others can`);
    return { passed: 0, failed: 1, skipped: [], failures: [] };
  }
  const { as, remove } = ordinaryUser();
  try {
    return await run(as);
  } finally {
    remove();
  }
}
