import { interfacesOf } from '../topology.ts';
import type { Interface, Netns, Topology } from '../types.ts';
import { doubt, stop } from './halt.ts';
import type { Halt } from './types.ts';

/** A bridge that a frame comes by: in by a port, or sent by the bridge itself; out by a port, or taken in. */
export interface Switched {
  readonly netns: Netns;
  readonly bridge: Interface;
  readonly in?: Interface;
  readonly out?: Interface;
}

/** A place where a frame comes out of the wire: an interface that hands it to its namespace. */
export interface Station {
  readonly netns: Netns;
  readonly in: Interface;
  readonly path: readonly Switched[];
  /** The first thing on the way that lets nothing pass now; the station is listed all the same, to be named. */
  readonly block?: Halt;
}

export interface Flooded {
  readonly stations: readonly Station[];
  /** Ways that lead out of what the snapshot shows. */
  readonly doubts: readonly Halt[];
}

/** Everywhere that a broadcast frame sent by an interface comes to: along cables, through bridges, to each place once. */
export function flood(topology: Topology, netns: Netns, from: Interface): Flooded {
  const all = interfacesOf(topology);
  const stations: Station[] = [];
  const doubts: Halt[] = [];
  const seen = new Set([from.id]);

  const leave = (of: Netns, port: Interface, path: readonly Switched[], block: Halt | undefined): void => {
    const { at } = of;
    const { name, kind } = port.link;
    if (kind !== 'veth') doubts.push(doubt('link-kind', { at, name, text: kind }));
    else if (port.peer === undefined || port.peer === 'elsewhere') doubts.push(doubt('leads-elsewhere', { at, name }));
    else {
      const other = all.get(port.peer);
      if (other !== undefined) arrive(other.netns, other.interface, path, block ?? downAt(of, port));
    }
  };

  const arrive = (at: Netns, each: Interface, path: readonly Switched[], before: Halt | undefined): void => {
    if (seen.has(each.id)) return;
    seen.add(each.id);
    const block = before ?? downAt(at, each);
    const bridge = each.master === undefined ? undefined : at.interfaces.find(({ id }) => id === each.master);
    if (bridge === undefined) {
      stations.push({ netns: at, in: each, path, ...(block === undefined ? {} : { block }) });
    } else if (bridge.link.kind === 'bridge') {
      through(at, bridge, each, path, block ?? downAt(at, bridge) ?? portBlock(at, each));
    } else doubts.push(doubt('link-kind', { at: at.at, name: bridge.link.name, text: bridge.link.kind }));
  };

  const through = (
    at: Netns,
    bridge: Interface,
    port: Interface,
    path: readonly Switched[],
    block: Halt | undefined,
  ): void => {
    if (bridge.link.details['vlan_filtering'] === 1) doubts.push(doubt('vlan', { at: at.at, name: bridge.link.name }));
    if (!seen.has(bridge.id)) {
      seen.add(bridge.id);
      const taken = [...path, { netns: at, bridge, in: port }];
      stations.push({ netns: at, in: bridge, path: taken, ...(block === undefined ? {} : { block }) });
    }
    for (const other of portsOf(at, bridge)) {
      if (other.id === port.id || seen.has(other.id)) continue;
      seen.add(other.id);
      if (port.link.port?.['isolated'] === true && other.link.port?.['isolated'] === true) continue;
      leave(at, other, [...path, { netns: at, bridge, in: port, out: other }], block ?? outBlock(at, other));
    }
  };

  if (from.link.kind === 'bridge') {
    for (const port of portsOf(netns, from)) {
      seen.add(port.id);
      leave(netns, port, [{ netns, bridge: from, out: port }], downAt(netns, port) ?? outBlock(netns, port));
    }
  } else leave(netns, from, [], undefined);
  return { stations, doubts };
}

export function portsOf(netns: Netns, bridge: Interface): readonly Interface[] {
  return netns.interfaces.filter(({ master }) => master === bridge.id);
}

/** An interface that is down, as what stops a packet there. */
export function downAt({ at }: Netns, { link }: Interface): Halt | undefined {
  if (link.up) return undefined;
  return stop('link-down', { at, name: link.name }, `ip link show ${link.name}`, `ip link set ${link.name} up`);
}

/** A port by which a question for everybody may not be sent. */
function outBlock(netns: Netns, port: Interface): Halt | undefined {
  const { at } = netns;
  const { name, port: settings } = port.link;
  if (settings?.['bcast_flood'] === false) return doubt('port-settings', { at, name, text: 'bcast_flood off' });
  if (settings?.['neigh_suppress'] === true) return doubt('port-settings', { at, name, text: 'neigh_suppress on' });
  return portBlock(netns, port);
}

/** A port that does not forward: spanning tree keeps it from it for a while, or somebody has disabled it. */
function portBlock({ at }: Netns, { link, state }: Interface): Halt | undefined {
  const now = link.port?.['state'];
  if (state !== 'up' || typeof now !== 'string' || now === 'forwarding') return undefined;
  const mends = now === 'disabled' ? [`bridge link set dev ${link.name} state 3`] : [];
  const look = `bridge -d link show dev ${link.name}`;
  return stop('port-not-forwarding', { at, name: link.name, text: now }, look, ...mends);
}
