import { parseAddress } from '../../check/net/ip.ts';
import type { Words } from '../../words/index.ts';
import type { Topology } from '../types.ts';
import { explain } from './explain.ts';
import type { Explanation, Question } from './types.ts';
import { placeNamed } from './words.ts';

/** What came of a question's words: an explanation, or what is wrong with them. */
export type Asked = { readonly found: Explanation } | { readonly problem: string };

/** Reads `FROM TO [tcp PORT | size BYTES]`, as it is typed, and answers it. */
export function askInWords(topology: Topology, typed: readonly string[], words: Words): Asked {
  const [from = '', to = '', word, bytes = '', ...rest] = typed;
  const isSized = word === 'size';
  const size = Number(bytes);
  if (isSized && (!/^\d{1,5}$/.test(bytes) || size < 28 || size > 65_535 || rest.length > 0))
    return { problem: words.topology.explain.usage };
  const read = readQuestion(topology, isSized ? [from, to] : typed, words);
  if ('problem' in read) return read;
  return { found: explain(topology, isSized ? { ...read, size } : read) };
}

/** The question that `FROM TO [tcp PORT]` is, in a network. */
export function readQuestion(
  topology: Topology,
  typed: readonly string[],
  words: Words,
): Question | { readonly problem: string } {
  const say = words.topology.explain;
  const [from, to, protocol, port, ...rest] = typed;
  const number = Number(port);
  const isPort =
    protocol === undefined || (protocol === 'tcp' && /^\d{1,5}$/.test(port ?? '') && number > 0 && number < 65_536);
  if (from === undefined || to === undefined || !isPort || rest.length > 0) return { problem: say.usage };
  const places = topology.namespaces.flatMap(({ at, aliases }) => [at, ...aliases.map((netns) => ({ ...at, netns }))]);
  const known = words.signs.list({ names: places.map(({ node, netns }) => (netns === '' ? node : netns)) });
  const start = placeNamed(from, places);
  if (start === undefined) return { problem: say.noPlace({ name: from, known }) };
  const end = parseAddress(to) === undefined ? placeNamed(to, places) : to;
  if (end === undefined) return { problem: say.noPlace({ name: to, known }) };
  return { from: start, to: end, ...(protocol === undefined ? {} : { port: number }) };
}
