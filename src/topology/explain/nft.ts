import type { At } from '../../check/facts.ts';
import { ownNft, type OwnChain, type OwnRule } from '../../check/net/nft-own.ts';
import type { Rules } from '../../check/netns-facts.ts';
import { walkChains } from './chains.ts';
import { doubt, isHalt, stop } from './halt.ts';
import type { Seen } from './rule-match.ts';
import type { Netns } from '../types.ts';
import type { Halt } from './types.ts';

/** Where a packet meets the packet filter, by iptables' names. */
export type Hook = 'PREROUTING' | 'INPUT' | 'FORWARD' | 'OUTPUT' | 'POSTROUTING';

/** The priority of nat's destination, and of its source: chains beyond see other addresses (nft(8), standard priorities). */
const natPriority: Readonly<Partial<Record<Hook, number>>> = { PREROUTING: -100, OUTPUT: -100, POSTROUTING: 100 };

/**
 * What the tables that somebody made with nft make of a packet at a hook: the base chains of `filter` there, each in turn, as
 * an accept ends one alone. Tables of other kinds are not followed.
 *
 * @param isEarly only the chains that are asked before addresses are rewritten; else only those after
 */
export function filterOwn(
  at: At,
  { nft }: Rules,
  { hook, isEarly }: { readonly hook: Hook; readonly isEarly: boolean },
  seen: Seen,
): Halt | undefined {
  if (nft.length === 0) return undefined;
  const { chains, rules } = ownNft(nft);
  const border = natPriority[hook];
  const here = chains.filter((chain) => chain.hook === hook || frameFamilies.has(chain.family));
  for (const chain of here.toSorted((a, b) => a.priority - b.priority)) {
    if ((border !== undefined && chain.priority < border) !== isEarly) continue;
    const ended = walkOwn(at, chain, { chains, rules }, { hook, seen });
    if (ended !== undefined) return ended;
  }
  return undefined;
}

/** Tables that see frames, which are not followed: at a bridge too, where no table of packets is asked. */
const frameFamilies: ReadonlySet<string> = new Set(['arp', 'bridge', 'netdev']);

/** Whether such a table may stop a frame that a namespace's bridge passes on. */
export function filterFrames({ at, facts }: Netns): Halt | undefined {
  if (facts.rules?.state !== 'found') return doubt('not-asked', { at, text: 'nft list ruleset' });
  const { chains, rules } = ownNft(facts.rules.value.nft);
  const mayStop = chains.some(
    ({ family, table, policy }) =>
      frameFamilies.has(family) &&
      (policy !== 'accept' || rules.some((rule) => rule.family === family && rule.table === table)),
  );
  return mayStop ? doubt('nft-rules', { at }) : undefined;
}

function walkOwn(
  at: At,
  base: OwnChain,
  all: { readonly chains: readonly OwnChain[]; readonly rules: readonly OwnRule[] },
  { hook, seen }: { readonly hook: Hook; readonly seen: Seen },
): Halt | undefined {
  const { family, table, chain, type, policy } = base;
  const isHere = (each: { readonly family: string; readonly table: string }): boolean =>
    each.family === family && each.table === table;
  const rules = all.rules.filter(isHere);
  if (rules.length === 0 && policy === 'accept') return undefined;
  // An answer passes `nat` by. What filters frames, or rewrites, is not followed.
  if (type === 'nat' && seen.packet.isReply) return undefined;
  if (type !== 'filter' || !['ip', 'inet'].includes(family)) return doubt('nft-rules', { at });
  // A statement that is not known, without a verdict of its own: a map of verdicts, a change to the packet.
  const strange = rules.find(({ rule }) => rule.target === '' && rule.matches.length > 0);
  if (strange !== undefined) return doubt('nft-rules', { at });
  const place = `${family} ${table} ${chain}`;
  const look = `nft -a list chain ${place}`;
  const found = walkChains(
    at,
    {
      rules,
      names: new Set(all.chains.filter(isHere).map((each) => each.chain)),
      start: chain,
      policy:
        policy === 'drop'
          ? stop('filter-policy', { at, name: table, to: hook }, look, `nft 'chain ${place} { policy accept; }'`)
          : 'accept',
      drop: ({ rule, handle }) =>
        stop(
          'filter-rule',
          { at, name: table, to: hook, text: rule.text },
          look,
          `nft delete rule ${family} ${table} ${rule.chain} handle ${String(handle)}`,
        ),
      other: () => doubt('nft-rules', { at }),
    },
    seen,
  );
  return isHalt(found) ? found : undefined;
}
