import { inNetns, type At } from '../../check/facts.ts';
import type { Words } from '../../words/index.ts';
import { safe } from '../draw/lines.ts';
import { spokenName, titleOf } from '../topology.ts';
import type { Explanation, Halt, Hop } from './types.ts';

/** An explanation as lines of text: the verdict first, then the evidence, the way, and, if asked for, what mends it. */
export function explanationText(
  found: Explanation,
  words: Words,
  options: { readonly mend: boolean },
): readonly string[] {
  const say = words.topology.explain;
  const { there, back, halt } = found;
  const way = [
    ...(there.length === 0 ? [] : [say.way, ...there.map((hop) => `  ${hopText(hop, words)}`)]),
    ...(back.length === 0 ? [] : [say.wayBack, ...back.map((hop) => `  ${hopText(hop, words)}`)]),
  ];
  if (halt === undefined) {
    const { source = '', destination = '' } = there[0] ?? {};
    return [say.nothing({ source, destination }), ...way];
  }
  const what = safe(haltText(halt, words));
  if (halt.halt === 'doubt') return [halt.way === 'there' ? say.unknown({ what }) : say.unknownBack({ what }), ...way];
  const mends = halt.mends.map(({ at, command }) => say.mend({ command: inNetns(at, command) }));
  return [
    halt.way === 'there' ? say.stopped({ what }) : say.stoppedBack({ what }),
    `  ${say.look({ command: safe(inNetns(halt.at, halt.look)) })}`,
    ...(options.mend ? (mends.length === 0 ? [say.noMend] : mends).map((line) => `  ${safe(line)}`) : []),
    ...way,
  ];
}

/** What stops a packet on its way there or back, as one sentence without a full stop. */
export function reasonText(halt: Halt & { readonly way: 'there' | 'back' }, words: Words): string {
  const say = words.topology.explain;
  const what = safe(haltText(halt, words));
  return halt.way === 'there' ? say.reason({ what }) : say.reasonBack({ what });
}

/** What stops a packet, or why that cannot be told, as half a sentence. */
export function haltText(halt: Halt, words: Words): string {
  const { at, name, to, text } = halt;
  const where = { where: titleOf({ at }), name, to, text };
  const { stops, doubts } = words.topology.explain;
  return halt.halt === 'stop' ? stops[halt.reason](where) : doubts[halt.reason](where);
}

function hopText(hop: Hop, words: Words): string {
  const say = words.topology.explain;
  const where = titleOf(hop);
  const input = hop.in ?? '';
  const addresses = say.addresses(hop);
  if (hop.bridged === true) return safe(say.bridged({ where, name: input }));
  if (hop.out === undefined) return safe(`${say.arrived({ where, input })} ${addresses}`);
  const text = hop.in === undefined ? say.began({ where, out: hop.out }) : say.passed({ where, input, out: hop.out });
  return safe(`${text} ${addresses}`);
}

/** The place a word names: a namespace, one without a name by its container's, or a node's own by the node's name. */
export function placeNamed(word: string, places: readonly At[]): At | undefined {
  const named = places.find(({ netns }) => netns !== '' && netns === word);
  return named ?? places.find((at) => spokenName(at) === word);
}
