// `npm run bench`: measures what the course promises and prints it as a table, each figure with its target and with what
// it is to be compared with, measured in the same run. `--json FILE` writes the same as data; names of parts run only those.
import { existsSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';
import { machine, table } from './bench/table.mjs';

const uiFile = new URL('./bench/ui.mjs', import.meta.url);

/** Quick ones first; each is loaded when it is its turn, since a process that has done much is slower to fork. */
const parts = {
  version: async () => (await import('./bench/start.mjs')).benchVersion(),
  boot: async () => (await import('./bench/boot.mjs')).benchBoot(),
  probe: async () => (await import('./bench/probe.mjs')).benchProbe(),
  snapshot: async () => (await import('./bench/snapshot.mjs')).benchSnapshot(),
  engine: async () => (await import('./bench/engine.mjs')).benchEngine(),
  trace: async () => (await import('./bench/trace.mjs')).benchTrace(),
  picture: async () => (await import('./bench/picture.mjs')).benchPicture(),
  labs: async () => (await import('./bench/labs.mjs')).benchLabs(),
  idle: async () => (await import('./bench/idle.mjs')).benchIdle(),
  parse: async () => (await import('./bench/parse.mjs')).benchParse(),
  'first-minute': async () => (await import('./bench/first-minute.mjs')).benchFirstMinute(),
  npx: async () => (await import('./bench/start.mjs')).benchNpx(),
  verify: async () => (await import('./bench/verify.mjs')).benchVerify(),
  'verify-docker': async () => (await import('./bench/verify.mjs')).benchEngineLessons(),
  mutants: async () => (await import('./bench/verify.mjs')).benchMutants(),
  frames: async () => (await import('./bench/frames.mjs')).benchFrames(),
  grade: async () => (await import('./bench/grade.mjs')).benchGrade(),
  'grade-hostile': async () => (await import('./bench/grade-hostile.mjs')).benchHostileGrade(),
  ...(existsSync(fileURLToPath(uiFile)) ? { ui: async () => (await import(uiFile.href)).benchUi() } : {}),
};

/** Bounds the whole: what hangs is a figure too. */
const longestMs = 900_000;

const usage = `usage: npm run bench -- [--json FILE] [PART…]\nparts: ${Object.keys(parts).join(' ')}`;

/** @returns the exit code: 0 also where a target was missed, 1 where a part could not be measured, 2 for a wrong call */
async function main(args) {
  const at = args.indexOf('--json');
  const file = at === -1 ? undefined : args[at + 1];
  const names = at === -1 ? args : args.toSpliced(at, 2);
  if ((at !== -1 && file === undefined) || names.some((name) => !Object.hasOwn(parts, name))) {
    console.error(usage);
    return 2;
  }
  await build({ ifNeeded: true });
  const began = machine();
  const figures = [];
  const failed = [];
  for (const [name, measure] of Object.entries(parts).filter(([each]) => names.length === 0 || names.includes(each))) {
    console.error(`${name} …`);
    try {
      figures.push(...(await measure()).map((each) => ({ part: name, ...each })));
    } catch (error) {
      failed.push({ part: name, message: error instanceof Error ? error.message : String(error) });
      console.error(error);
    }
  }
  console.log(table(figures));
  const { cores, kernel, node, arch, user, load } = began;
  console.log(
    `\n${cores} cores (${arch}), Linux ${kernel}, Node ${node}, as ${user}, load ${load.join(' ')} at the start`,
  );
  for (const { part, message } of failed) console.log(`not measured: ${part}: ${message}`);
  const missed = figures.filter(({ met }) => met === false).length;
  if (missed > 0) console.log(`${missed} of ${figures.length} figures miss their target`);
  if (file !== undefined) writeFileSync(file, `${JSON.stringify({ machine: began, figures, failed }, null, 2)}\n`);
  return failed.length > 0 ? 1 : 0;
}

const limit = setTimeout(() => {
  console.error(`given up after ${longestMs / 1000} s`);
  process.exit(1);
}, longestMs);
process.exitCode = await main(process.argv.slice(2));
clearTimeout(limit);
