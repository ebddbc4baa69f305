import { cpus, loadavg, release, totalmem } from 'node:os';

/** What the figures were measured on. */
export function machine() {
  return {
    cores: cpus().length,
    kernel: release(),
    node: process.version,
    arch: process.arch,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    user: process.geteuid?.() === 0 ? 'root' : 'ordinary user',
    load: loadavg().map((each) => Number(each.toFixed(1))),
  };
}

/** The figures as a Markdown table. */
export function table(figures) {
  const rows = figures.map(({ name, value, unit, target, met, beside, how }) => [
    name,
    amount(value, unit),
    target === undefined ? '' : `≤ ${amount(target, unit)}`,
    met === undefined ? '' : met ? 'yes' : 'no',
    [beside && `\`${beside.name}\`: ${amount(beside.value, beside.unit)}`, how].filter(Boolean).join('; '),
  ]);
  const all = [['figure', 'measured', 'target', 'met', 'beside it, and how'], ...rows];
  const widths = all[0].map((_, column) => Math.max(...all.map((row) => row[column].length)));
  const line = (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(all[0]), rule, ...rows.map(line)].join('\n');
}

function amount(value, unit) {
  if (unit === 'ms' && value >= 1000) return `${(value / 1000).toFixed(2)} s`;
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}
