import { parseRule, type ParsedRule } from '../../check/net/rules.ts';
import type { Rule, Rules } from '../../check/netns-facts.ts';
import type { Netns } from '../types.ts';
import { walkChains, type End } from './chains.ts';
import { doubt, isHalt, stop } from './halt.ts';
import { filterOwn, type Hook } from './nft.ts';
import { isOwn } from './routes.ts';
import type { Seen } from './rule-match.ts';
import type { Halt, Packet } from './types.ts';

/** The order in which the tables are asked at a hook (Netfilter's priorities: raw, mangle, nat, filter; source nat last). */
const tablesAt: Readonly<Record<Hook, readonly string[]>> = {
  PREROUTING: ['raw', 'mangle', 'nat'],
  INPUT: ['mangle', 'filter', 'security', 'nat'],
  FORWARD: ['mangle', 'filter', 'security'],
  OUTPUT: ['raw', 'mangle', 'nat', 'filter', 'security'],
  POSTROUTING: ['mangle', 'nat'],
};

interface Placed {
  readonly rule: ParsedRule;
  /** What stands after `-A CHAIN`. */
  readonly words: readonly string[];
}

/**
 * What the packet filter makes of a packet at one hook: the packet, perhaps with another address, or what stops it. An answer
 * passes the `nat` tables by: the first packet of a connection has decided for all.
 *
 * @param masquerade the address that MASQUERADE would give it here.
 */
export function filter(
  netns: Netns,
  hook: Hook,
  packet: Packet,
  { in: input, out, masquerade }: { readonly in: string; readonly out: string; readonly masquerade?: string },
): Packet | Halt {
  const { at, facts } = netns;
  if (facts.rules?.state !== 'found') return doubt('not-asked', { at, text: 'iptables-save' });
  const rules = facts.rules.value;
  const sides = { in: input, out, isOwn: (address: string) => isOwn(netns, address) };
  const before = filterOwn(at, rules, { hook, isEarly: true }, { ...sides, packet });
  if (isHalt(before)) return before;
  let now = packet;
  for (const table of tablesAt[hook]) {
    if (table === 'nat' && packet.isReply) continue;
    for (const backend of [undefined, 'legacy'] as const) {
      const seen: Seen = { ...sides, packet: now };
      const end = walkTable(netns, rules, { table, hook, backend }, seen, masquerade);
      if (isHalt(end)) return end;
      now = end;
    }
  }
  const after = filterOwn(at, rules, { hook, isEarly: false }, { ...sides, packet: now });
  return isHalt(after) ? after : now;
}

interface Table {
  readonly table: string;
  readonly hook: Hook;
  readonly backend: 'legacy' | undefined;
}

function walkTable(
  netns: Netns,
  rules: Rules,
  { table, hook, backend }: Table,
  seen: Seen,
  masquerade: string | undefined,
): Packet | Halt {
  const { at } = netns;
  const placed = rules.rules.filter((rule) => rule.table === table && rule.backend === backend).map(placedOf);
  const chains = rules.chains.filter((chain) => chain.table === table && chain.backend === backend);
  const policy = chains.find(({ chain }) => chain === hook)?.policy ?? 'ACCEPT';
  const tool = backend === 'legacy' ? 'iptables-legacy' : 'iptables';
  const inTable = table === 'filter' ? '' : ` -t ${table}`;
  const look = `${tool}${inTable} -S`;
  return walkChains(
    at,
    {
      rules: placed,
      names: new Set(chains.map(({ chain }) => chain)),
      start: hook,
      policy:
        policy === 'DROP'
          ? stop('filter-policy', { at, name: table, to: hook }, look, `${tool}${inTable} -P ${hook} ACCEPT`)
          : 'accept',
      drop: ({ rule, words }) =>
        stop(
          'filter-rule',
          { at, name: table, to: hook, text: rule.text },
          look,
          `${tool}${inTable} -D ${[rule.chain, ...words].map(quoted).join(' ')}`,
        ),
      other: (rule) => rewrite(netns, rule, seen.packet, masquerade),
    },
    seen,
  );
}

function placedOf(rule: Rule): Placed {
  const isWhole = rule.words[0] === '-A' || rule.words[0] === '--append';
  return { rule: parseRule(rule), words: isWhole ? rule.words.slice(2) : rule.words };
}

function quoted(word: string): string {
  return /^[\w@%+=:,./!-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

const wholeAddress = /^(\d+\.\d+\.\d+\.\d+)(?::(\d+))?$/;

function rewrite({ at }: Netns, rule: ParsedRule, packet: Packet, masquerade: string | undefined): End {
  const unknown = doubt('rewriting', { at, text: rule.text });
  if (rule.target === 'MASQUERADE') {
    return masquerade === undefined ? unknown : { rewritten: { ...packet, source: masquerade } };
  }
  const option = rule.target === 'DNAT' ? '--to-destination' : rule.target === 'SNAT' ? '--to-source' : undefined;
  const value = rule.targetOptions.find((each) => each.option === option)?.values[0] ?? '';
  const [, address, port] = wholeAddress.exec(value) ?? [];
  if (address === undefined) return unknown;
  if (rule.target === 'SNAT') return { rewritten: { ...packet, source: address } };
  const destinationPort = port === undefined ? packet.destinationPort : Number(port);
  return { rewritten: { ...packet, destination: address, destinationPort } };
}
