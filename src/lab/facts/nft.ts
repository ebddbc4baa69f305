import { z } from 'zod';
import type { Found } from '../../check/found.ts';
import { mapFound, parseJson } from './json.ts';

const tableName = z.object({ family: z.string(), name: z.string() });
const partOfTable = z.object({ family: z.string(), table: z.string() });

const ruleset = z.object({ nftables: z.array(z.record(z.string(), z.unknown())) });

/** The tables that iptables and ip6tables keep in nf_tables (iptables-nft(8)). */
const builtinTables: ReadonlySet<string> = new Set(['filter', 'nat', 'mangle', 'raw', 'security']);

interface NftRules {
  /** Objects of tables that iptables did not make, as printed; `metainfo` left out. */
  readonly own: readonly unknown[];
  /** Names of the tables of family `ip` and `ip6` that may be iptables'. */
  readonly compatible: { readonly ip: readonly string[]; readonly ip6: readonly string[] };
}

/**
 * Reads `nft -j list ruleset`. Whether a table `ip nat` is iptables' or somebody's own only `iptables-save` can tell:
 * `isIptables` is asked for each such table that is there.
 */
export function parseNft(
  text: string,
  isIptables: (family: 'ip' | 'ip6', table: string) => boolean = () => false,
): Found<NftRules> {
  const empty = text.trim() === '' ? '{"nftables":[]}' : text;
  return mapFound(parseJson('nft', empty, ruleset), ({ nftables }) => {
    const compatible = { ip: new Set<string>(), ip6: new Set<string>() };
    const own = nftables.filter((object) => {
      if ('metainfo' in object) return false;
      const of = tableOf(object);
      if (of === undefined) return true;
      const { family, table } = of;
      if ((family !== 'ip' && family !== 'ip6') || !builtinTables.has(table)) return true;
      compatible[family].add(table);
      return !isIptables(family, table);
    });
    return { own, compatible: { ip: [...compatible.ip], ip6: [...compatible.ip6] } };
  });
}

function tableOf(object: Readonly<Record<string, unknown>>): { family: string; table: string } | undefined {
  const table = tableName.safeParse(object['table']);
  if (table.success) return { family: table.data.family, table: table.data.name };
  for (const value of Object.values(object)) {
    const part = partOfTable.safeParse(value);
    if (part.success) return part.data;
  }
  return undefined;
}
