import type { SpawnSpec } from '../process/types.ts';
import type { Owner } from './fence/fence.ts';
import type { LabTools } from './tools.ts';

/** How to get into one node of a lab. */
export interface Entrance {
  readonly tools: LabTools;
  readonly pid: number;
  readonly owner: Owner | undefined;
  /** The node has a cgroup namespace. */
  readonly cgroup: boolean;
}

/** Environment of everything in a lab. SHELL is what `unshare` and others start where no program is named. */
const labEnvironment = {
  HOME: '/root',
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LANG: 'C.UTF-8',
  SHELL: '/bin/bash',
} as const;

/**
 * A program in all namespaces of a node: behind the fence, as the lab's owner from before anything runs, with a fresh
 * environment from the very spawn (a lab's root may read that of whoever enters). nsenter(1) joins the inner user
 * namespace first, which the kernel refuses (EINVAL) for the one we are in: whatever PID means by then, it is never us.
 *
 * @param streams what it will be started on: a pty of ours, or Node's sockets, which it then sees as pipes
 */
export function enterSpec(
  entrance: Entrance,
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
  streams: 'pipes' | 'terminal' = 'terminal',
): SpawnSpec {
  const { tools, pid, owner, cgroup } = entrance;
  return tools.fence({
    argv: [
      ...[tools.nsenter, '-t', String(pid), '-U', '-m', '-n', '-p', '-u', '-i'],
      ...(cgroup ? ['-C'] : []),
      ...['--preserve-credentials', '--', ...argv],
    ],
    env: { ...labEnvironment, ...env },
    owner,
    pipes: streams === 'pipes',
  });
}

/** A terminal type's name as terminfo(5) allows it, or the emulator's. */
export function terminalType(wished: string | undefined): string {
  return wished !== undefined && /^[\w.+-]{1,64}$/.test(wished) ? wished : 'xterm-256color';
}
