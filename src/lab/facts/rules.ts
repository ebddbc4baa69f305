import type { Rules } from '../../check/netns-facts.ts';
import type { Found } from '../../check/found.ts';
import { findTool } from '../../process/find.ts';
import type { Ask } from './ask.ts';
import { parseIptables, type SavedRules } from './iptables.ts';
import { parseNft } from './nft.ts';
import { isWhole, problemOf } from './problem.ts';

const nothing: SavedRules = { tables: [], chains: [], rules: [] };

/**
 * The packet-filter rules of one namespace. nft is asked first and the others only where there is something of
 * theirs, since they are three to eight processes: `iptables-nft-save` where nft shows a table that may be
 * iptables', the legacy ones where the kernel's list of their tables is not empty. None of them makes a table.
 */
export async function askRules(ask: Ask): Promise<Found<Rules>> {
  try {
    return { state: 'found', value: await collectRules(ask) };
  } catch (error) {
    return { state: 'error', message: error instanceof Error ? error.message : String(error) };
  }
}

async function collectRules(ask: Ask): Promise<Rules> {
  const nft = findTool('nft') === undefined ? undefined : await output(ask, ['nft', '-j', 'list', 'ruleset']);
  const compatible = nft === undefined ? undefined : valueOf(parseNft(nft)).compatible;
  const [ip, ip6, legacy] = await Promise.all([
    compatible?.ip.length === 0 ? nothing : saved(ask, ['iptables-nft-save', 'iptables-save']),
    compatible?.ip6.length === 0 ? nothing : saved(ask, ['ip6tables-nft-save', 'ip6tables-save']),
    legacyRules(ask),
  ]);
  const own =
    nft === undefined
      ? []
      : valueOf(parseNft(nft, (family, table) => (family === 'ip' ? ip : ip6).tables.includes(table))).own;
  return {
    chains: [...ip.chains, ...legacy.ip.chains],
    rules: [...ip.rules, ...legacy.ip.rules],
    nft: own,
    ip6: { chains: [...ip6.chains, ...legacy.ip6.chains], rules: [...ip6.rules, ...legacy.ip6.rules] },
  };
}

/** The first of these programs that is installed; no rules where none is. A legacy `iptables-save` may be the plain name. */
async function saved(ask: Ask, names: readonly string[]): Promise<SavedRules> {
  const name = names.find((each) => findTool(each) !== undefined);
  return name === undefined ? nothing : valueOf(parseIptables(await output(ask, [name])));
}

/**
 * Rules of the old x_tables. The kernel's list is asked first, because `iptables-legacy-save -t` would make tables; a
 * namespace made before its user namespace had a map keeps the list for the machine's root alone (xt_proto_init): then
 * nothing can be known, and nothing is said.
 */
async function legacyRules(ask: Ask): Promise<{ readonly ip: SavedRules; readonly ip6: SavedRules }> {
  const [ip, ip6] = await Promise.all([
    legacyOf(ask, '/proc/net/ip_tables_names', 'iptables-legacy-save'),
    legacyOf(ask, '/proc/net/ip6_tables_names', 'ip6tables-legacy-save'),
  ]);
  return { ip, ip6 };
}

async function legacyOf(ask: Ask, list: string, name: string): Promise<SavedRules> {
  if (findTool(name) === undefined) return nothing;
  const tables = await ask(['cat', '--', list]);
  if (tables.exitCode !== 0 || tables.stdout.trim() === '') return nothing;
  const { tables: names, chains, rules } = valueOf(parseIptables(await output(ask, [name])));
  return {
    tables: names,
    chains: chains.map((chain) => ({ ...chain, backend: 'legacy' as const })),
    rules: rules.map((rule) => ({ ...rule, backend: 'legacy' as const })),
  };
}

async function output(ask: Ask, argv: readonly [string, ...string[]]): Promise<string> {
  const result = await ask(argv);
  if (!isWhole(result)) throw new Error(problemOf(argv[0], result));
  return result.stdout;
}

function valueOf<T>(found: Found<T>): T {
  if (found.state === 'found') return found.value;
  throw new Error(found.state === 'error' ? found.message : 'nothing there');
}
