import { isIP } from 'node:net';
import type { HttpNeed, HttpResult, ReachNeed, ReachResult, ScriptNeed, ScriptResult } from '../../check/snapshot.ts';
import type { NodeName } from '../../lesson/types.ts';
import type { RunOptions, RunResult } from '../../process/types.ts';
import type { Ask } from './ask.ts';
import { problemOf } from './problem.ts';

/** How a program is run inside the lab, in all its namespaces: `Lab.run`. */
export type RunInLab = (node: NodeName, argv: readonly string[], options: RunOptions) => Promise<RunResult>;

/** Longer than the tools' own limits of a second: only a machine under heavy load comes so far, and that is no `fail`. */
const limits = { timeoutMs: 4000, maxBytes: 256 * 1024 } as const;

const scriptTimeoutMs = 5000;

const maxBodyBytes = 64 * 1024;

/**
 * Sends one ping (ping(8): exit 0 a reply, 1 none, 2 could not send), or opens one TCP connection, with the host's own
 * programs, and waits a second for the answer.
 */
export async function askReach(ask: Ask, need: ReachNeed): Promise<ReachResult['found']> {
  if (isIP(need.to) === 0) return { state: 'error', message: `not an IP address: ${need.to}` };
  return need.port === undefined ? await ping(ask, need.to) : await connect(ask, need.to, need.port);
}

async function ping(ask: Ask, to: string, isAgain = false): Promise<ReachResult['found']> {
  const result = await ask(['ping', '-n', '-c', '1', '-W', '1', to], limits);
  const said = lines(`${result.stdout}\n${result.stderr}`);
  if (result.exitCode === 0) return answer(true, said.find((line) => line.includes('bytes from')) ?? '');
  if (result.exitCode === 1 && said.some((line) => line.includes('packet loss'))) {
    return answer(
      false,
      said.find((line) => line.startsWith('From ')) ?? said.find((line) => line.includes('packet loss')) ?? '',
    );
  }
  // `socket: Operation not permitted` would be about us; `sendmsg: …` is a rule of the learner's.
  const refused = said.find((line) => noWay.test(line) && !line.includes('socket:'));
  if (result.exitCode === 2 && refused !== undefined) return answer(false, refused);
  // A busy machine had no room for it: seen once in thousands, with no word of why.
  if (said.length === 0 && !isAgain) return ping(ask, to, true);
  return { state: 'error', message: problemOf('ping', result) };
}

/** What connect(2) and sendto(2) say about the network rather than about us: ENETUNREACH, EHOSTUNREACH … */
const noWay =
  /Network is unreachable|No route to host|Host is down|Network is down|Invalid argument|Operation not permitted|Connection (refused|timed out|reset by peer)|Cannot assign requested address/;

/** bash(1) opens /dev/tcp/ADDRESS/PORT itself; timeout(1) ends with 124. */
async function connect(ask: Ask, to: string, port: number): Promise<ReachResult['found']> {
  const script = 'exec 3<>"/dev/tcp/$1/$2"';
  const result = await ask(
    ['timeout', '1', 'bash', '--norc', '--noprofile', '-c', script, 'connect', to, String(port)],
    limits,
  );
  if (result.exitCode === 0) return answer(true, 'connected');
  if (result.exitCode === 124) return answer(false, 'no answer within 1 s');
  const refused = noWay.exec(result.stderr)?.[0];
  if (result.exitCode === 1 && refused !== undefined) return answer(false, refused);
  return { state: 'error', message: problemOf('connect', result) };
}

function answer(answered: boolean, text: string): ReachResult['found'] {
  return { state: 'found', value: { answered, text: text.replace(/^\/\S*\/(?=ping:)/, '').slice(0, 200) } };
}

/** curl's ways to say that the other side, or the way to it, is at fault (curl(1), EXIT CODES). */
const noAnswer: ReadonlySet<number | null> = new Set([1, 6, 7, 8, 16, 18, 28, 35, 52, 55, 56, 60, 63, 92]);

/** One GET, no redirects followed, no proxy, no configuration file read; at most 64 KiB of the body. */
export async function askHttp(ask: Ask, need: HttpNeed): Promise<HttpResult['found']> {
  const url = URL.canParse(need.url) ? new URL(need.url) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    return { state: 'error', message: `not an http URL: ${need.url}` };
  const result = await ask(
    [
      'curl',
      '-q',
      '--silent',
      '--show-error',
      '--include',
      '--globoff',
      '--insecure',
      '--noproxy',
      '*',
      '--proto',
      '=http,https',
      '--connect-timeout',
      '1',
      '--max-time',
      '2',
      '--url',
      url.href,
    ],
    limits,
  );
  const response = parseResponse(result.stdout);
  if (response !== undefined) return { state: 'found', value: response };
  if (noAnswer.has(result.exitCode)) {
    return { state: 'found', value: { status: 0, body: '', text: (lines(result.stderr)[0] ?? '').slice(0, 200) } };
  }
  return { state: 'error', message: problemOf('curl', result) };
}

/** The status line, headers and body that `curl --include` prints; an interim `100 Continue` may come first. */
export function parseResponse(text: string): { readonly status: number; readonly body: string } | undefined {
  const match = /^HTTP\/[\d.]+ (\d{3})[^\n]*\n(?:[^\r\n][^\n]*\n)*?\r?\n([\s\S]*)$/.exec(text);
  const status = Number(match?.[1]);
  const body = match?.[2] ?? '';
  if (match === null) return undefined;
  if (status < 200) return parseResponse(body);
  return { status, body: body.slice(0, maxBodyBytes) };
}

/** Runs a lesson's `bash check` inside the lab, behind its guards; its last line is what it prints last. */
export async function askScript(runInLab: RunInLab, need: ScriptNeed): Promise<ScriptResult['found']> {
  const result = await runInLab(need.node, ['bash', '-c', need.script], {
    timeoutMs: scriptTimeoutMs,
    maxBytes: 64 * 1024,
  });
  if (result.exitCode === null || result.timedOut) return { state: 'error', message: problemOf('bash check', result) };
  const lastLine = lines(result.stdout).at(-1) ?? lines(result.stderr).at(-1) ?? '';
  return { state: 'found', value: { exitCode: result.exitCode, lastLine: lastLine.slice(0, 500) } };
}

function lines(text: string): string[] {
  return text.split(/\r?\n/).filter((line) => line.trim() !== '');
}
