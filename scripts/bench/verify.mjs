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

async function verify(flags) {
  const cli = join(root, 'dist', 'cli.js');
  const args = [cli, 'verify', ...flags, '--reporter', 'json'];
  const { ms, value } = await timed(() => run(process.execPath, args, { cwd: root, timeoutMs: 600_000 }));
  return { ms, report: JSON.parse(value.stdout) };
}

function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`;
}
