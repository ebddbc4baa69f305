import type { Found } from '../../check/found.ts';
import type { Ask } from './ask.ts';
import { problemOf } from './problem.ts';

/**
 * The file of a sysctl below `/proc/sys`, by sysctl(8)'s rule: the first separator in the key, `.` or `/`, is the one
 * that parts it; the other then stands for itself (`net/ipv4/conf/eth0.100/forwarding`, `net.ipv4.conf.eth0/100.…`).
 * Undefined: not a key.
 */
export function sysctlPath(key: string): string | undefined {
  const separator = /[./]/.exec(key)?.[0] ?? '.';
  const parts = key.split(separator).map((part) => (separator === '.' ? part.replaceAll('/', '.') : part));
  if (parts.length < 2 || parts.some((part) => !/^[\w.:@-]+$/.test(part) || /^\.+$/.test(part))) return undefined;
  return `/proc/sys/${parts.join('/')}`;
}

/**
 * A sysctl as it is in a namespace: `/proc/sys/net` answers for the namespace of who reads it, so the host's `cat` reads
 * it from inside. Keys beside `net` are read in the node's UTS and IPC namespaces too; those that the kernel has only
 * once are the machine's. `missing`: this kernel has no such key, or its module is not loaded.
 */
export async function askSysctl(ask: Ask, key: string): Promise<Found<string>> {
  const path = sysctlPath(key);
  if (path === undefined) return { state: 'error', message: `not a sysctl: ${key}` };
  const entered = /^net[./]/.test(key) ? undefined : ({ also: ['uts', 'ipc'] } as const);
  const result = await ask(['cat', '--', path], entered);
  if (result.exitCode === 0) return { state: 'found', value: result.stdout.replace(/\n$/, '') };
  if (/^\S*cat: .*No such file or directory$/m.test(result.stderr)) return { state: 'missing' };
  return { state: 'error', message: problemOf('cat', result) };
}
