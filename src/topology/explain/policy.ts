import { prefixContains } from '../../check/net/ip.ts';
import type { Lookup, Rule, Rules } from '../../check/netns-facts.ts';
import type { Netns } from '../types.ts';

/** What a routing rule can ask for beside the destination. */
export interface Flow {
  /** Absent: not chosen yet. */
  readonly source?: string;
  /** The interface it came in by; absent: it begins here. */
  readonly in?: string;
}

/** Whether a routing rule takes a packet (fib_rule_match()); undefined: it asks for something that we do not know. */
export function takesFlow(
  netns: Netns,
  { always, asks }: Lookup,
  destination: string,
  { source, in: input }: Flow,
): boolean | undefined {
  if (always) return true;
  // A rule that refuses everything asks for nothing, and is none that takes a packet to a table.
  if (asks === undefined) return true;
  const { from, to, iif, oif, mark, other, not } = asks;
  const answers: (boolean | undefined)[] = [
    // Where no source has been chosen yet, only a rule for any source fits.
    ...(from === undefined ? [] : [source !== undefined && prefixContains(from, source)]),
    ...(to === undefined ? [] : [prefixContains(to, destination)]),
    ...(iif === undefined ? [] : [iif === (input ?? 'lo')]),
    // Asked for by programs that bind themselves to an interface; ping and a connection do not.
    ...(oif === undefined ? [] : [false]),
    ...(mark === undefined ? [] : [mayMark(netns) ? undefined : false]),
    ...(other === undefined ? [] : [undefined]),
  ];
  const fits = answers.includes(false) ? false : answers.includes(undefined) ? undefined : true;
  return fits === undefined || not === undefined ? fits : !fits;
}

/** Whether a packet can have a mark here: only a rule of the packet filter gives one. */
function mayMark({ facts }: Netns): boolean {
  return facts.rules?.state !== 'found' || marks(facts.rules.value);
}

function marks({ rules, nft }: Rules): boolean {
  const isMark = ({ words }: Rule): boolean => words.some((word) => ['MARK', 'CONNMARK', 'TPROXY'].includes(word));
  return nft.length > 0 || rules.some(isMark);
}
