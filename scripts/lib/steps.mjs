import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { root } from './tree.mjs';

/**
 * Runs a program to its end or its time limit, in a process group of its own, so that a limit ends all of it.
 * @param {string[]} argv
 * @param {{ limitMs: number, label?: string, cwd?: string, env?: object, uid?: number, gid?: number }} options
 *   `label`: its output goes to ours line by line, each after this word, for several run at once; else it is kept
 * @returns {Promise<{ code: number, text: string, ms: number, isTooLong: boolean }>}
 */
export function runProgram(argv, { limitMs, label, cwd = root, env = process.env, uid, gid }) {
  const begun = performance.now();
  return new Promise((resolve) => {
    const child = spawn(argv[0], argv.slice(1), {
      cwd,
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(uid === undefined ? {} : { uid, gid }),
    });
    let text = '';
    let isTooLong = false;
    const keep = (bytes) => {
      if (text.length < 1_000_000) text += bytes;
    };
    for (const stream of [child.stdout, child.stderr]) {
      if (label === undefined) stream.on('data', keep);
      else createInterface({ input: stream }).on('line', (line) => console.log(`${label} ${line}`));
    }
    const end = () => {
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch {
        // It has just ended.
      }
    };
    const limit = setTimeout(
      () => {
        isTooLong = true;
        end();
      },
      Math.max(1000, limitMs),
    );
    running.add(end);
    const settle = (code) => {
      clearTimeout(limit);
      running.delete(end);
      resolve({ code, text, ms: performance.now() - begun, isTooLong });
    };
    child.on('error', (error) => {
      text += error.message;
      settle(127);
    });
    child.on('close', (code, signal) => settle(code ?? (signal === null ? 1 : 128)));
  });
}

/** What ends each running program: they are in groups of their own, so ^C does not reach them by itself. */
const running = new Set();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    for (const end of running) end();
    process.exit(130);
  });
}

/** Runs jobs with at most `width` at once, in order. */
export async function inParallel(width, jobs) {
  const queue = [...jobs];
  const worker = async () => {
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) await job();
  };
  await Promise.all(Array.from({ length: width }, worker));
}
