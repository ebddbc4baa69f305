import { spawn } from 'node:child_process';

/** The middle of some numbers; of an even count the mean of the two. */
export function median(numbers) {
  const sorted = [...numbers].sort((one, other) => one - other);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Milliseconds that something took, and what it gave. */
export async function timed(task) {
  const began = performance.now();
  const value = await task();
  return { ms: performance.now() - began, value };
}

/**
 * Times several tasks in turn, so that a load which comes and goes meets all of them alike; the first round is not
 * counted.
 * @returns the median of each, in milliseconds
 */
export async function inTurn(rounds, tasks) {
  const times = tasks.map(() => []);
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, task] of tasks.entries()) {
      const { ms } = await timed(task);
      if (round > 0) times[index].push(ms);
    }
  }
  return times.map(median);
}

/** Runs a program to its end. @throws when it does not end with one of the codes, or takes longer */
export function run(file, args, { codes = [0], timeoutMs = 60_000, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: timeoutMs, ...options });
    const kept = { stdout: '', stderr: '' };
    child.stdout.on('data', (bytes) => (kept.stdout += bytes));
    child.stderr.on('data', (bytes) => (kept.stderr += bytes));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (codes.includes(code)) resolve({ ...kept, code });
      else reject(new Error(`${file} ${args.join(' ')}: ${code ?? signal}\n${kept.stderr.slice(-500)}`));
    });
  });
}

/**
 * One row. `target` is the most that `value` may be; `beside` is what it was measured against in the same run, and `how`
 * says what else a reader must know.
 */
export function figure(name, value, unit, { target, beside, how } = {}) {
  const met = target === undefined ? undefined : value <= target;
  return { name, value, unit, target, met, beside, how };
}
