import { prefixContains } from '../../check/net/ip.ts';
import { takesInterface, type Match, type ParsedRule } from '../../check/net/rules.ts';
import type { Packet } from './types.ts';

/** A packet where a rule sees it. */
export interface Seen {
  readonly packet: Packet;
  readonly in: string;
  readonly out: string;
  /** Whether an address is one of the namespace's own (`-m addrtype`). */
  readonly isOwn: (address: string) => boolean;
}

/** Whether a rule takes the packet; undefined: it asks for something that we do not know. */
export function takes({ matches }: ParsedRule, seen: Seen): boolean | undefined {
  let unsure = false;
  for (const match of matches) {
    const taken = takesMatch(match, matches, seen);
    if (taken === false) return false;
    if (taken === undefined) unsure = true;
  }
  return unsure ? undefined : true;
}

/** Modules that only bring options along. */
const modules = new Set(['comment', 'conntrack', 'state', 'tcp', 'icmp', 'addrtype', 'multiport', 'udp']);

function takesMatch(match: Match, all: readonly Match[], seen: Seen): boolean | undefined {
  const { packet } = seen;
  const [value = ''] = match.values;
  const xor = (taken: boolean | undefined): boolean | undefined =>
    taken === undefined ? undefined : taken !== match.negated;
  switch (match.option) {
    case '-i':
      return takesInterface(match, seen.in);
    case '-o':
      return takesInterface(match, seen.out);
    case '-s':
      return xor(prefixContains(value, packet.source));
    case '-d':
      return xor(prefixContains(value, packet.destination));
    case '-p':
      return xor(value === 'all' || value === '0' || value === packet.protocol);
    case '--comment':
      return true;
    case '-m':
      return modules.has(value) ? true : undefined;
    case '--dport':
    case '--dports':
      return xor(takesPort(value, packet.destinationPort));
    case '--sport':
    case '--sports':
      return xor(takesPort(value, packet.sourcePort));
    case '--ctstate':
    case '--state': {
      const states = value.split(',');
      const now = packet.isReply ? 'ESTABLISHED' : 'NEW';
      // The others (DNAT, SNAT, …) say what became of the connection before.
      if (states.some((state) => !['NEW', 'ESTABLISHED', 'RELATED', 'INVALID', 'UNTRACKED'].includes(state)))
        return undefined;
      return xor(states.includes(now));
    }
    case '--icmp-type':
      return xor(takesIcmp(value, packet));
    case '--src-type':
    case '--dst-type': {
      if (value !== 'LOCAL' || all.some(({ option }) => option.startsWith('--limit-iface'))) return undefined;
      return xor(seen.isOwn(match.option === '--src-type' ? packet.source : packet.destination));
    }
    default:
      return undefined;
  }
}

function takesPort(value: string, port: number | 'any'): boolean | undefined {
  const ranges = value.split(',').map((range) => range.split(':', 2).map(Number));
  if (ranges.some((range) => range.some((end) => !Number.isInteger(end)))) return undefined;
  const all = ranges.some(([low = 0, high = low]) => low <= 0 && high >= 65_535);
  if (port === 'any') return all ? true : undefined;
  return ranges.some(([low = 0, high = low]) => low <= port && port <= high);
}

function takesIcmp(value: string, { protocol, isReply }: Packet): boolean | undefined {
  if (protocol !== 'icmp') return false;
  if (value === 'any' || value === '255') return true;
  if (['8', '8/0', 'echo-request'].includes(value)) return !isReply;
  if (['0', '0/0', 'echo-reply'].includes(value)) return isReply;
  return /^\d+(\/\d+)?$/.test(value) ? false : undefined;
}
