import { readFileSync } from 'node:fs';
import { limits } from '../limits.ts';
import type { Lab } from '../types.ts';

/**
 * - `fence`: calls that namespaces do not divide are closed, no new privileges.
 * - `uid`: root in a lab is not root of the machine.
 * - `processes`: the limit binds whoever is in the lab.
 * - `memory-first`: a lab is the first that the kernel kills when memory ends.
 * - `read-only-root`: `rm -rf /` leaves a way in.
 * - `cgroup-namespace`: a lab has cgroups of its own; off where the user's session owns the ones we are in, so that no
 *   lab can freeze or kill through them.
 * - `nsdelegate`: the cgroups are mounted so that a namespace is a border (cgroups(7)).
 * - `memory-cgroup`: a lab's memory is bounded by the kernel; off: watched, and the lab is ended before memory ends.
 * - `core-pipe`: on where no core dump can reach the host (kernel.core_pattern is no pipe; a lab's limit is 0 besides).
 * - `legacy-tiocsti`: on where the kernel itself refuses typing into a terminal (dev.tty.legacy_tiocsti=0); the fence does besides.
 */
export type GuardName =
  | 'fence'
  | 'uid'
  | 'processes'
  | 'memory-first'
  | 'read-only-root'
  | 'cgroup-namespace'
  | 'nsdelegate'
  | 'memory-cgroup'
  | 'core-pipe'
  | 'legacy-tiocsti';

export interface Guard {
  readonly name: GuardName;
  readonly on: boolean;
  /** What was found, as the kernel says it. */
  readonly detail: string;
}

/** What a process in the lab says of itself and of PID 1: `key: value` lines. */
const script = `
read -r score < /proc/self/oom_score_adj
echo "oom_score_adj: $score"
while read -r _ _ _ _ at options _; do [[ $at == / ]] && echo "root: \${options%%,*}"; done < /proc/self/mountinfo
grep -E '^(Seccomp|NoNewPrivs):' /proc/self/status
grep '^Max processes' /proc/1/limits | { read -r _ _ soft _; echo "processes: $soft"; }
`;

/** Asks a running lab and the machine which guards are in force. */
export async function findGuards(lab: Lab, cgroupNamespace: boolean): Promise<Guard[]> {
  const inside = await lab.run('controlplane', ['/bin/bash', '--norc', '-c', script], { timeoutMs: 5000 });
  const value = (key: string): string => new RegExp(`^${key}:\\s*(\\S+)`, 'm').exec(inside.stdout)?.[1] ?? '';
  const uid = /^Uid:\s*(\d+)/m.exec(read(`/proc/${lab.pid}/status`))?.[1] ?? '';
  const corePattern = read('/proc/sys/kernel/core_pattern');
  const tiocsti = read('/proc/sys/dev/tty/legacy_tiocsti');
  const cgroups = /^.* - cgroup2 .*$/m.exec(read('/proc/self/mountinfo'))?.[0] ?? '';
  const guard = (name: GuardName, on: boolean, detail: string): Guard => ({ name, on, detail });
  return [
    guard('fence', value('Seccomp') === '2' && value('NoNewPrivs') === '1', `Seccomp ${value('Seccomp')}`),
    guard('uid', uid !== '' && uid !== '0', `uid ${uid}`),
    guard('processes', value('processes') === String(limits.processes), `${value('processes')} processes`),
    guard('memory-first', value('oom_score_adj') === '1000', `oom_score_adj ${value('oom_score_adj')}`),
    guard('read-only-root', value('root') === 'ro', value('root')),
    guard('cgroup-namespace', cgroupNamespace, ''),
    guard('nsdelegate', cgroups.includes('nsdelegate'), cgroups.split(' ').at(-1) ?? ''),
    // Not made yet: it would leave a named cgroup behind a killed runner.
    guard('memory-cgroup', false, ''),
    guard('core-pipe', !corePattern.startsWith('|'), corePattern),
    guard('legacy-tiocsti', tiocsti === '0', tiocsti === '' ? '' : `legacy_tiocsti ${tiocsti}`),
  ];
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}
