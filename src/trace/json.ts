import type { At } from '../check/facts.ts';
import type { Fate, Spot } from './fate.ts';
import type { Sighting } from './life.ts';
import type { Trace } from './trace.ts';

/** A trace as plain, versioned data. Times are microseconds since the first sighting. */
export function traceJson({ sending, fate, sightings, explanation, agreement, drops, lost }: Trace): object {
  const { halt } = explanation;
  return {
    schema: 'netns-course/trace/v1',
    from: placeJson(sending.from),
    to: sending.to,
    ...(sending.port === undefined
      ? { protocol: 'icmp', ...(sending.size === undefined ? {} : { size: sending.size }) }
      : { protocol: 'tcp', port: sending.port }),
    fate: fateJson(fate),
    explain: {
      agreement,
      ...(halt === undefined ? {} : { halt: halt.halt, reason: halt.reason, way: halt.way, ...placeJson(halt.at) }),
    },
    sightings: sightings.map(sightingJson),
    drops: drops.map(({ at, ...drop }) => ({ ...placeJson(at), ...drop })),
    lost,
  };
}

function placeJson({ node, netns }: At): { readonly node: string; readonly netns: string } {
  return { node, netns };
}

function spotJson(spot: Spot): object {
  return { ...placeJson(spot.at), interface: spot.interface };
}

function fateJson(fate: Fate): object {
  const { type } = fate;
  switch (type) {
    case 'answered':
    case 'refused':
      return fate.by === undefined ? { type } : { type, by: spotJson(fate.by) };
    case 'unsent':
      return { type, ...placeJson(fate.at), message: fate.message };
    case 'unseen':
      return { type, ...placeJson(fate.at) };
    case 'rejected':
      return { type, by: spotJson(fate.by), beyond: fate.beyond, source: fate.source, icmp: fate.icmp };
    case 'waits':
      return { type, lost: fate.lost, by: spotJson(fate.by), for: fate.for };
    case 'misaddressed':
      return { type, lost: fate.lost, by: spotJson(fate.by), mac: fate.mac };
    case 'lost-inside':
    case 'lost-between':
      return { type, lost: fate.lost, last: spotJson(fate.last) };
  }
}

function sightingJson({ role, frame, seen, afterUs, changed }: Sighting): object {
  const { ip } = seen;
  const { sourcePort, destinationPort } = ip?.tcp ?? {};
  return {
    afterUs,
    role,
    ...placeJson(frame.at),
    interface: frame.interface,
    direction: frame.direction,
    address: frame.address,
    lengthBytes: frame.lengthBytes,
    ...(seen.mac && { mac: seen.mac }),
    ...(seen.arp && { arp: seen.arp }),
    ...(ip && {
      source: ip.source,
      destination: ip.destination,
      ttl: ip.ttl,
      ...(sourcePort === undefined ? {} : { sourcePort, destinationPort }),
    }),
    changed,
  };
}
