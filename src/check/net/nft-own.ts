import { chainHook, isObject, ruleOf, textOf } from './nft-rules.ts';
import type { ParsedRule } from './rules.ts';

/** A chain of a table that somebody made with nft; `hook` is `''` where it is hooked nowhere. */
export interface OwnChain {
  readonly family: string;
  readonly table: string;
  readonly chain: string;
  readonly type: string;
  /** By iptables' name. */
  readonly hook: string;
  readonly priority: number;
  readonly policy: string;
}

/** A rule in such a chain, in iptables' words as far as there are any, and what nft calls it by. */
export interface OwnRule {
  readonly family: string;
  readonly table: string;
  readonly handle: number;
  readonly rule: ParsedRule;
}

/** Reads what `nft -j list ruleset` says of tables that IPv4 packets, or the frames of them, come by, each chain and rule under its own name. */
export function ownNft(nft: readonly unknown[]): {
  readonly chains: readonly OwnChain[];
  readonly rules: readonly OwnRule[];
} {
  const entries = nft.filter(isObject);
  const isOther = (each: Readonly<Record<string, unknown>>): boolean => textOf(each['family']) === 'ip6';
  const chains = entries.flatMap((entry) => {
    const chain = entry['chain'];
    if (!isObject(chain) || isOther(chain)) return [];
    return [
      {
        family: textOf(chain['family']),
        table: textOf(chain['table']),
        chain: textOf(chain['name']),
        type: textOf(chain['type']),
        hook: chainHook(textOf(chain['hook'])),
        priority: Number(chain['prio'] ?? 0),
        policy: textOf(chain['policy']) || 'accept',
      },
    ];
  });
  const rules = entries.flatMap((entry) => {
    const rule = entry['rule'];
    if (!isObject(rule) || isOther(rule)) return [];
    const [table, chain] = [textOf(rule['table']), textOf(rule['chain'])];
    const handle = Number(rule['handle']);
    return [{ family: textOf(rule['family']), table, handle, rule: ruleOf(rule, { table, chain }) }];
  });
  return { chains, rules };
}
