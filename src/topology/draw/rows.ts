import type { Words } from '../../words/index.ts';
import { gatewayRoutes } from '../changes.ts';
import type { Interface, Netns, Topology } from '../types.ts';
import { columnsOf } from './columns.ts';
import { addressesOf, headOf, orderedInterfaces, safe, stateText } from './lines.ts';
import { marksOf, type Mark } from './marks.ts';

/** How a text is meant, for painters that can show it; the words alone say it too. */
export type Tone = 'plain' | 'bad' | 'drop' | 'nat';

/** One line of a namespace's box. */
export interface Row {
  /** The same thing has the same key in the next picture; unique in a topology. */
  readonly key: string;
  readonly text: string;
  readonly tone: Tone;
  /** The id of the interface that this row names: its cable is plugged in here. */
  readonly interface?: string;
}

/** A bridge, drawn as a switch: a box in the box, its ports at its edge. */
export interface Switch {
  readonly title: Row;
  readonly rows: readonly Row[];
}

export type Item = Row | Switch;

export interface RowStyle {
  readonly ascii: boolean;
  /** Columns that an interface and its address may take together, before the address gets a row of its own. */
  readonly joined: number;
}

export const isSwitch = (item: Item): item is Switch => 'rows' in item;

/** What stands in a namespace's box: what it does to every packet, its interfaces, its routes by way of others. */
export function itemsOf(netns: Netns, words: Words, style: RowStyle): readonly Item[] {
  const marks = marksOf(netns, words);
  const rowsOf = (each: Interface): Row[] => [
    ...interfaceRows(each, words, style),
    ...marks.filter(({ at }) => at === each.id).map((mark) => markRow(netns, mark, style, '  ')),
  ];
  const own = orderedInterfaces(netns);
  const interfaces = own.flatMap((each): Item[] => {
    if (own.some(({ id }) => id === each.master)) return [];
    if (each.link.kind !== 'bridge') return rowsOf(each);
    const [title, ...rows] = rowsOf(each);
    if (title === undefined) return [];
    const between = marks.filter(({ at }) => at === `${each.id} ports`).map((mark) => markRow(netns, mark, style, ''));
    const ports = own.filter(({ master }) => master === each.id);
    return [{ title, rows: [...rows, ...between, ...ports.flatMap(rowsOf)] }];
  });
  return [
    ...marks.filter(({ at }) => at === undefined).map((mark) => markRow(netns, mark, style, '')),
    ...interfaces,
    ...gatewayRoutes(netns).map((route): Row => ({
      key: `${netns.id} route ${route}`,
      text: safe(route),
      tone: 'plain',
    })),
  ];
}

/** Every row's text by its key, to tell what is not as it was. */
export function rowTexts({ namespaces }: Topology, words: Words, style: RowStyle): ReadonlyMap<string, string> {
  const rows = namespaces.flatMap((netns) => [
    titleRow(netns, words),
    ...itemsOf(netns, words, style).flatMap((item) => (isSwitch(item) ? [item.title, ...item.rows] : [item])),
  ]);
  return new Map(rows.map(({ key, text }) => [key, text]));
}

/** A namespace of the same name that is another one is another row. */
export function titleRow(netns: Netns, words: Words): Row {
  return { key: `${netns.id} ${String(netns.inode)}`, text: headOf(netns, words), tone: 'plain' };
}

function interfaceRows(each: Interface, words: Words, { joined }: RowStyle): Row[] {
  const { name, kind } = each.link;
  const isPlain = ['veth', 'loopback', ''].includes(kind);
  const head = [safe(name), ...(isPlain ? [] : [`(${safe(kind)})`]), stateText(each, words)].join(' ');
  const tone = each.state === 'up' ? 'plain' : 'bad';
  const addresses = addressesOf(each);
  const together = [head, ...addresses].join(' ');
  const below = (text: string, what: string): Row => ({ key: `${each.id} ${what}`, text: `  ${text}`, tone: 'plain' });
  const leads = each.peer === 'elsewhere' ? [below(words.topology.elsewhere, 'elsewhere')] : [];
  if (addresses.length < 2 && columnsOf(together) <= joined)
    return [{ key: each.id, text: together, tone, interface: each.id }, ...leads];
  return [
    { key: each.id, text: head, tone, interface: each.id },
    ...addresses.map((address) => below(address, address)),
    ...leads,
  ];
}

const signs = { drop: '✗ ', nat: '⇄ ', plain: '' };
const asciiSigns = { drop: 'x ', nat: '~ ', plain: '' };

function markRow({ id }: Netns, { text, tone, at }: Mark, { ascii }: RowStyle, indent: string): Row {
  return { key: `${at ?? id} ${text}`, text: `${indent}${(ascii ? asciiSigns : signs)[tone]}${text}`, tone };
}
