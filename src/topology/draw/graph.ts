import type { Words } from '../../words/index.ts';
import type { Interface, Netns, Topology } from '../types.ts';
import { addressesOf, headOf, orderedInterfaces, safe, stateText } from './lines.ts';
import { marksOf } from './marks.ts';

/** A graph in somebody else's language: how a group, a node and a line are written there. */
interface Language {
  readonly begin: string;
  readonly end: string;
  readonly group: (number: number, label: string) => string;
  readonly groupEnd: string;
  readonly node: (id: string, label: string) => string;
  readonly cable: (a: string, b: string) => string;
  readonly port: (a: string, b: string) => string;
  readonly lineBreak: string;
  readonly escape: (text: string) => string;
}

/** A Mermaid flowchart, which GitHub draws in Markdown. */
export function drawMermaid(topology: Topology, words: Words): string {
  return write(topology, words, {
    begin: 'flowchart LR',
    end: '',
    group: (number, label) => `  subgraph n${String(number)}["${label}"]`,
    groupEnd: '  end',
    node: (id, label) => `    ${id}["${label}"]`,
    cable: (a, b) => `  ${a} --- ${b}`,
    port: (a, b) => `  ${a} -.- ${b}`,
    lineBreak: '<br>',
    // Entities by number are what Mermaid takes for signs of its own.
    escape: (text) => safe(text).replaceAll(/["#<>;&`\\]/g, (sign) => `#${String(sign.codePointAt(0))};`),
  });
}

/** Graphviz DOT, undirected. */
export function drawDot(topology: Topology, words: Words): string {
  return write(topology, words, {
    begin: 'graph topology {\n  rankdir=LR;\n  node [shape=box];',
    end: '}',
    group: (number, label) => `  subgraph cluster_${String(number)} {\n    label="${label}";`,
    groupEnd: '  }',
    node: (id, label) => `    ${id} [label="${label}"];`,
    cable: (a, b) => `  ${a} -- ${b};`,
    port: (a, b) => `  ${a} -- ${b} [style=dotted];`,
    lineBreak: String.raw`\n`,
    escape: (text) => safe(text).replaceAll(/["\\]/g, (sign) => `\\${sign}`),
  });
}

function write({ namespaces, cables }: Topology, words: Words, language: Language): string {
  const ids = new Map(
    namespaces.flatMap(({ interfaces }) => interfaces).map(({ id }, index) => [id, `i${String(index)}`]),
  );
  const idOf = (id: string): string => ids.get(id) ?? '';
  const label = (lines: readonly string[]): string =>
    lines
      .filter((line) => line !== '')
      .map(language.escape)
      .join(language.lineBreak);
  const nodeOf = (each: Interface): string =>
    language.node(idOf(each.id), label([`${each.link.name} ${stateText(each, words)}`, addressesOf(each).join(' ')]));
  const group = (netns: Netns, number: number): string[] => [
    language.group(number, label([headOf(netns, words), ...marksOf(netns, words).map(({ text }) => text)])),
    ...orderedInterfaces(netns).map(nodeOf),
    language.groupEnd,
  ];
  const ports = namespaces
    .flatMap(({ interfaces }) => interfaces)
    .flatMap(({ id, master }) =>
      master === undefined || !ids.has(master) ? [] : [language.port(idOf(master), idOf(id))],
    );
  return [
    language.begin,
    ...namespaces.flatMap(group),
    ...ports,
    ...cables.map(({ ends: [a, b] }) => language.cable(idOf(a), idOf(b))),
    ...(language.end === '' ? [] : [language.end]),
  ].join('\n');
}
