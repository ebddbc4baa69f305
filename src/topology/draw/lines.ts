import type { Words } from '../../words/index.ts';
import { titleOf } from '../topology.ts';
import type { Interface, Netns } from '../types.ts';

/** Names are the learner's: one with a control character in it must not reach a terminal as that. */
export function safe(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?');
}

/** What stands in the head of a namespace's box. */
export function headOf(netns: Netns, words: Words): string {
  const names = words.signs.list({ names: netns.aliases });
  return safe(
    names === '' ? titleOf(netns) : `${titleOf(netns)}${words.topology.and}${words.topology.also({ names })}`,
  );
}

export function stateText({ state }: Interface, words: Words): string {
  const say = words.topology;
  return state === 'no-carrier' ? say.noCarrier : say[state];
}

/** IPv4's addresses, and IPv6's that are not the kernel's own link-local ones. */
export function addressesOf({ link }: Interface): readonly string[] {
  return link.addresses
    .filter(({ family, scope }) => family === 'inet' || scope === 'global')
    .map(({ address, prefix }) => `${address}/${String(prefix)}`);
}

/** The interfaces of a namespace in the order that they are drawn: each bridge with its ports below it. */
export function orderedInterfaces({ interfaces }: Netns): readonly Interface[] {
  const isPort = ({ master }: Interface): boolean => interfaces.some(({ id }) => id === master);
  return interfaces
    .filter((each) => !isPort(each))
    .flatMap((each) => [each, ...interfaces.filter(({ master }) => master === each.id)]);
}
