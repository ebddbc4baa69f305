import { hardWrap } from '../../lesson/plain/wrap.ts';
import type { Words } from '../../words/index.ts';
import { gatewayRoutes } from '../changes.ts';
import { interfacesOf, titleOf } from '../topology.ts';
import type { Interface, Topology } from '../types.ts';
import { addressesOf, headOf, orderedInterfaces, safe, stateText } from './lines.ts';
import { marksOf } from './marks.ts';

interface Row {
  /** The same thing has the same key in the next list. */
  readonly key: string;
  readonly text: string;
  /** Behind the text; not looked at to tell what is new, since it numbers all cables anew. */
  readonly cable?: string;
}

export interface ListStyle {
  /** Display columns that no line exceeds. */
  readonly width?: number;
  /** The network as it was: what differs is marked with `*`, and every line begins a column further on. */
  readonly before?: Topology | undefined;
}

/** The network as an indented list, cables by number at both of their ends; and which lines have something new. */
export function drawList(
  topology: Topology,
  words: Words,
  { width = Number.POSITIVE_INFINITY, before }: ListStyle = {},
): { readonly lines: readonly string[]; readonly news: readonly number[] } {
  const known = before && new Map(rowsOf(before, words).map(({ key, text }) => [key, text]));
  const lines: string[] = [];
  const news: number[] = [];
  for (const { key, text, cable = '' } of rowsOf(topology, words)) {
    const isNew = known !== undefined && known.get(key) !== text;
    if (isNew) news.push(lines.length);
    const margin = known === undefined ? '' : isNew ? '*' : ' ';
    lines.push(...hardWrap(`${margin}${text}${cable}`, width));
  }
  return { lines, news };
}

function rowsOf(topology: Topology, words: Words): readonly Row[] {
  const cableAt = cablesOf(topology, words);
  const { and, elsewhere } = words.topology;
  const interfaceRow = (each: Interface): Row => {
    const parts = [stateText(each, words), ...addressesOf(each), ...(each.peer === 'elsewhere' ? [elsewhere] : [])];
    const indent = each.master === undefined ? '  ' : '    ';
    const cable = cableAt.get(each.id);
    return {
      key: each.id,
      text: `${indent}${safe(each.link.name)}: ${parts.join(and)}`,
      ...(cable === undefined ? {} : { cable: `${and}${cable}` }),
    };
  };
  return topology.namespaces.flatMap((netns) => [
    { key: `${netns.id} ${String(netns.inode)}`, text: headOf(netns, words) },
    ...marksOf(netns, words).map(({ text, at }) => ({ key: `${at ?? netns.id} ${text}`, text: `  ${text}` })),
    ...orderedInterfaces(netns).map(interfaceRow),
    ...gatewayRoutes(netns).map((route) => ({ key: `${netns.id} route ${route}`, text: `  ${safe(route)}` })),
  ]);
}

/** What is said of a cable at each of its ends, by interface. */
function cablesOf(topology: Topology, words: Words): ReadonlyMap<string, string> {
  const interfaces = interfacesOf(topology);
  const said = (index: number, end: string): string => {
    const other = interfaces.get(end)?.netns;
    return words.topology.cable({ number: index + 1, where: other === undefined ? '' : safe(titleOf(other)) });
  };
  return new Map(
    topology.cables.flatMap(({ ends: [a, b] }, index) => [
      [a, said(index, b)],
      [b, said(index, a)],
    ]),
  );
}
