import type { Words } from '../../words/index.ts';
import { gatewayRoutes } from '../changes.ts';
import { titleOf } from '../topology.ts';
import type { FilterMark, Interface, Netns } from '../types.ts';

/** One line of a namespace's box. */
export interface Line {
  readonly text: string;
  /** The id of the interface that this line names; the line below it holds its addresses. */
  readonly interface?: string;
}

/** Names are the learner's: one with a control character in it must not reach a terminal as that. */
export function safe(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?');
}

/** What stands in the head of a namespace's box. */
export function headOf(netns: Netns, words: Words): string {
  const names = netns.aliases.join(', ');
  return safe(names === '' ? titleOf(netns) : `${titleOf(netns)}, ${words.topology.also({ names })}`);
}

/** What a namespace does to packets: forwarding, NAT, DROP. Never with an interface's name, each of which stands once. */
export function markLines({ forwards, filters }: Netns, words: Words): string[] {
  const say = words.topology;
  const drops = new Map<string, number>();
  for (const mark of filters) {
    if (mark.type === 'drop') drops.set(mark.rule.chain, (drops.get(mark.rule.chain) ?? 0) + 1);
  }
  return [
    ...(forwards === true ? [say.forwards] : []),
    ...filters.flatMap((mark) => (mark.type === 'policy' ? [say.policy(mark)] : [])),
    ...[...drops].map(([chain, count]) => say.drops({ chain: safe(chain), count })),
    ...filters.flatMap((mark) => (mark.type === 'nat' ? [say.nat({ what: natText(mark.rule) })] : [])),
  ];
}

/** `MASQUERADE 172.30.0.0/24`, `DNAT tcp 80 172.30.0.2:8080`. */
function natText({ matches, target, targetOptions }: Extract<FilterMark, { type: 'nat' }>['rule']): string {
  const value = (option: string): string[] =>
    matches
      .filter((match) => match.option === option)
      .map(({ negated, values }) => `${negated ? '! ' : ''}${values.join(' ')}`);
  const to = targetOptions.flatMap(({ values }) => values);
  return safe([target, ...['-s', '-d', '-p', '--dport'].flatMap(value), ...to].join(' '));
}

export function stateText({ state }: Interface, words: Words): string {
  const say = words.topology;
  return state === 'no-carrier' ? say.noCarrier : say[state];
}

/** IPv4's addresses, and IPv6's that are not the kernel's own link-local ones. */
export function addressText({ link }: Interface): string {
  return link.addresses
    .filter(({ family, scope }) => family === 'inet' || scope === 'global')
    .map(({ address, prefix }) => `${address}/${String(prefix)}`)
    .join(' ');
}

/** The interfaces of a namespace in the order that they are drawn: each bridge with its ports below it. */
export function orderedInterfaces({ interfaces }: Netns): readonly Interface[] {
  const isPort = ({ master }: Interface): boolean => interfaces.some(({ id }) => id === master);
  return interfaces
    .filter((each) => !isPort(each))
    .flatMap((each) => [each, ...interfaces.filter(({ master }) => master === each.id)]);
}

/** The lines of a namespace's box: what it does, its interfaces (two lines each), its routes by way of others. */
export function boxLines(netns: Netns, words: Words): readonly Line[] {
  const marks = markLines(netns, words).map((text) => ({ text }));
  const interfaces = orderedInterfaces(netns).flatMap((each): Line[] => {
    const { name, kind, master } = each.link;
    const indent = master === undefined ? '' : '  ';
    const isPlain = ['veth', 'loopback', ''].includes(kind);
    const parts = [safe(name), ...(isPlain ? [] : [`(${safe(kind)})`]), stateText(each, words)];
    const leads = each.peer === 'elsewhere' ? [`(${words.topology.elsewhere})`] : [];
    return [
      { text: `${indent}${[...parts, ...leads].join(' ')}`, interface: each.id },
      { text: `${indent}  ${addressText(each)}`.trimEnd() },
    ];
  });
  return [...marks, ...interfaces, ...gatewayRoutes(netns).map((route) => ({ text: safe(route) }))];
}
