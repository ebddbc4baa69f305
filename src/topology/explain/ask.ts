import { parseAddress } from '../../check/net/ip.ts';
import type { Words } from '../../words/index.ts';
import { spokenName } from '../topology.ts';
import type { Topology } from '../types.ts';
import { explain } from './explain.ts';
import type { Explanation, Question } from './types.ts';
import { placeNamed } from './words.ts';

/** What came of a question's words: an explanation, or what is wrong with them. */
export type Asked = { readonly found: Explanation } | { readonly problem: string };

/** Reads `FROM TO [tcp PORT | size BYTES]`, as it is typed, and answers it. */
export function askInWords(topology: Topology, typed: readonly string[], words: Words): Asked {
  const question = readQuestion(topology, typed, words);
  return 'problem' in question ? question : { found: explain(topology, question) };
}

/** What can follow the two places: the least and the most that its number may be. A packet of 68 bytes gets through anywhere (RFC 791). */
const details = { tcp: [1, 65_535], size: [68, 65_535] } as const;

/** The question that `FROM TO [tcp PORT | size BYTES]` is, in a network. */
export function readQuestion(
  topology: Topology,
  typed: readonly string[],
  words: Words,
): Question | { readonly problem: string } {
  const say = words.topology.explain;
  const [from, to, ...rest] = typed;
  const detail = readDetail(rest);
  if (from === undefined || to === undefined || detail === undefined) return { problem: say.usage };
  const places = topology.namespaces.flatMap(({ at, aliases }) => [at, ...aliases.map((netns) => ({ ...at, netns }))]);
  const known = words.signs.list({ names: places.map(spokenName) });
  const start = placeNamed(from, places);
  if (start === undefined) return { problem: say.noPlace({ name: from, known }) };
  const end = parseAddress(to) === undefined ? placeNamed(to, places) : to;
  if (end === undefined) return { problem: say.noPlace({ name: to, known }) };
  return { from: start, to: end, ...detail };
}

function readDetail(typed: readonly string[]): Pick<Question, 'port' | 'size'> | undefined {
  const [word, digits = '', ...rest] = typed;
  if (word === undefined) return {};
  if ((word !== 'tcp' && word !== 'size') || !/^\d{1,5}$/.test(digits) || rest.length > 0) return undefined;
  const [least, most] = details[word];
  const number = Number(digits);
  if (number < least || number > most) return undefined;
  return word === 'tcp' ? { port: number } : { size: number };
}
