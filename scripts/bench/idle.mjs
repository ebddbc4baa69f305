import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../lib/tree.mjs';
import { processorMs } from './labs.mjs';
import { figure } from './measure.mjs';

const idleMs = 10_000;
const restMs = 1_500;
/** Links in two namespaces are asked for, and are not there yet. */
const step = 'veth/plug-it-in';

/** The plain course at a prompt with a step open: time to the prompt, and what waiting costs. */
export async function benchIdle() {
  const home = mkdtempSync(join(tmpdir(), 'netns-course-bench-'));
  try {
    // The first start reads the lessons, the second what the first one kept.
    const first = await playIdle(home, 0);
    const second = await playIdle(home, idleMs);
    return [
      figure('plain course to the first prompt, first start', first.promptMs, 'ms', {
        how: `once, at ${step}, what comes before replayed`,
      }),
      figure('plain course to the first prompt, later', second.promptMs, 'ms', { how: 'the same' }),
      figure('waiting with a step open', second.percent, '% of a core', {
        target: 1,
        how: `over ${idleMs / 1000} s, runner, probes, monitors and shell`,
      }),
    ];
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

async function playIdle(home, ms) {
  const { spawn } = await import('node-pty');
  const env = { HOME: home, PATH: process.env.PATH, TERM: 'xterm-256color', LANG: 'C.UTF-8' };
  const began = performance.now();
  const args = [join(root, 'dist', 'cli.js'), 'start', '--plain', step];
  const pty = spawn(process.execPath, args, { env, cwd: home, cols: 100, rows: 40 });
  const exited = new Promise((resolve) => pty.onExit(resolve));
  try {
    let text = '';
    const prompt = new Promise((resolve, reject) => {
      pty.onData((data) => {
        text += data;
        if (
          /controlplane[^\n]*\$ $/.test(text.replaceAll(/\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\))/g, ''))
        )
          resolve();
      });
      void exited.then(() => reject(new Error(text.slice(-500))));
      setTimeout(() => reject(new Error(`no prompt: ${text.slice(-500)}`)), 20_000).unref();
    });
    await prompt;
    const promptMs = performance.now() - began;
    await sleep(restMs);
    const before = processorMs(pty.pid);
    await sleep(ms);
    const percent = ms === 0 ? 0 : ((processorMs(pty.pid) - before) * 100) / ms;
    return { promptMs, percent };
  } finally {
    pty.kill('SIGTERM');
    await Promise.race([exited, sleep(5_000)]);
  }
}

function sleep(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
