import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib/tree.mjs';
import { figure, run, timed } from './measure.mjs';

/** `verify` of our own course, whole lessons alone. */
export async function benchVerify() {
  const { ms, report } = await verify(['--no-mutants']);
  const { figures } = report;
  const longest = figures.longestCommandsMs;
  return [
    figure('verify of the course, without left-out commands', figures.wallMs, 'ms', {
      target: 1.3 * longest,
      beside: { name: "the longest lesson's commands alone", value: longest, unit: 'ms' },
      how: `${report.counts.pass} cases in ${figures.labs} labs; ${seconds(ms)} with the program's start`,
    }),
    figure('the same, one lab after another', figures.labMs, 'ms'),
  ];
}

/** The same with every command left out in turn. */
export async function benchMutants() {
  const { report } = await verify([]);
  const { figures } = report;
  return [
    figure('verify of the course, each command left out', figures.wallMs, 'ms', {
      how: `${report.counts.pass} cases in ${figures.labs} labs, ${figures.jobs} at once`,
    }),
    figure('the same, one lab after another', figures.labMs, 'ms', { how: 'the sum of the labs’ lives' }),
  ];
}

const engineLessons = ['docker', 'reaching-in', 'cni', 'pause'];

/** The lessons with a Docker Engine, each in a lab of its own. */
export async function benchEngineLessons() {
  const { report } = await verify(['--no-mutants', ...engineLessons]);
  const waits = engineLessons.map(unavoidableMs);
  return [
    figure('verify of the four lessons with Docker, without left-out commands', report.figures.wallMs, 'ms', {
      beside: { name: 'waits that their text asks for, all four', value: waits.reduce((a, b) => a + b, 0), unit: 'ms' },
      how: `${report.counts.pass} cases in ${report.figures.labs} labs at once`,
    }),
    figure('the same, one lab after another', report.figures.labMs, 'ms'),
  ];
}

/** What curl's `-m` and ping's `-W` wait for in vain, by the lesson's own samples. */
function unavoidableMs(id) {
  const folder = readdirSync(join(root, 'lessons')).find((name) => name.replace(/^\d+-/, '') === id);
  const lines = readFileSync(join(root, 'lessons', folder, 'lesson.md'), 'utf8').split('\n');
  let seconds = 0;
  let patience = 0;
  for (const line of lines) {
    if (/^(?:\w+ )?\$ /.test(line)) patience = Number(/ -[mW] (\d+)/.exec(line)?.[1] ?? 0);
    if (/^curl: \(28\)|100% packet loss/.test(line)) seconds += patience;
  }
  return seconds * 1000;
}

async function verify(flags) {
  const cli = join(root, 'dist', 'cli.js');
  const args = [cli, 'verify', ...flags, '--reporter', 'json'];
  const { ms, value } = await timed(() => run(process.execPath, args, { cwd: root, timeoutMs: 600_000 }));
  return { ms, report: JSON.parse(value.stdout) };
}

function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`;
}
