import { rm, stat } from 'node:fs/promises';
import { findTool } from '../../process/find.ts';
import { run } from '../../process/run.ts';
import type { RunResult } from '../../process/types.ts';
import { CniReleaseError } from './problem.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** Wall clock of one file: some 50 MB, on a slow line. */
const limitMs = 60 * 60_000;

/** Ten times what a release has. */
const maxBytes = 500_000_000;

/** curl(1): "HTTP server doesn't seem to support byte ranges"; and HTTP's "range not satisfiable". */
const noRange = { exit: 33, status: '416' };

/**
 * A small text of a server.
 * @throws {CniReleaseError}
 */
export async function downloadText(url: string, env: Env): Promise<string> {
  const said = await curl(url, ['--max-filesize', '65536'], env);
  if (said.exitCode !== 0) throw problemOf(url, said);
  return said.stdout.slice(0, said.stdout.lastIndexOf('\n'));
}

/**
 * Fetches a file by curl(1), which knows proxies and redirections; goes on behind what is there of it already, or begins anew
 * where the server cannot.
 * @throws {CniReleaseError}; what came so far stays
 */
export async function downloadFile(url: string, file: string, env: Env): Promise<void> {
  const args = ['--max-filesize', String(maxBytes), '--output', file, '--continue-at', '-'];
  const isBegun = (await stat(file).catch(() => undefined)) !== undefined;
  let said = await curl(url, args, env);
  if (isBegun && (said.exitCode === noRange.exit || statusOf(said) === noRange.status)) {
    await rm(file, { force: true });
    said = await curl(url, args, env);
  }
  if (said.exitCode !== 0) throw problemOf(url, said);
}

async function curl(url: string, args: readonly string[], env: Env): Promise<RunResult> {
  const file = findTool('curl');
  if (file === undefined) throw new CniReleaseError({ kind: 'no-curl' });
  const set = Object.entries(env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
  const always = [
    ...['--fail', '--location', '--globoff', '--silent', '--show-error', '--write-out', '\n%{http_code}'],
    // Who asks by TLS is not led to a place without.
    ...['--proto', url.startsWith('https:') ? '=https' : '=http,https'],
    ...['--connect-timeout', '30', '--speed-limit', '100', '--speed-time', '60'],
  ];
  return run(
    { file, args: [...always, ...args, '--', url], env: Object.fromEntries(set), cwd: '/' },
    { timeoutMs: limitMs },
  );
}

const statusOf = ({ stdout }: RunResult): string => stdout.slice(stdout.lastIndexOf('\n') + 1);

function problemOf(url: string, said: RunResult): CniReleaseError {
  if (statusOf(said) === '404') return new CniReleaseError({ kind: 'not-there', url });
  const detail =
    said.failed ?? (said.stderr.trim().split('\n').at(-1) || `curl: ${String(said.exitCode ?? said.signal)}`);
  return new CniReleaseError({ kind: 'failed', url, detail });
}
