import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build } from '../build.mjs';
import { ensureModules, ensurePackages } from '../ensure.mjs';
import { root } from './tree.mjs';

/**
 * Runs the built course with these arguments on this terminal, in the directory the learner called from, and ends as
 * it ended: same exit code, same signal.
 */
export async function runCourse(args) {
  ensureModules();
  await build({ ifNeeded: true });
  ensurePackages();
  // npm tells where it was called; it changes to the package's directory before it runs a script.
  const cwd = process.env.INIT_CWD ?? process.cwd();
  const child = spawn(process.execPath, [join(root, 'dist', 'cli.js'), ...args], { cwd, stdio: 'inherit' });
  // The terminal sends ^C to both; the course decides what it means. Other signals are meant for it.
  process.on('SIGINT', () => undefined);
  process.on('SIGQUIT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  const [code, signal] = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (...how) => resolve(how));
  });
  if (signal !== null) process.removeAllListeners(signal);
  if (signal !== null) process.kill(process.pid, signal);
  process.exitCode = code ?? 70;
}
