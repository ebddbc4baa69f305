import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { beforeAll, expect, it } from 'vitest';
import { builtCli } from '../support/built-cli.ts';

let cli: string;
beforeAll(() => {
  cli = builtCli();
});

// An error nobody caught, from outside of all our code: a module that Node is told to load first.
const thrown = `process.on('SIGUSR2', () => { throw new Error('planted') })`;
const rejected = `process.on('SIGUSR2', () => { Promise.reject(new Error('planted')) })`;

it.each([
  ['an error nobody caught', thrown],
  ['a promise nobody waited for', rejected],
])('%s is said as ours, without the source of the bundle, and ends with 70', async (_, planted) => {
  const child = spawn(
    process.execPath,
    ['--import', `data:text/javascript,${planted}`, cli, 'check', 'veth/ping-both-ways', '--transcript', '-'],
    { stdio: ['pipe', 'ignore', 'pipe'] },
  );
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  // It waits for its standard input by then.
  await new Promise((resolve) => setTimeout(resolve, 1500));
  child.kill('SIGUSR2');
  const [code] = await once(child, 'close');
  expect(said).toMatch(/our fault, not yours\): planted/);
  expect(said).toMatch(/Error: planted\n +at /);
  expect(said.length).toBeLessThan(2000);
  expect(code).toBe(70);
});
