import type { Chain, Rule } from '../../check/netns-facts.ts';
import type { Found } from '../../check/found.ts';

/** What one `iptables-save` printed. */
export interface SavedRules {
  /** In the order printed; also tables without rules. */
  readonly tables: readonly string[];
  readonly chains: readonly Chain[];
  readonly rules: readonly Rule[];
}

/**
 * Reads `iptables-save`, `-legacy-save` and `ip6tables-save` (iptables-save(8)): `*TABLE`, `:CHAIN POLICY [n:n]`,
 * `-A CHAIN …`, `COMMIT`. Comments, also those about tables that only nft understands, are left out.
 */
export function parseIptables(text: string): Found<SavedRules> {
  const tables: string[] = [];
  const chains: Chain[] = [];
  const rules: Rule[] = [];
  let table: string | undefined;
  for (const raw of text.split('\n')) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    if (line.startsWith('*')) {
      table = line.slice(1);
      tables.push(table);
    } else if (line === 'COMMIT') {
      table = undefined;
    } else if (table !== undefined && line.startsWith(':')) {
      const [chain = '', policy = '-'] = line.slice(1).split(/\s+/);
      chains.push({ table, chain, policy });
    } else {
      const words = splitWords(line.replace(/^\[\d+:\d+\]\s+/, ''));
      const [add, chain, ...rest] = words ?? [];
      if (table === undefined || add !== '-A' || chain === undefined) {
        return { state: 'error', message: `iptables-save: not understood: ${JSON.stringify(line.slice(0, 80))}` };
      }
      rules.push({ table, chain, words: rest });
    }
  }
  return { state: 'found', value: { tables, chains, rules } };
}

/**
 * Splits a rule into words as `iptables-restore` does: spaces part them, double quotes hold them together, a backslash
 * in quotes takes the next character as it is. Undefined: a quote that is not closed.
 */
export function splitWords(line: string): string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quoted = false;
  for (let index = 0; index < line.length; index++) {
    const char = line.charAt(index);
    if (quoted && char === '\\' && index + 1 < line.length) {
      word = (word ?? '') + line.charAt(++index);
    } else if (char === '"') {
      quoted = !quoted;
      word ??= '';
    } else if (!quoted && (char === ' ' || char === '\t')) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? '') + char;
    }
  }
  if (quoted) return undefined;
  if (word !== undefined) words.push(word);
  return words;
}
