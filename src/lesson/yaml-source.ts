import { isAlias, isMap, isNode, isPair, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import type { Node, ParsedNode } from 'yaml';
import { limits } from './limits.ts';
import type { Report } from './report.ts';
import { forbiddenCharacters } from './source-text.ts';
import type { Place } from './types.ts';
import { substituteLine } from './variables.ts';
import type { Variables } from './variables.ts';

/** A step on the way to a value: a key or an index, as zod's issues name them. */
export type Path = readonly PropertyKey[];

/** YAML that was read, and where each of its values stands in the lesson file. */
export interface Yaml {
  readonly value: unknown;
  /** Where the value at this path begins; the nearest one around it where there is none. */
  readonly place: (path: Path) => Place;
  /** Where a key of the map at this path stands. */
  readonly keyPlace: (path: Path, key: string) => Place;
  /** A scalar as it was written: `10.0` where the value is 10. */
  readonly written: (path: Path) => string | undefined;
}

/**
 * Reads the YAML of a fence or front matter whose first line is line `first` of the file, `indent` columns in. Plain data
 * only: anchors, aliases (an alias bomb is 1 KiB long) and tags are mistakes, and so is a character that a terminal would
 * obey. `undefined` when it cannot be read; why is in the report.
 */
export function readYaml(
  lines: readonly string[],
  first: number,
  indent: number,
  variables: Variables | undefined,
  report: Report,
): Yaml | undefined {
  const words = report.words.lesson;
  const replaced = lines.map((line) =>
    variables === undefined
      ? { text: line, sourceColumn: (column: number) => column }
      : substituteLine(line, variables),
  );
  const text = replaced.map((line) => line.text).join('\n');
  if (text.length > limits.yamlLength) {
    report.add({ line: first, column: 1 }, 'too-long', words.yamlTooLong({ limit: limits.yamlLength }));
    return undefined;
  }
  const counter = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: counter,
    prettyErrors: false,
    logLevel: 'silent',
    version: '1.2',
    schema: 'core',
  });
  const at = (offset: number): Place => {
    const { line, col } = counter.linePos(offset);
    const column = replaced[line - 1]?.sourceColumn(col) ?? col;
    return { line: first + line - 1, column: column + indent };
  };
  const startOf = (node: Node | null | undefined): Place | undefined =>
    node?.range == null ? undefined : at(node.range[0]);
  let sound = true;
  const refuse: Report['add'] = (place, rule, reason) => {
    sound = false;
    report.add(place, rule, reason);
  };
  for (const [index, error] of document.errors.entries()) {
    // A bracket bomb, and what follows from an error before.
    if (error.code === 'RESOURCE_EXHAUSTION') {
      report.add({ line: first, column: 1 + indent }, 'too-deep', words.yamlTooDeep());
      return undefined;
    }
    if (index > 0 && error.code === 'UNEXPECTED_TOKEN') continue;
    refuse(at(error.pos[0]), 'not-yaml', words.notYaml({ detail: error.message }));
  }
  if (!sound) return undefined;
  visit(document, {
    Node: (_key, node) => {
      const place = startOf(node) ?? { line: first, column: 1 };
      if (isAlias(node) || node.anchor !== undefined) refuse(place, 'yaml-alias', words.yamlAlias());
      else if (node.tag !== undefined) refuse(place, 'yaml-tag', words.yamlTag());
      else if (isScalar(node) && typeof node.value === 'string') {
        const [bad] = forbiddenCharacters(node.value);
        if (bad !== undefined) refuse(place, 'control-character', words.controlCharacter({ name: bad.name }));
      }
    },
  });
  if (!sound) return undefined;
  const contents = document.contents;
  const beginning = { line: first, column: 1 + indent };
  return {
    value: document.toJS(),
    place: (path) => startOf(nearest(contents, path)) ?? beginning,
    keyPlace: (path, key) => {
      const map = nearest(contents, path);
      const pair = isMap(map)
        ? map.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === key)
        : undefined;
      return (isNode(pair?.key) ? startOf(pair.key) : startOf(map)) ?? beginning;
    },
    written: (path) => {
      const node = nearest(contents, path);
      return isScalar(node) ? node.source : undefined;
    },
  };
}

function nearest(contents: ParsedNode | null, path: Path): Node | undefined {
  let node: Node | undefined = contents ?? undefined;
  for (const key of path) {
    if (!isMap(node) && !(node !== undefined && 'items' in node)) return node;
    const next: unknown = typeof key === 'symbol' ? undefined : nodeAt(node, key);
    if (!isNode(next)) return node;
    node = next;
  }
  return node;
}

function nodeAt(node: Node, key: string | number): unknown {
  return 'get' in node && typeof node.get === 'function' ? node.get(key, true) : undefined;
}
