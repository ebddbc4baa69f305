import { spawn } from 'node:child_process';
import { findTool } from '../process/find.ts';
import { run } from '../process/run.ts';
import { installCommands, type Manager } from './packages.ts';
import { quietInstall } from './quiet-install.ts';

/** How this user may install: as root, by sudo (`asks`: it may want a password), or not at all. */
export type Privilege = 'root' | 'sudo' | 'none';

/** A package manager that hangs (a lock held by another, a dead mirror) is left after this. */
const patienceMs = 10 * 60_000;

/** What this user can become. Without a terminal, `sudo` counts only where it asks for nothing. */
export async function privilege(isTerminal: boolean): Promise<Privilege> {
  if (process.geteuid?.() === 0) return 'root';
  const sudo = findTool('sudo');
  if (sudo === undefined) return 'none';
  if (isTerminal) return 'sudo';
  const asked = await run({ file: sudo, args: ['-n', 'true'], env: plainEnv(), cwd: '/' }, { timeoutMs: 5000 });
  return asked.exitCode === 0 ? 'sudo' : 'none';
}

/**
 * Installs packages, the manager's own output on standard error. The lists of packages are fetched only where the
 * manager does not know one of them, or fails; when all together fail, each is tried alone: one that a distribution has
 * dropped does not keep the others away. What came of it is seen by looking for the tools again.
 */
export async function installPackages(
  manager: Manager,
  packages: readonly string[],
  by: 'root' | 'sudo',
): Promise<void> {
  const { refresh } = installCommands(manager, packages);
  const install = async (): Promise<number> => {
    const apart = manager === 'apt' ? await clientsApart(packages) : [];
    return inherit(withoutServices(manager, installCommands(manager, [...packages, ...apart]).install), by);
  };
  const isKnown = manager !== 'apt' || (await aptKnows(packages));
  if (!isKnown) await inherit(refresh, by);
  if ((await install()) === 0) return;
  if (isKnown && (await inherit(refresh, by)) === 0 && (await install()) === 0) return;
  if (packages.length > 1)
    for (const one of packages) await inherit(withoutServices(manager, installCommands(manager, [one]).install), by);
}

/** Only apt starts what it installs. */
function withoutServices(manager: Manager, words: readonly string[]): readonly string[] {
  return manager === 'apt' ? ['sh', '-c', quietInstall, 'setup', ...words] : words;
}

/** From Debian 13 on `docker` itself is in a package that docker.io only recommends. */
async function clientsApart(packages: readonly string[]): Promise<readonly string[]> {
  const client = 'docker-cli';
  return packages.includes('docker.io') && (await aptKnows([client])) ? [client] : [];
}

/** Whether apt has a version to install of every one of them: a fresh image has no lists at all (apt-cache(8)). */
async function aptKnows(packages: readonly string[]): Promise<boolean> {
  const file = findTool('apt-cache');
  if (file === undefined) return false;
  const asked = await run({ file, args: ['policy', ...packages], env: plainEnv(), cwd: '/' }, { timeoutMs: 30_000 });
  const candidates = asked.stdout.match(/^ {2}Candidate: (?!\(none\)).+$/gm) ?? [];
  return candidates.length >= packages.length;
}

/** Runs with our terminal, for sudo's question; standard output is standard error: it is no result of ours. */
function inherit(words: readonly string[], by: 'root' | 'sudo'): Promise<number> {
  const sudo = by === 'sudo' ? ['sudo', ...(process.stdin.isTTY ? [] : ['-n'])] : [];
  const [file = 'false', ...args] = [...sudo, ...words];
  return new Promise((resolve) => {
    const child = spawn(file, args, { stdio: ['inherit', 2, 2], cwd: '/', env: plainEnv(), timeout: patienceMs });
    child.on('error', () => resolve(127));
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/** A package's scripts need a PATH and the proxies; our own settings are none of their business. */
function plainEnv(): Record<string, string> {
  const kept = [
    'PATH',
    'HOME',
    'TERM',
    'http_proxy',
    'https_proxy',
    'no_proxy',
    'HTTP_PROXY',
    'HTTPS_PROXY',
    'NO_PROXY',
  ];
  const own = kept.flatMap((name): [string, string][] => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  const env = Object.fromEntries(own);
  return { ...env, LC_ALL: 'C.UTF-8', PATH: `${env['PATH'] ?? ''}:/usr/sbin:/usr/bin:/sbin:/bin` };
}
