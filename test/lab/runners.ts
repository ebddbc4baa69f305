import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

let bundled: Promise<string> | undefined;
const directories: string[] = [];

/** A program of fixtures/programs as one JavaScript file that every user can read (a checkout under /root is not). */
export async function bundle(name: string): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'lab-tests-'));
  directories.push(directory);
  chmodSync(directory, 0o755);
  const source = fileURLToPath(new URL(`../../fixtures/programs/${name}.ts`, import.meta.url));
  const outfile = join(directory, `${name}.mjs`);
  await build({
    entryPoints: [source],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['node-pty'],
    // CommonJS packages in an ESM bundle call `require` for Node's own modules.
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
    logLevel: 'error',
  });
  chmodSync(outfile, 0o644);
  return outfile;
}

function runnerFile(): Promise<string> {
  bundled ??= bundle('lab-runner');
  return bundled;
}

/** To be called after the last test of a file that starts runners. */
export function removeBundles(): void {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
}

type RunnerChild = ChildProcess & { readonly stdin: Writable; readonly stdout: Readable };

/** A process that holds a lab, apart from the tests' own: to be killed, or started amid things that must not leak. */
export interface Runner {
  readonly child: RunnerChild;
  /** PID 1 of its lab. */
  readonly pid: number;
  readonly run: (...argv: string[]) => Promise<{ readonly stdout: string; readonly stderr: string }>;
  /** Lets it close its lab and end. */
  readonly end: () => Promise<void>;
}

export interface RunnerOptions {
  readonly world?: 'host' | 'lan';
  /** With an Engine in it. */
  readonly docker?: boolean;
  /** Only obeyed where the tests run as root. */
  readonly uid?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Descriptors it inherits from 3 on. */
  readonly inherited?: readonly number[];
  /** A program and its arguments that starts it. */
  readonly under?: readonly string[];
}

export const isRoot = process.geteuid?.() === 0;

let lastUid = 150_000 + (process.pid % 10_000) * 100;
/** A user whom nobody else is, so that what it leaves can be found; our own where we may not choose. */
export function freshUid(): number {
  return isRoot ? (lastUid += 1) : (process.geteuid?.() ?? 0);
}

/** Starts one without waiting for its lab. */
export async function spawnRunner(options: RunnerOptions = {}): Promise<RunnerChild> {
  const engine = options.docker === true ? ['docker'] : [];
  const argv = [...(options.under ?? []), process.execPath, await runnerFile(), options.world ?? 'host', ...engine];
  const ids = isRoot && options.uid !== undefined ? { uid: options.uid, gid: options.uid } : {};
  const child = spawn(argv[0] ?? '', argv.slice(1), {
    stdio: ['pipe', 'pipe', 'inherit', ...(options.inherited ?? [])],
    env: { PATH: process.env['PATH'] ?? '', ...options.env },
    cwd: '/',
    ...ids,
  });
  if (child.stdin === null || child.stdout === null) throw new Error('no pipes');
  return Object.assign(child, { stdin: child.stdin, stdout: child.stdout });
}

/** Starts one and waits for its lab. */
export async function startRunner(options: RunnerOptions = {}): Promise<Runner> {
  const child = await spawnRunner(options);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<Record<string, unknown>> => {
    const { value, done } = await lines.next();
    if (done === true) throw new Error('the runner ended');
    const parsed: Record<string, unknown> = JSON.parse(value);
    if ('error' in parsed) throw new Error(String(parsed['error']));
    return parsed;
  };
  const pid = Number((await next())['pid']);
  return {
    child,
    pid,
    run: async (...argv) => {
      child.stdin.write(`${JSON.stringify(argv)}\n`);
      const { stdout, stderr } = await next();
      return { stdout: String(stdout), stderr: String(stderr) };
    },
    end: () =>
      new Promise((resolve) => {
        child.once('close', () => resolve());
        child.stdin.end();
      }),
  };
}

/** Pids of an id's processes, but zombies; where that id is our own, of those in another user namespace. */
export function processesOf(uid: number): number[] {
  const own = userNamespace(process.pid);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      const status = read(`/proc/${pid}/status`);
      if (/^State:\s+Z/m.test(status) || !new RegExp(`^Uid:\\s+${uid}\\s`, 'm').test(status)) return false;
      return isRoot || userNamespace(pid) !== own;
    });
}

/** The id that a process has, as this process sees it. */
export function uidOf(pid: number): number {
  return Number(/^Uid:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? -1);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function userNamespace(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/ns/user`);
  } catch {
    return '';
  }
}
