import { parseRule, type ParsedRule } from '../../check/net/rules.ts';
import { nftChains } from '../../check/net/nft-rules.ts';
import type { Rule, Rules } from '../../check/snapshot.ts';
import type { Netns } from '../types.ts';
import { doubt, isHalt, stop } from './halt.ts';
import { isOwn } from './routes.ts';
import { takes, type Seen } from './rule-match.ts';
import type { Halt, Packet } from './types.ts';

export type Hook = 'PREROUTING' | 'INPUT' | 'FORWARD' | 'OUTPUT' | 'POSTROUTING';

/** The order in which the tables are asked at a hook (Netfilter's priorities: raw, mangle, nat, filter; source nat last). */
const tablesAt: Readonly<Record<Hook, readonly string[]>> = {
  PREROUTING: ['raw', 'mangle', 'nat'],
  INPUT: ['mangle', 'filter', 'security', 'nat'],
  FORWARD: ['mangle', 'filter', 'security'],
  OUTPUT: ['raw', 'mangle', 'nat', 'filter', 'security'],
  POSTROUTING: ['mangle', 'nat'],
};

/** Targets after which the next rule is asked. */
const passing = new Set(['', 'LOG', 'NFLOG', 'MARK', 'CONNMARK', 'TRACE', 'TCPMSS', 'TOS', 'DSCP', 'CHECKSUM', 'SET']);

interface Placed {
  readonly rule: ParsedRule;
  /** What stands after `-A CHAIN`. */
  readonly words: readonly string[];
}

type End = 'accept' | 'drop' | Halt | { readonly rewritten: Packet };

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
  if (nftDecides(rules)) return doubt('nft-rules', { at });
  let now = packet;
  for (const table of tablesAt[hook]) {
    if (table === 'nat' && packet.isReply) continue;
    for (const backend of [undefined, 'legacy'] as const) {
      const seen: Seen = { packet: now, in: input, out, isOwn: (address) => isOwn(netns, address) };
      const end = walkTable(netns, rules, { table, hook, backend }, seen, masquerade);
      if (isHalt(end)) return end;
      now = end;
    }
  }
  return now;
}

/** nft's own tables are too rich to be walked here; those that only hold empty chains that accept do nothing. */
function nftDecides({ nft }: Rules): boolean {
  const hasRule = nft.some((entry) => typeof entry === 'object' && entry !== null && 'rule' in entry);
  return hasRule || nftChains(nft).some(({ policy }) => policy === 'drop');
}

interface Chains {
  readonly table: string;
  readonly hook: Hook;
  readonly backend: 'legacy' | undefined;
}

function walkTable(
  netns: Netns,
  rules: Rules,
  { table, hook, backend }: Chains,
  seen: Seen,
  masquerade: string | undefined,
): Packet | Halt {
  const { at } = netns;
  const placed = rules.rules.filter((rule) => rule.table === table && rule.backend === backend).map(placedOf);
  const chains = rules.chains.filter((chain) => chain.table === table && chain.backend === backend);
  const chainNames = new Set(chains.map(({ chain }) => chain));
  const policy = chains.find(({ chain }) => chain === hook)?.policy ?? 'ACCEPT';
  const tool = backend === 'legacy' ? 'iptables-legacy' : 'iptables';
  const inTable = table === 'filter' ? '' : ` -t ${table}`;
  const look = `${tool}${inTable} -S`;
  /** What a rule that may or may not take the packet would make of it. */
  const possible: { readonly end: 'accept' | 'drop' | 'else'; readonly rule: ParsedRule }[] = [];
  let budget = 10_000;

  const drop = ({ rule, words }: Placed): Halt =>
    stop(
      'filter-rule',
      { at, name: table, to: hook, text: rule.text },
      look,
      `${tool}${inTable} -D ${[rule.chain, ...words].map(quoted).join(' ')}`,
    );

  const visit = (chain: string, depth: number): End | 'return' => {
    for (const each of placed) {
      const { rule } = each;
      if (rule.chain !== chain) continue;
      budget -= 1;
      if (budget < 0 || depth > 16) return doubt('filter-match', { at, text: rule.text });
      const taken = takes(rule, seen);
      if (taken === false || passing.has(rule.target)) continue;
      if (taken === undefined) {
        const end = rule.target === 'ACCEPT' ? 'accept' : ['DROP', 'REJECT'].includes(rule.target) ? 'drop' : 'else';
        possible.push({ end, rule });
        continue;
      }
      if (rule.target === 'RETURN') return 'return';
      if (rule.target === 'ACCEPT') return 'accept';
      if (rule.target === 'DROP' || rule.target === 'REJECT') return drop(each);
      if (!chainNames.has(rule.target)) return rewrite(netns, rule, seen.packet, masquerade);
      const inner = visit(rule.target, depth + 1);
      if (inner !== 'return') return inner;
      if (rule.goto) return 'return';
    }
    return 'return';
  };

  let end = visit(hook, 0);
  if (end === 'return') {
    end =
      policy === 'DROP'
        ? stop('filter-policy', { at, name: table, to: hook }, look, `${tool}${inTable} -P ${hook} ACCEPT`)
        : 'accept';
  }
  const kind = end === 'accept' ? 'accept' : isStop(end) ? 'drop' : 'else';
  const other = possible.find((each) => each.end !== kind || kind === 'else');
  if (other !== undefined) return doubt('filter-match', { at, text: other.rule.text });
  if (end === 'accept' || end === 'drop') return seen.packet;
  return isHalt(end) ? end : end.rewritten;
}

function isStop(end: End): boolean {
  return typeof end === 'object' && isHalt(end) && end.halt === 'stop';
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
