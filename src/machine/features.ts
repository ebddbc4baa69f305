import { randomInt } from 'node:crypto';
import { findTool } from '../process/find.ts';
import { run } from '../process/run.ts';

/** What became of trying a kernel feature. `unknown`: no test for that name, no namespace, or no program to try it with. */
export type FeatureState = 'there' | 'missing' | 'unknown';

/** `iptables -m physdev` makes a kernel that may load modules load br_netfilter; a lab cannot ask for it otherwise. */
const brNetfilter = `[ -e /proc/sys/net/bridge/bridge-nf-call-iptables ] || {
  iptables -A FORWARD -m physdev --physdev-is-bridged -j ACCEPT; [ -e /proc/sys/net/bridge/bridge-nf-call-iptables ]; }`;

const link = (words: string): string => `ip link add t0 ${words} && ip link del t0`;

/**
 * How each feature that a lesson may require (`kernel:NAME`) is tried: bash, run as root of a network namespace of its
 * own. The names are the kernel's modules' where there is one.
 */
const tests: Readonly<Record<string, string>> = {
  veth: link('type veth peer name t1'),
  bridge: link('type bridge'),
  vlan: 'ip link set lo up && ip link add link lo name t0 type vlan id 7',
  '8021q': 'ip link set lo up && ip link add link lo name t0 type vlan id 7',
  vxlan: link('type vxlan id 7 dstport 4789'),
  geneve: link('type geneve id 7 remote 10.0.0.1'),
  macvlan: 'ip link add t2 type veth peer name t3 && ip link add link t2 name t0 type macvlan mode bridge',
  ipvlan: 'ip link add t2 type veth peer name t3 && ip link add link t2 name t0 type ipvlan mode l2',
  dummy: link('type dummy'),
  bond: link('type bond'),
  vrf: link('type vrf table 10'),
  ipip: link('type ipip remote 10.0.0.1 local 10.0.0.2'),
  gre: link('type gre remote 10.0.0.1 local 10.0.0.2'),
  wireguard: link('type wireguard'),
  tun: 'ip tuntap add dev t0 mode tap && ip link del t0',
  netem: 'tc qdisc add dev lo root netem delay 1ms',
  br_netfilter: brNetfilter,
  nat: 'iptables -t nat -A POSTROUTING -s 10.0.0.0/8 -j MASQUERADE',
  nf_nat: 'iptables -t nat -A POSTROUTING -s 10.0.0.0/8 -j MASQUERADE',
  conntrack: 'iptables -A FORWARD -m conntrack --ctstate ESTABLISHED -j ACCEPT',
  nf_conntrack: 'iptables -A FORWARD -m conntrack --ctstate ESTABLISHED -j ACCEPT',
  statistic: 'iptables -A FORWARD -m statistic --mode random --probability 0.5 -j ACCEPT',
  nf_tables: 'nft add table ip t',
  ip_vs: '[ -e /proc/net/ip_vs ] || ipvsadm -L',
};

/** Kernel modules that are not called as their feature is. */
const modules: Readonly<Record<string, string>> = {
  vlan: '8021q',
  bond: 'bonding',
  gre: 'ip_gre',
  netem: 'sch_netem',
  nat: 'nf_nat',
  conntrack: 'nf_conntrack',
  statistic: 'xt_statistic',
};

/** The kernel module that brings a feature: what `modprobe` wants. */
export function moduleOf(feature: string): string {
  return (Object.hasOwn(modules, feature) ? modules[feature] : undefined) ?? feature;
}

/** The names that can be tried. */
export const testableFeatures: readonly string[] = Object.keys(tests);

/**
 * Tries features on the running kernel, each in a throw-away network namespace of a user namespace of its own, as an
 * id that nobody has where we are root. Trying may make the kernel load a module, as the lesson would.
 * @param features names without `kernel:`
 */
export async function tryFeatures(features: readonly string[]): Promise<ReadonlyMap<string, FeatureState>> {
  const states = await Promise.all([...new Set(features)].map(async (name) => [name, await tryFeature(name)] as const));
  return new Map(states);
}

async function tryFeature(name: string): Promise<FeatureState> {
  const test = Object.hasOwn(tests, name) ? tests[name] : undefined;
  const unshare = findTool('unshare');
  if (test === undefined || unshare === undefined) return 'unknown';
  const id = randomInt(1_900_000_000, 2_147_000_000);
  // /run: iptables-legacy keeps its lock there. Exit 77: the namespace itself could not be had.
  const script = `export PATH=/usr/sbin:/usr/bin:/sbin:/bin; mount -t tmpfs none /run || exit 77; { ${test}; } || exit 1`;
  const tried = await run(
    {
      file: unshare,
      args: ['--user', '--map-root-user', '--mount', '--net', '--', '/bin/bash', '-c', script],
      env: { LC_ALL: 'C', PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
      cwd: '/',
      ...(process.geteuid?.() === 0 ? { uid: id, gid: id } : {}),
    },
    { timeoutMs: 5000, maxBytes: 64 * 1024 },
  );
  if (tried.exitCode === 0) return 'there';
  if (tried.exitCode === 77 || tried.failed !== undefined || tried.timedOut || /^unshare:/m.test(tried.stderr))
    return 'unknown';
  // The program that would try it is not there, or may not be run: that says nothing of the kernel. bash(1) exits 127 or
  // 126 then, which the test's own words may hide.
  if (/: line \d+: \S+: (?:command not found|No such file or directory|Permission denied)$/m.test(tried.stderr))
    return 'unknown';
  return 'missing';
}
