import type { At } from '../check/facts.ts';
import type { Need, NetnsPart, Snapshot } from '../check/snapshot.ts';
import type { NodeName } from '../lesson/types.ts';

const parts: readonly NetnsPart[] = ['links', 'routes', 'lookups', 'neighbours', 'fdb', 'sockets', 'rules'];

/** Switches that decide what becomes of a packet, beside those of each interface. */
const keys: readonly string[] = [
  'net.ipv4.ip_forward',
  'net.ipv4.icmp_echo_ignore_all',
  'net.ipv4.conf.all.rp_filter',
  'net.ipv4.conf.all.arp_ignore',
  'net.ipv4.conf.all.proxy_arp',
  'net.ipv4.conf.all.route_localnet',
  'net.ipv4.ip_default_ttl',
  'net.bridge.bridge-nf-call-iptables',
];

/** Those of them that a picture shows. */
const shownKeys: readonly string[] = ['net.ipv4.ip_forward', 'net.bridge.bridge-nf-call-iptables'];

/** Where a Docker Engine may run: its containers' names say what a namespace is called. */
const engines: readonly Need[] = [{ what: 'containers', node: 'controlplane' }];

const interfaceKeys = ['rp_filter', 'forwarding', 'arp_ignore', 'proxy_arp', 'accept_local', 'route_localnet'] as const;

export type InterfaceKey = (typeof interfaceKeys)[number];

/** Asks something for facts: a lab, or this machine. */
export type TakeSnapshot = (needs: readonly Need[]) => Promise<Snapshot>;

/**
 * One snapshot of everything that a picture and `explain` read. The answer to each question says what the next
 * one is about: names of namespaces, what is in them, and the switches of those interfaces that came without. Nothing is
 * sent into the network.
 */
export async function takeWhole(take: TakeSnapshot, nodes: readonly NodeName[]): Promise<Snapshot> {
  const places = placesOf(await take(nodes.map((node) => ({ what: 'namespaces', node, unnamed: true }))));
  const whole = await take([...places.flatMap(needsOf), ...engines]);
  const switches = switchesOf(whole);
  return switches.length === 0 ? whole : withSwitches(whole, await take(switches));
}

/** What a picture shows and nothing more: cheap enough to be asked at every change. Nothing is sent into the network. */
export async function takePicture(take: TakeSnapshot, nodes: readonly NodeName[]): Promise<Snapshot> {
  const places = placesOf(await take(nodes.map((node) => ({ what: 'namespaces', node, unnamed: true }))));
  return take([
    ...places.flatMap(({ node, netns }): Need[] => [
      ...(['links', 'routes', 'rules'] as const).map((what) => ({ what, node, netns })),
      ...shownKeys.map((key) => ({ what: 'sysctl', node, netns, key }) as const),
    ]),
    ...engines,
  ]);
}

function placesOf({ nodes }: Snapshot): At[] {
  return (['controlplane', 'node01'] as const).flatMap((node) =>
    (nodes[node]?.netns ?? []).map(({ name }) => ({ node, netns: name })),
  );
}

function needsOf({ node, netns }: At): Need[] {
  return [
    ...parts.map((what) => ({ what, node, netns })),
    ...keys.map((key) => ({ what: 'sysctl', node, netns, key }) as const),
  ];
}

function switchesOf(snapshot: Snapshot): Need[] {
  return placesOf(snapshot).flatMap(({ node, netns }) => {
    const facts = snapshot.nodes[node]?.netns.find(({ name }) => name === netns);
    const links = facts?.links?.state === 'found' ? facts.links.value : [];
    // Nothing comes in from elsewhere by loopback, whose switches decide nothing.
    return links
      .filter(({ kind, switches }) => kind !== 'loopback' && switches === undefined)
      .flatMap(({ name }) =>
        interfaceKeys.map((key) => ({ what: 'sysctl', node, netns, key: interfaceSwitch(name, key) }) as const),
      );
  });
}

/** The key of an interface's switch, with slashes: a name may have dots in it (`eth0.100`; sysctl(8)). */
export function interfaceSwitch(name: string, key: InterfaceKey): string {
  return `net/ipv4/conf/${name}/${key}`;
}

function withSwitches(whole: Snapshot, switches: Snapshot): Snapshot {
  const nodes = (['controlplane', 'node01'] as const).flatMap((node) => {
    const facts = whole.nodes[node];
    if (facts === undefined) return [];
    const netns = facts.netns.map((each) => {
      const more = switches.nodes[node]?.netns.find(({ name, inode }) => name === each.name && inode === each.inode);
      return more?.sysctls === undefined ? each : { ...each, sysctls: { ...each.sysctls, ...more.sysctls } };
    });
    return [[node, { ...facts, netns }] as const];
  });
  return { ...whole, nodes: Object.fromEntries(nodes) };
}
