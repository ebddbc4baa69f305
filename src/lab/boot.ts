import { randomBytes } from 'node:crypto';
import type { NodeName, WorldName } from '../lesson/types.ts';
import type { SpawnSpec } from '../process/types.ts';
import type { Owner } from './fence/fence.ts';
import { initProgram, nodeSteps } from './build/node-steps.ts';
import { hostStage, lanStage } from './build/stage.ts';
import { encodeSteps } from './build/steps.ts';
import type { LabTools } from './tools.ts';

export interface BootPlan {
  readonly tools: LabTools;
  readonly world: WorldName;
  readonly owner: Owner | undefined;
  /** Give the nodes a cgroup namespace and cgroup2 in it. */
  readonly cgroup: boolean;
  /** Where they have none: a directory of cgroup2 that they see, and nothing can be changed in (runc(8) wants one). */
  readonly cgroupSeen: string | undefined;
  /** Paths below /etc that the user may read and others may not. */
  readonly hidden: readonly string[];
}

/** The nodes of a world, the host first. */
export function nodesOf(world: WorldName): readonly NodeName[] {
  return world === 'lan' ? ['controlplane', 'node01'] : ['controlplane'];
}

/** What the scripts of the build itself see; nothing of it reaches a lab (PID 1 begins with an empty environment). */
const buildEnvironment = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C.UTF-8' };

/** What to start: behind the fence, in the outer user namespace, the stage that sets the limits and starts each node. */
export function bootSpec(plan: BootPlan): SpawnSpec {
  const { tools, world, owner, cgroup, cgroupSeen } = plan;
  const nodes = nodesOf(world).map((node) => nodeCommand(plan, node));
  const [first = [], second = []] = nodes;
  const stage =
    world === 'lan'
      ? [lanStage, 'stage', cgroupWord(cgroup), String(first.length), ...first, ...second]
      : [hostStage, 'stage', cgroupWord(cgroup), ...first];
  return tools.fence({
    argv: [
      tools.unshare,
      '--user',
      '--map-root-user',
      ...(world === 'lan' ? ['--net'] : []),
      ...(cgroupSeen === undefined ? [] : ['--mount']),
      tools.bash,
      '--norc',
      '-c',
      ...stage,
    ],
    env: { ...buildEnvironment, ...(cgroupSeen === undefined ? {} : { CGROUP_SEEN: cgroupSeen }) },
    owner,
    diesWithParent: true,
  });
}

const cgroupWord = (cgroup: boolean): string => (cgroup ? 'namespace' : 'none');

/**
 * What becomes a node's PID 1: a bash by a name that `ps` and `lsns` show whole, and by which .bashrc knows it. Without
 * arguments it reads commands from its standard input, where none ever come: the control pipe. So it only waits, reaps
 * orphans, has no child whose death would end the lab, and goes when the pipe closes, with the runner.
 */
const init = [initProgram, 'init'];

function nodeCommand({ tools, world, cgroup, cgroupSeen, hidden }: BootPlan, node: NodeName): string[] {
  const machineId = randomBytes(16).toString('hex');
  return [
    tools.unshare,
    ...['--user', '--map-root-user', '--mount', '--net', '--pid', '--uts', '--ipc'],
    ...(cgroup ? ['--cgroup'] : []),
    ...['--fork', '--kill-child'],
    ...tools.build,
    ...encodeSteps(nodeSteps({ node, world, tcpdump: tools.tcpdump, cgroup, cgroupSeen, hidden, machineId })),
    ...init,
  ];
}
