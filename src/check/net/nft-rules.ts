import type { ParsedRule, Match } from './rules.ts';

/**
 * What `nft -j list ruleset` (libnftables-json(5)) says, put into iptables' words as far as the checks judge it:
 * sources, destinations, interfaces, protocols, ports, and the verdicts. An expression we do not know becomes an
 * option called by its own name, so that such a rule is never taken for an unconditional one.
 */

type Json = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

export interface NftChain {
  readonly table: string;
  readonly chain: string;
  /** The name of iptables' table and built-in chain at the same hook; `''` where it is hooked nowhere. */
  readonly asTable: string;
  readonly asChain: string;
  readonly policy: string;
}

const hooks: Readonly<Record<string, string>> = {
  prerouting: 'PREROUTING',
  input: 'INPUT',
  forward: 'FORWARD',
  output: 'OUTPUT',
  postrouting: 'POSTROUTING',
};

/** iptables' name of a hook; `''` where there is none. */
export function chainHook(name: string): string {
  return hooks[name] ?? '';
}

/** All chains of nft's own tables that IPv4 packets come by. */
export function nftChains(nft: readonly unknown[]): readonly NftChain[] {
  return nft.filter(isObject).flatMap((entry) => {
    const chain = entry['chain'];
    if (!isObject(chain) || !['ip', 'inet'].includes(textOf(chain['family']))) return [];
    const type = textOf(chain['type']);
    return [
      {
        table: textOf(chain['table']),
        chain: textOf(chain['name']),
        asTable: type === 'nat' ? 'nat' : type === 'filter' ? 'filter' : '',
        asChain: hooks[textOf(chain['hook'])] ?? '',
        policy: textOf(chain['policy']),
      },
    ];
  });
}

/** All rules of those tables. A rule of a hooked chain is given that hook's name for a chain. */
export function nftRules(nft: readonly unknown[]): readonly ParsedRule[] {
  const chains = nftChains(nft);
  return nft.filter(isObject).flatMap((entry) => {
    const rule = entry['rule'];
    if (!isObject(rule) || !['ip', 'inet'].includes(textOf(rule['family']))) return [];
    const [table, name] = [textOf(rule['table']), textOf(rule['chain'])];
    const chain = chains.find((candidate) => candidate.table === table && candidate.chain === name);
    const isHooked = chain !== undefined && chain.asChain !== '';
    const place = isHooked
      ? { table: chain.asTable, chain: chain.asChain }
      : { table: tableOf(chains, table), chain: name };
    const parsed = ruleOf(rule, { table, chain: name });
    return [{ ...parsed, ...place }];
  });
}

/** One rule in iptables' words, in the place that is given. */
export function ruleOf(rule: Json, { table, chain }: { readonly table: string; readonly chain: string }): ParsedRule {
  const expressions = Array.isArray(rule['expr']) ? rule['expr'].filter(isObject) : [];
  const parts = expressions.map(expressionOf);
  const verdict = parts.find((part) => part.target !== undefined);
  const matches = parts.flatMap((part) => part.matches);
  const options = parts.flatMap((part) => part.options);
  return {
    table,
    chain,
    matches,
    target: verdict?.target ?? '',
    goto: parts.some((part) => part.goto === true),
    targetOptions: options,
    text: `nft ${table} ${chain}: ${[...matches, ...options]
      .map(matchText)
      .concat(verdict?.target ?? [])
      .join(' ')}`,
  };
}

/** A chain that is hooked nowhere belongs to what the hooked chains of its table are for. */
function tableOf(chains: readonly NftChain[], table: string): string {
  return chains.find((candidate) => candidate.table === table && candidate.asTable !== '')?.asTable ?? table;
}

function matchText({ option, negated, values }: Match): string {
  return [...(negated ? ['!'] : []), option, ...values].join(' ');
}

interface Part {
  readonly matches: readonly Match[];
  readonly options: readonly Match[];
  readonly target?: string;
  readonly goto?: boolean;
}

const none = { matches: [], options: [] };

function expressionOf(expression: Json): Part {
  const [name, body] = Object.entries(expression)[0] ?? [''];
  switch (name) {
    case 'match':
      return { ...none, matches: matchesOf(isObject(body) ? body : {}) };
    case 'counter':
    case 'log':
    case 'comment':
      return none;
    case 'accept':
    case 'drop':
    case 'reject':
    case 'masquerade':
    case 'return':
      return { ...none, target: name.toUpperCase() };
    case 'jump':
    case 'goto':
      return { ...none, target: isObject(body) ? textOf(body['target']) : '', goto: name === 'goto' };
    case 'dnat': {
      const to = isObject(body) ? body : {};
      const port = textOf(to['port']);
      const value = `${addressOf(to['addr'])}${port === '' ? '' : `:${port}`}`;
      return { ...none, target: 'DNAT', options: [{ option: '--to-destination', negated: false, values: [value] }] };
    }
    default:
      return { ...none, matches: [{ option: name, negated: false, values: [] }] };
  }
}

function addressOf(value: unknown): string {
  const prefix = isObject(value) ? value['prefix'] : undefined;
  return isObject(prefix) ? `${textOf(prefix['addr'])}/${textOf(prefix['len'])}` : textOf(value);
}

const fields: Readonly<Record<string, string>> = {
  'ip saddr': '-s',
  'ip daddr': '-d',
  'tcp dport': '--dport',
  'udp dport': '--dport',
  'tcp sport': '--sport',
  'udp sport': '--sport',
  'ip protocol': '-p',
  'meta iifname': '-i',
  'meta iif': '-i',
  'meta oifname': '-o',
  'meta oif': '-o',
  'meta l4proto': '-p',
  'icmp type': '--icmp-type',
};

function matchesOf(match: Json): Match[] {
  const left = isObject(match['left']) ? match['left'] : {};
  const payload = isObject(left['payload']) ? left['payload'] : undefined;
  const meta = isObject(left['meta']) ? left['meta'] : undefined;
  const field =
    payload === undefined
      ? `meta ${textOf(meta?.['key'])}`
      : `${textOf(payload['protocol'])} ${textOf(payload['field'])}`;
  const operator = textOf(match['op']);
  const connection = isObject(left['ct']) ? textOf(left['ct']['key']) : undefined;
  if (connection === 'state') return stateMatch(match['right'], operator);
  const option = fields[field];
  const value = addressOf(match['right']).replace(/\*$/, '+');
  if (option === undefined || value === '' || (operator !== '==' && operator !== '!=')) {
    return [{ option: field === 'meta ' ? 'match' : field, negated: false, values: [] }];
  }
  const negated = operator === '!=';
  // `tcp dport 80` says the protocol too.
  const protocol = option === '--dport' || option === '--sport' ? field.split(' ')[0] : undefined;
  const implied = protocol === undefined ? [] : [{ option: '-p', negated: false, values: [protocol] }];
  return [...implied, { option, negated, values: [value] }];
}

/** `ct state established,related`: one state, a list, or a set of them. */
function stateMatch(right: unknown, operator: string): Match[] {
  const set = isObject(right) ? right['set'] : right;
  const states = (Array.isArray(set) ? set : [set]).map(textOf);
  if (states.includes('') || !['in', '==', '!='].includes(operator))
    return [{ option: 'ct state', negated: false, values: [] }];
  return [{ option: '--ctstate', negated: operator === '!=', values: [states.join(',').toUpperCase()] }];
}
