import type { NodeName } from '../lesson/types.ts';
import { findTool } from '../process/find.ts';
import { run } from '../process/run.ts';
import type { RunResult, SpawnSpec } from '../process/types.ts';
import { netnsPath } from './facts/namespaces.ts';
import { isRootOutside } from './owner.ts';
import type { LabTarget } from './types.ts';

/** Wall clock that a probe has: the kernel answers in milliseconds, only something hostile or broken takes longer. */
const timeoutMs = 2000;

const maxBytes = 8 * 1024 * 1024;

export interface ProbeOptions {
  /** Default 2,000. */
  readonly timeoutMs?: number;
  /** Of each of stdout and stderr; default 8 MiB. */
  readonly maxBytes?: number;
  /** Further namespaces of the node's first process to enter: its host name is in `uts`, some sysctls are in `ipc`. */
  readonly also?: readonly ('uts' | 'ipc')[];
  /** Kill the program when the runner's main thread ends, however it ends (prctl(2), PR_SET_PDEATHSIG). */
  readonly dieWithRunner?: boolean;
}

/** A program that can be started, or why not. */
type ProbeSpec = { readonly spec: SpawnSpec } | { readonly failed: string };

/**
 * Closes what else was inherited, then becomes the program. Node hands on every descriptor that it inherited itself
 * and every pty master of node-pty; a child that lives long would keep a terminal open.
 */
const closeAndExec = 'for f in /proc/self/fd/*; do f=${f##*/}; ((f > 2)) && eval "exec $f>&-"; done; exec "$@"';

/**
 * Asks the kernel about a lab: runs one of the *host's* own programs in the lab's user and network namespaces only, so
 * that nothing the learner can replace (files, PATH, preloads, mounts) has a say. `netns` is a name under `/run/netns`
 * of the node, or `''` for the node's own. The program sees the host's files as the lab's owner, never as the machine's
 * root: arguments are ours, never a lesson's text.
 *
 * Never throws; `failed` says what kept it from starting (no such tool, namespace or node).
 */
export function probe(
  target: LabTarget,
  node: NodeName,
  netns: string,
  argv: readonly string[],
  options: ProbeOptions = {},
): Promise<RunResult> {
  const made = probeSpec(target, node, netns, argv, options);
  if ('failed' in made) return Promise.resolve(notStarted(made.failed));
  return run(made.spec, { timeoutMs: options.timeoutMs ?? timeoutMs, maxBytes: options.maxBytes ?? maxBytes });
}

/** What `probe` starts; for those who keep a program running (`ip monitor`). */
export function probeSpec(
  target: LabTarget,
  node: NodeName,
  netns: string,
  argv: readonly string[],
  options: ProbeOptions = {},
): ProbeSpec {
  const pid = target.pids[node];
  if (pid === undefined) return { failed: `${node}: no such node` };
  // The mapped 0 of a lab must never be the machine's root on the way in either: nsenter keeps the ids it came with.
  if (target.owner === undefined ? isRootOutside() : target.owner.uid <= 0)
    return { failed: 'the lab has no owner to become' };
  const [name = '', ...args] = argv;
  const bash = findTool('bash');
  const nsenter = findTool('nsenter');
  const tool = findTool(name);
  const setpriv = options.dieWithRunner === true ? findTool('setpriv') : undefined;
  if (bash === undefined) return { failed: 'bash: not installed' };
  if (nsenter === undefined) return { failed: 'nsenter: not installed' };
  if (tool === undefined) return { failed: `${name}: not installed` };
  const net = netns === '' ? '--net' : prefixed('--net=', netnsPath(pid, netns));
  if (net === undefined) return { failed: `no network namespace "${netns}"` };
  const also = (options.also ?? []).map((namespace) => `--${namespace}`);
  return {
    spec: {
      file: bash,
      args: [
        '--norc',
        '--noprofile',
        '-c',
        closeAndExec,
        'probe',
        ...(setpriv === undefined ? [] : [setpriv, '--pdeathsig', 'KILL']),
        nsenter,
        '-t',
        String(pid),
        '--user',
        net,
        ...also,
        '--preserve-credentials',
        '--',
        tool,
        ...args,
      ],
      env: { LC_ALL: 'C', PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
      cwd: '/',
      ...(target.owner === undefined ? {} : target.owner),
    },
  };
}

function prefixed(prefix: string, text: string | undefined): string | undefined {
  return text === undefined ? undefined : prefix + text;
}

/** The result of what could not even be begun. */
export function notStarted(failed: string): RunResult {
  return {
    exitCode: null,
    signal: null,
    stdout: '',
    stderr: '',
    truncated: false,
    timedOut: false,
    failed,
    durationMs: 0,
  };
}
