import type { NetnsFacts } from '../../check/netns-facts.ts';
import type { Need, NetnsPart } from '../../check/snapshot.ts';
import { linkNames, linksOf } from '../netlink/links.ts';
import { attributesOf } from '../netlink/message.ts';
import { fdbOf, neighboursOf, proxiesOf } from '../netlink/neighbours.ts';
import type { Answers, Reading } from '../netlink/read.ts';
import type { RequestName } from '../netlink/requests.ts';
import { lookupsOf, routesOf } from '../netlink/routes.ts';
import { socketsOf } from '../netlink/sockets.ts';
import type { Memory } from './memory.ts';
import { sysctlPath } from './sysctl.ts';

/** A need of one namespace that is met without sending a packet. */
export type NetnsNeed = Extract<Need, { readonly what: NetnsPart | 'sysctl' }>;

/** The kernel's lists of the tables of the old x_tables: empty where nobody has made one. */
const legacyLists = ['/proc/net/ip_tables_names', '/proc/net/ip6_tables_names'];

/** What each part is made of. Whatever names interfaces needs the links. */
const dumpsOf: Readonly<Record<NetnsPart, readonly RequestName[]>> = {
  links: ['links', 'addresses'],
  routes: ['links', 'routes4', 'routes6', 'cache4'],
  lookups: ['lookups'],
  neighbours: ['links', 'neighbours', 'proxies'],
  fdb: ['links', 'fdb'],
  sockets: ['links', 'tcp4', 'tcp6', 'udp4', 'udp6'],
  rules: ['nftTables', 'nftGeneration'],
};

/** What to ask one namespace's kernel for the sake of these needs. */
export function readingFor(path: string, needs: readonly NetnsNeed[]): Reading {
  const dumps = needs.flatMap((need) => (need.what === 'sysctl' ? [] : dumpsOf[need.what]));
  const files = needs.flatMap((need) => {
    if (need.what === 'sysctl') return fileOf(need.key) ?? [];
    return need.what === 'rules' ? legacyLists : [];
  });
  return { path, dumps: new Set(dumps), files: new Set(files) };
}

/** The file of a sysctl that each network namespace has for itself. */
function fileOf(key: string): string | undefined {
  return /^net[./]/.test(key) ? sysctlPath(key) : undefined;
}

/** Gives the fact that a need asks for, or undefined where it is to be had the longer way alone. */
export function factsFrom(
  answers: Answers | undefined,
  memory: Memory,
): (need: NetnsNeed) => Partial<NetnsFacts> | undefined {
  let known: ReadonlyMap<number, string> | undefined;
  const names = (): ReadonlyMap<number, string> => (known ??= linkNames(answers?.dumps.get('links') ?? []));
  return (need) => {
    if (answers === undefined) return undefined;
    if (need.what === 'rules') return rulesOf(answers, memory);
    if (need.what !== 'sysctl') return partOf(need.what, answers, names);
    const file = fileOf(need.key);
    if (file === undefined || !answers.files.has(file)) return undefined;
    const text = answers.files.get(file);
    const value = text === undefined ? ({ state: 'missing' } as const) : found(text.replace(/\n$/, ''));
    return { sysctls: { [need.key]: value } };
  };
}

/** No table, no rule; else what is known of the same generation. */
function rulesOf(answers: Answers, memory: Memory): Partial<NetnsFacts> | undefined {
  const { dumps, files, cookie } = answers;
  if (dumps.get('nftTables')?.length === 0 && isWithoutLegacy(files)) return { rules: found(noRules) };
  const generation = generationOf(answers);
  const known = cookie === undefined || generation === undefined ? undefined : memory.rules(cookie, generation);
  return known === undefined ? undefined : { rules: found(known) };
}

/** Remembers rules that were asked for after the answers came; were they changed in between, their generation is gone. */
export function keepFacts({ rules }: Partial<NetnsFacts>, answers: Answers | undefined, memory: Memory): void {
  const generation = answers === undefined ? undefined : generationOf(answers);
  if (answers?.cookie !== undefined && generation !== undefined && rules?.state === 'found')
    memory.keepRules(answers.cookie, generation, rules.value);
}

/** The generation of a namespace's nf_tables, where these are all the packet filters that there are. */
function generationOf({ dumps, files }: Answers): number | undefined {
  const [message] = dumps.get('nftGeneration') ?? [];
  const id = attributesOf(message?.body, 4).get(1);
  return id?.length === 4 && isWithoutLegacy(files) ? id.readUInt32BE(0) : undefined;
}

function partOf(
  part: Exclude<NetnsPart, 'rules'>,
  { dumps }: Answers,
  names: () => ReadonlyMap<number, string>,
): Partial<NetnsFacts> | undefined {
  const lists = dumpsOf[part].map((name) => dumps.get(name));
  if (lists.includes(undefined)) return undefined;
  const [first = [], second = [], third = [], fourth = [], fifth = []] = lists;
  switch (part) {
    case 'links':
      return { links: found(linksOf(first, second)) };
    case 'routes':
      return {
        routes: found([...routesOf(second, 'inet', names()), ...routesOf(third, 'inet6', names())]),
        cache: found(routesOf(fourth, 'inet', names(), 'cache')),
      };
    case 'lookups':
      return { lookups: found(lookupsOf(first)) };
    case 'neighbours':
      return { neighbours: found([...neighboursOf(second, names()), ...proxiesOf(third, names())]) };
    case 'fdb':
      return { fdb: found(fdbOf(second, names())) };
    case 'sockets': {
      const tcp = [second, third].flatMap((list) => socketsOf(list, 'tcp', names()));
      const udp = [fourth, fifth].flatMap((list) => socketsOf(list, 'udp', names()));
      return { sockets: found([...tcp, ...udp]) };
    }
  }
}

const noRules = { chains: [], rules: [], nft: [], ip6: { chains: [], rules: [] } };

/** Whether the old x_tables have no table here. A list that cannot be read is one that nobody could have filled. */
function isWithoutLegacy(files: Answers['files']): boolean {
  return legacyLists.every((list) => (files.get(list) ?? '').trim() === '');
}

function found<T>(value: T): { readonly state: 'found'; readonly value: T } {
  return { state: 'found', value };
}
