import type { Words } from '../../words/index.ts';
import { gatewayRoutes } from '../changes.ts';
import type { Topology } from '../types.ts';
import { addressesOf, headOf, orderedInterfaces, safe, stateText } from './lines.ts';
import { marksOf } from './marks.ts';
import { hardWrap } from '../../lesson/plain/wrap.ts';

/** The network as an indented list, cables by number at both of their ends. Lines without line ends. */
export function listText(
  { namespaces, cables }: Topology,
  words: Words,
  width = Number.POSITIVE_INFINITY,
): readonly string[] {
  const numbers = new Map(cables.flatMap(({ ends }, index) => ends.map((end) => [end, index + 1] as const)));
  const lines = namespaces.flatMap((netns) => [
    headOf(netns, words),
    ...marksOf(netns, words).map(({ text }) => `  ${text}`),
    ...orderedInterfaces(netns).map((each) => {
      const number = numbers.get(each.id);
      const parts = [
        stateText(each, words),
        ...addressesOf(each),
        number === undefined ? '' : words.topology.cable({ number }),
        each.peer === 'elsewhere' ? words.topology.elsewhere : '',
      ];
      const indent = each.master === undefined ? '  ' : '    ';
      return `${indent}${safe(each.link.name)}: ${parts.filter((part) => part !== '').join(', ')}`;
    }),
    ...gatewayRoutes(netns).map((route) => `  ${safe(route)}`),
  ]);
  return lines.flatMap((line) => hardWrap(line, width));
}
