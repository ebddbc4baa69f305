import type { RootContent } from 'mdast';
import { descendants } from './tree.ts';

/** A lesson's `vars`, and which of them were used. */
export interface Variables {
  readonly values: Readonly<Record<string, string>>;
  readonly used: Set<string>;
}

/** `${name}`; names begin with a small letter, so `${PATH}` never looks like one. */
const reference = /\$\{([a-z][a-z0-9_-]*)\}/g;

/**
 * Writes the values of declared variables in the place of `${name}`. Everything else that looks like one stays: in a
 * console block, a script or prose it is the shell's own (`${!ifaces[@]}`, `${HOME}`); in `yaml check` it is reported.
 */
export function substitute(text: string, variables: Variables): string {
  if (!text.includes('${')) return text;
  return text.replace(reference, (whole, name: string) => {
    const value = Object.hasOwn(variables.values, name) ? variables.values[name] : undefined;
    if (value === undefined) return whole;
    variables.used.add(name);
    return value;
  });
}

/**
 * A script with the lesson's variables before it, as its shell's own: those that it names, `$net` or `${net}`, and whose name
 * a shell can read. It stays one script that means the same wherever it runs.
 */
export function withVariables(script: string, variables: Variables): string {
  const named = Object.entries(variables.values).filter(
    ([name]) => /^[a-z][a-z0-9_]*$/.test(name) && new RegExp(String.raw`\$(?:${name}\b|\{${name}\b)`).test(script),
  );
  for (const [name] of named) variables.used.add(name);
  return [...named.map(([name, value]) => `${name}='${value}'`), script].join('\n');
}

/** The same for one line, with the way back: which column of the source a column of the result comes from (1-based). */
export function substituteLine(
  line: string,
  variables: Variables,
): { readonly text: string; readonly sourceColumn: (column: number) => number } {
  const text = substitute(line, variables);
  if (text === line) return { text, sourceColumn: (column) => column };
  const spans: { from: number; to: number; source: number; length: number }[] = [];
  let shift = 0;
  for (const match of line.matchAll(reference)) {
    const value = substitute(match[0], variables);
    if (value === match[0]) continue;
    const from = match.index + shift;
    spans.push({ from, to: from + value.length, source: match.index, length: match[0].length });
    shift += value.length - match[0].length;
  }
  const sourceColumn = (column: number): number => {
    let back = 0;
    for (const span of spans) {
      if (column - 1 < span.from) break;
      if (column - 1 < span.to) return span.source + 1;
      back += span.length - (span.to - span.from);
    }
    return column + back;
  };
  return { text, sourceColumn };
}

/** Substitutes in text, inline code and code blocks of prose, in place. */
export function substituteInProse(nodes: readonly RootContent[], variables: Variables): void {
  for (const node of descendants(nodes)) {
    if (node.type === 'text' || node.type === 'inlineCode' || node.type === 'code') {
      node.value = substitute(node.value, variables);
    }
  }
}

/** Places of `${name}` that no variable answers. */
export function unanswered(text: string, variables: Variables): { readonly name: string; readonly offset: number }[] {
  return Array.from(text.matchAll(/\$\{([^}\n]*)\}/g), (match) => ({
    name: match[1] ?? '',
    offset: match.index,
  })).filter(({ name }) => !Object.hasOwn(variables.values, name));
}
