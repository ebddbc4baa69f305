// Runs one of our programs in this process, and says at its end what it and all its children used (getrusage(2)).
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

process.on('exit', () => {
  const { maxRSS } = process.resourceUsage();
  // proc_pid_stat(5): fields 14 to 17, own time and that of children that were waited for, in hundredths of a second.
  const text = readFileSync('/proc/self/stat', 'latin1');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  process.stderr.write(`\n${JSON.stringify({ cpuSeconds: ticks / 100, maxMiB: maxRSS / 1024 })}\n`);
});
process.argv.splice(1, 1);
await import(pathToFileURL(process.argv[1]).href);
