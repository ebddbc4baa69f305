import type { ParsedRule } from '../../check/net/rules.ts';
import type { Words } from '../../words/index.ts';
import type { FilterMark, Netns } from '../types.ts';
import { safe } from './lines.ts';

/** What a namespace does to packets, and where: forwarding, NAT, DROP. Never with an interface's name: each stands once. */
export interface Mark {
  readonly text: string;
  readonly tone: 'plain' | 'drop' | 'nat';
  /** The interface where it bites, or `ID ports`: between the ports of that bridge; undefined: anywhere in the namespace. */
  readonly at?: string;
}

/** The marks of a namespace, each where it bites as far as one interface is named for that. */
export function marksOf(netns: Netns, words: Words): readonly Mark[] {
  const say = words.topology;
  const placed = netns.filters.map((filter) => markOf(filter, netns, words));
  const counts = new Map<string, { readonly mark: Mark; readonly count: number }>();
  for (const mark of placed) {
    const key = `${mark.at ?? ''} ${mark.text}`;
    counts.set(key, { mark, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [
    ...(netns.forwards === true ? [{ text: say.forwards, tone: 'plain' } as const] : []),
    ...[...counts.values()].map(({ mark, count }) =>
      count === 1 ? mark : { ...mark, text: say.times({ text: mark.text, count }) },
    ),
    ...betweenPorts(netns, words),
  ];
}

function markOf(filter: FilterMark, netns: Netns, words: Words): Mark {
  const tone = filter.type === 'nat' ? 'nat' : 'drop';
  const place = filter.type === 'policy' ? {} : placeOf(filter.rule, netns);
  return { text: filterText(filter, words), tone, ...place };
}

/** One rule or policy in words. */
export function filterText(filter: FilterMark, { topology: say }: Words): string {
  switch (filter.type) {
    case 'policy':
      return safe(say.policy(filter));
    case 'drop':
      return safe(say.drops({ chain: filter.rule.chain }));
    case 'nat':
      return safe(say.nat({ what: natText(filter.rule) }));
  }
}

/** The one interface that a rule names, by `-i` or else `-o`: all others it leaves alone. */
function placeOf({ matches }: ParsedRule, { interfaces }: Pick<Netns, 'interfaces'>): { readonly at?: string } {
  for (const option of ['-i', '-o']) {
    const name = matches.find((match) => match.option === option && !match.negated)?.values[0];
    const found = interfaces.find(({ link }) => link.name === name);
    if (found !== undefined) return { at: found.id };
  }
  return {};
}

/** With br_netfilter on, what a bridge passes from port to port goes through FORWARD as well (its documentation). */
function betweenPorts({ interfaces, filters, facts }: Netns, { topology: say }: Words): Mark[] {
  const asked = facts.sysctls?.['net.bridge.bridge-nf-call-iptables'];
  const drops = filters.some((filter) =>
    filter.type === 'policy'
      ? filter.chain === 'FORWARD'
      : filter.type === 'drop' &&
        filter.rule.chain === 'FORWARD' &&
        placeOf(filter.rule, { interfaces }).at === undefined,
  );
  if (!drops || asked?.state !== 'found' || asked.value !== '1') return [];
  return interfaces
    .filter(({ link }) => link.kind === 'bridge')
    .map(({ id }) => ({ text: say.betweenPorts, tone: 'drop', at: `${id} ports` }));
}

/** `MASQUERADE 172.30.0.0/24`, `DNAT tcp 80 172.30.0.2:8080`. */
function natText({ matches, target, targetOptions }: ParsedRule): string {
  const value = (option: string): string[] =>
    matches
      .filter((match) => match.option === option)
      .map(({ negated, values }) => `${negated ? '! ' : ''}${values.join(' ')}`);
  const to = targetOptions.flatMap(({ values }) => values);
  return [target, ...['-s', '-d', '-p', '--dport'].flatMap(value), ...to].join(' ');
}
