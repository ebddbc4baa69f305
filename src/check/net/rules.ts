import type { Rule, Rules } from '../netns-facts.ts';
import { nftChains, nftRules } from './nft-rules.ts';

/** One option of a rule with its values: `! -o bridge1`, `-m comment --comment …`, `--dport 80`. */
export interface Match {
  readonly option: string;
  readonly negated: boolean;
  readonly values: readonly string[];
}

/** A rule taken apart, by iptables' own names (iptables(8)), whoever made it. */
export interface ParsedRule {
  readonly table: string;
  readonly chain: string;
  readonly matches: readonly Match[];
  /** `ACCEPT`, `MASQUERADE`, a user's chain …; `''` for a rule that only counts. */
  readonly target: string;
  /** `-g` rather than `-j`: what follows in the calling chain is not come back to. */
  readonly goto: boolean;
  /** What stands after the target: `--to-destination 172.17.0.2:80`. */
  readonly targetOptions: readonly Match[];
  /** As `iptables-save` prints it, without the table. */
  readonly text: string;
}

const longNames: Readonly<Record<string, string>> = {
  '--source': '-s',
  '--src': '-s',
  '--destination': '-d',
  '--dst': '-d',
  '--in-interface': '-i',
  '--out-interface': '-o',
  '--protocol': '-p',
  '--proto': '-p',
  '--destination-port': '--dport',
  '--source-port': '--sport',
  '--jump': '-j',
  '--goto': '-g',
  '--match': '-m',
};

/** Splits a rule's words into options; `!` negates the one after it (or, as old iptables wrote it, its value). */
function optionsOf(words: readonly string[]): Match[] {
  const options: { option: string; negated: boolean; values: string[] }[] = [];
  let negated = false;
  for (const word of words) {
    const last = options.at(-1);
    if (word === '!') {
      if (last !== undefined && last.values.length === 0 && last.option !== '-m') last.negated = true;
      else negated = true;
    } else if (/^--?[a-zA-Z]/.test(word)) {
      options.push({ option: longNames[word] ?? word, negated, values: [] });
      negated = false;
    } else {
      last?.values.push(word);
    }
  }
  return options;
}

/** Takes one `-A CHAIN …` line apart. */
export function parseRule({ table, chain, words }: Rule): ParsedRule {
  const own = words[0] === '-A' || words[0] === '--append' ? words.slice(2) : words;
  const options = optionsOf(own);
  const jump = options.findIndex(({ option }) => option === '-j' || option === '-g');
  const text = ['-A', chain, ...own].join(' ');
  if (jump < 0) return { table, chain, matches: options, target: '', goto: false, targetOptions: [], text };
  return {
    table,
    chain,
    matches: options.slice(0, jump),
    target: options[jump]?.values[0] ?? '',
    goto: options[jump]?.option === '-g',
    targetOptions: options.slice(jump + 1),
    text,
  };
}

/** iptables' rules and nft's own, in one form. A chain of nft hooked into FORWARD counts as a chain called that. */
export function allRules(rules: Rules): readonly ParsedRule[] {
  return [...rules.rules.map(parseRule), ...nftRules(rules.nft)];
}

/** The policy of a built-in chain: iptables' own, or `DROP` where a chain of nft at the same hook drops by default. */
export function policyOf(
  rules: Rules,
  table: string,
  chain: string,
): { policy: string; nft?: { table: string; chain: string } } {
  const dropping = nftChains(rules.nft).find(
    (candidate) => candidate.asTable === table && candidate.asChain === chain && candidate.policy === 'drop',
  );
  if (dropping !== undefined) return { policy: 'DROP', nft: { table: dropping.table, chain: dropping.chain } };
  const own = rules.chains.find((candidate) => candidate.table === table && candidate.chain === chain);
  // Where nobody has touched the table yet, the kernel has no such chain, which lets everything through.
  return { policy: own?.policy ?? 'ACCEPT' };
}

/** A rule's value for an option that takes one; `undefined` where it does not have it. */
export function matchOf(rule: ParsedRule, option: string): Match | undefined {
  return rule.matches.find((match) => match.option === option);
}

/** Whether an interface fits `-i`/`-o` (`br+` is any that begins with `br`); a rule without the option takes any. */
export function takesInterface(match: Match | undefined, name: string): boolean {
  if (match === undefined) return true;
  const [value = ''] = match.values;
  const fits = value.endsWith('+') ? name.startsWith(value.slice(0, -1)) : value === name;
  return fits !== match.negated;
}

/** All chains that packets of a built-in chain can come to, itself first. */
export function reachableChains(rules: readonly ParsedRule[], table: string, chain: string): readonly string[] {
  const chains = [chain];
  for (const name of chains) {
    for (const rule of rules) {
      const isNew = rule.table === table && rule.chain === name && !chains.includes(rule.target);
      if (isNew && rules.some((other) => other.table === table && other.chain === rule.target))
        chains.push(rule.target);
    }
  }
  return chains;
}

/**
 * The rules with the source that it takes to come to them: a rule that asks for none, in a chain that exactly one rule
 * jumps to, is for that one's source (CNI plugins' chains; iptables(8), "TARGETS").
 */
export function withJumps(rules: readonly ParsedRule[]): readonly ParsedRule[] {
  return rules.map((rule) => {
    const [jump, ...others] = rules.filter(({ table, target }) => table === rule.table && target === rule.chain);
    const source = jump === undefined || others.length > 0 ? undefined : matchOf(jump, '-s');
    if (source === undefined || matchOf(rule, '-s') !== undefined) return rule;
    return { ...rule, matches: [source, ...rule.matches] };
  });
}
