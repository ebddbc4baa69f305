import { lstatSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { NodeName, WorldName } from '../../lesson/types.ts';
import { findCniPlugins } from '../../process/cni.ts';
import { isTrusted } from '../../process/find.ts';
import { bashrc } from './bashrc.ts';
import { sudo, tcpdump } from './shims.ts';
import { mountFlags, type Step } from './steps.ts';

export interface NodePlan {
  readonly node: NodeName;
  readonly world: WorldName;
  /** Where the host has tcpdump. */
  readonly tcpdump: string | undefined;
  /** A cgroup2 mount belongs to it. */
  readonly cgroup: boolean;
  /** Where there is none: what of the host's cgroup2 is seen, read-only. */
  readonly cgroupSeen: string | undefined;
  /** Paths below /etc that the user may read and others may not. */
  readonly hidden: readonly string[];
  /** 32 hex digits, machine-id(5). */
  readonly machineId: string;
}

/** A link to bash: a process is called by the file's name it was started from (proc_pid_comm(5)). */
export const initProgram = '/run/lab/init';

/** A directory that is on every machine. In the node's own mount namespace a tmpfs goes over it; the host's never changes. */
const base = '/tmp';
const { readOnly, noSuid, noDevices, noExecution, remount, bind, recursive } = mountFlags;

/**
 * The steps that build a node's file system, in the order they are taken.
 *
 * - One overlay per directory (one of / is refused in a user namespace), of /usr and /etc only; what else a machine has
 *   starts fresh: the user's own files are not there to be read or deleted. Directories that lessons write are made in
 *   the upper layer, since those of the real root cannot be written. Where mounts below /etc or /usr forbid an overlay (a
 *   container's /etc/hosts), /etc is copied and /usr bound.
 * - Three small tmpfs besides the large one, so that `ip netns add` works when the learner has filled the rest.
 * - Last, / becomes read-only: `rm -rf /` leaves /bin and /lib, and so a way in.
 */
export function nodeSteps(plan: NodePlan): Step[] {
  return [
    ['mount', 'lab', base, 'tmpfs', 0, 'mode=755,size=512m,nr_inodes=64k'],
    ['enter', base],
    ...dataSteps,
    ...etcSteps(plan),
    ...usrSteps(plan),
    ['directory', 'root', 0o755],
    ['mount', 'root', 'root', '', bind, ''],
    ['enter', `${base}/root`],
    ...topSteps(),
    ...deviceSteps,
    ...kernelSteps(plan),
    ['pivot'],
    ['mount', '', '/', '', remount | bind | readOnly, ''],
    ['hostname', plan.node],
    ['loopback'],
    // A new network namespace copies the settings of the machine's first (net.core.devconf_inherit_init_net).
    ['write', '/proc/sys/net/ipv4/ip_forward', '0\n'],
  ];
}

const directories = (mode: number, ...paths: string[]): Step[] => paths.map((path) => ['directory', path, mode]);

/** What starts fresh. */
const fresh = ['var', 'opt', 'home', 'root', 'tmp', 'mnt', 'srv'] as const;

const dataSteps: readonly Step[] = [
  ...directories(0o755, 'data', ...fresh.map((name) => `data/${name}`)),
  ...directories(
    0o755,
    ...['cache', 'lib', 'lib/cni', 'lib/docker', 'lib/nginx', 'log', 'log/nginx', 'spool'].map(
      (name) => `data/var/${name}`,
    ),
  ),
  ...directories(0o1777, 'data/tmp', 'data/var/tmp'),
  ['directory', 'data/root', 0o700],
  ['directory', 'data/cni', 0o755],
  ['link', '/run', 'data/var/run'],
  ['link', '/run/lock', 'data/var/lock'],
];

function etcSteps({ node, world, hidden, machineId }: NodePlan): Step[] {
  const written = ['docker', 'netns', 'iproute2', 'cni', 'sysctl.d'];
  const hiddenDirectories = hidden.flatMap((path) => parents(path));
  return [
    ...directories(
      0o755,
      'layers',
      'layers/etc',
      'layers/etc.work',
      ...[...written, ...new Set(hiddenDirectories)].map((path) => `layers/etc/${path}`),
    ),
    ['file', 'layers/etc/hostname', 0o644, `${node}\n`],
    ['file', 'layers/etc/hosts', 0o644, hostsFile(world, node)],
    ['file', 'layers/etc/resolv.conf', 0o644, '# A lab has no name server: nothing of it reaches the internet.\n'],
    ['file', 'layers/etc/machine-id', 0o644, `${machineId}\n`],
    ['file', 'layers/etc/bash.bashrc', 0o644, ''],
    ['file', 'data/root/.bashrc', 0o644, bashrc(node)],
    ['file', 'data/root/.profile', 0o644, '. ~/.bashrc\n'],
    ...hidden.map((path): Step => ['whiteout', `layers/etc/${path}`]),
  ];
}

/** `ssl`, `ssl/private` of `ssl/private/key`. */
function parents(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

function hostsFile(world: WorldName, node: NodeName): string {
  const names =
    world === 'lan' ? '192.168.0.7 controlplane\n192.168.0.8 node01\n192.168.0.1 router\n' : `127.0.1.1 ${node}\n`;
  return `127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n${names}`;
}

function usrSteps(plan: NodePlan): Step[] {
  return [
    ...directories(
      0o755,
      ...['usr', 'usr.work', 'usr/local', 'usr/local/bin', 'usr/local/sbin'].map((path) => `layers/${path}`),
    ),
    ['file', 'layers/usr/local/bin/sudo', 0o755, sudo],
    ...(plan.tcpdump === undefined
      ? []
      : [['file', 'layers/usr/local/bin/tcpdump', 0o755, tcpdump(plan.tcpdump)] as const]),
    ...iptablesSteps(),
  ];
}

/** iptables in its nft variant where the host's is the legacy one: a lab cannot load that one's kernel modules. */
function iptablesSteps(): Step[] {
  const nft = '/usr/sbin/xtables-nft-multi';
  if (resolved(nft) === undefined || resolved('/usr/sbin/iptables')?.includes('legacy') !== true) return [];
  const names = ['iptables', 'ip6tables'].flatMap((name) => [name, `${name}-save`, `${name}-restore`]);
  return names.map((name) => ['link', nft, `layers/usr/local/sbin/${name}`]);
}

function resolved(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

/** The top of the tree: /bin and /lib as on the host (symlinks where /usr is merged), the overlays, what is fresh. */
function topSteps(): Step[] {
  const mounted = ['usr', 'etc', ...fresh, 'proc', 'sys', 'dev', 'run'];
  const merged = ['bin', 'sbin', 'lib', 'lib32', 'lib64', 'libx32'].flatMap(mergedSteps);
  return [
    ...directories(0o755, ...mounted),
    ...merged,
    ['try'],
    overlay('usr'),
    ['mount', '/usr', 'usr', '', bind | recursive, ''],
    ['try'],
    overlay('etc'),
    ['copy', '/etc', `${base}/layers/etc`, 'etc'],
    // The host's networks (Podman's, a cluster's) are not the lab's, and their directory would be the real root's.
    ['mount', `${base}/data/cni`, 'etc/cni', '', bind, ''],
    ...fresh.map((name): Step => ['mount', `${base}/data/${name}`, name, '', bind, '']),
    ...cniSteps(findCniPlugins()),
  ];
}

/**
 * The CNI plugins where Kubernetes and its documentation have them, by an overlay without an upper layer. Mounted themselves,
 * those that a user fetched would be root's in the user's labs, to be changed there. Where overlays are refused, only such
 * as no user could change are mounted. Those below a home may not be the lab's to see.
 */
function cniSteps(plugins: string | undefined): Step[] {
  if (plugins === undefined) return [];
  const empty = `${base}/layers/cni`;
  const lower = plugins.replaceAll(/[\\:,]/g, '\\$&');
  return [
    ...directories(0o755, 'opt/cni', 'opt/cni/bin', empty),
    ['try'],
    ['mount', 'cni', 'opt/cni/bin', 'overlay', readOnly, `lowerdir=${lower}:${empty},userxattr`],
    isTrusted(join(plugins, 'bridge')) ? ['mount', plugins, 'opt/cni/bin', '', bind, ''] : ['nothing'],
    ...readOnlyIfPossible('opt/cni/bin'),
  ];
}

function mergedSteps(name: string): Step[] {
  try {
    if (lstatSync(`/${name}`).isSymbolicLink()) return [['link', readlinkSync(`/${name}`), name]];
    if (!statSync(`/${name}`).isDirectory()) return [];
    return [
      ['directory', name, 0o755],
      ['mount', `/${name}`, name, '', bind | recursive, ''],
      ...readOnlyIfPossible(name),
    ];
  } catch {
    return [];
  }
}

/** Read-only on top of belonging to the real root; refused where the host's mount has flags that are locked (mount_namespaces(7)). */
const readOnlyIfPossible = (path: string): Step[] => [
  ['try'],
  ['mount', '', path, '', remount | bind | readOnly, ''],
  ['nothing'],
];

const overlay = (name: string): Step => [
  'mount',
  'overlay',
  name,
  'overlay',
  0,
  `lowerdir=/${name},upperdir=${base}/layers/${name},workdir=${base}/layers/${name}.work,userxattr`,
];

const deviceNames = ['null', 'zero', 'full', 'random', 'urandom', 'tty', 'net/tun'] as const;

/** A minimal /dev with its own terminals, never the host's. */
const deviceSteps: readonly Step[] = [
  ['mount', 'dev', 'dev', 'tmpfs', noSuid, 'mode=755,size=64k,nr_inodes=64'],
  ...directories(0o755, 'dev/pts', 'dev/net'),
  ['directory', 'dev/shm', 0o1777],
  ...deviceNames.flatMap((name): Step[] => [
    ['file', `dev/${name}`, 0o666, ''],
    ['try'],
    ['mount', `/dev/${name}`, `dev/${name}`, '', bind, ''],
    ['nothing'],
  ]),
  ['mount', 'devpts', 'dev/pts', 'devpts', noSuid | noExecution, 'newinstance,ptmxmode=0666,mode=620,max=64'],
  ['mount', 'shm', 'dev/shm', 'tmpfs', noSuid | noDevices, 'mode=1777,size=64m,nr_inodes=4k'],
  ['link', 'pts/ptmx', 'dev/ptmx'],
  ['link', '/proc/self/fd', 'dev/fd'],
  ['link', '/proc/self/fd/0', 'dev/stdin'],
  ['link', '/proc/self/fd/1', 'dev/stdout'],
  ['link', '/proc/self/fd/2', 'dev/stderr'],
];

function kernelSteps({ cgroup, cgroupSeen }: NodePlan): Step[] {
  return [
    ['mount', 'proc', 'proc', 'proc', noSuid | noDevices | noExecution, ''],
    ['mount', 'sysfs', 'sys', 'sysfs', noSuid | noDevices | noExecution, ''],
    ...(cgroup
      ? ([
          ['try'],
          ['mount', 'cgroup2', 'sys/fs/cgroup', 'cgroup2', noSuid | noDevices | noExecution, ''],
          ['nothing'],
        ] as const)
      : []),
    ...(cgroupSeen === undefined ? [] : [['mount', cgroupSeen, 'sys/fs/cgroup', '', bind, ''] as const]),
    ['mount', 'run', 'run', 'tmpfs', noSuid, 'mode=755,size=32m,nr_inodes=8k'],
    ...directories(0o755, 'run/netns', 'run/lock', 'run/lab', 'run/lab/sys'),
    // A second sysfs: the kernel wants one fully visible before `ip netns exec` may mount its own.
    ['mount', 'sysfs', 'run/lab/sys', 'sysfs', 0, ''],
    ['link', '/bin/bash', initProgram.slice(1)],
  ];
}
