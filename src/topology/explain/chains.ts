import type { At } from '../../check/facts.ts';
import type { ParsedRule } from '../../check/net/rules.ts';
import { doubt, isHalt } from './halt.ts';
import { takes, type Seen } from './rule-match.ts';
import type { Halt, Packet } from './types.ts';

/** What becomes of a packet at the end of a chain. */
export type End = 'accept' | 'drop' | Halt | { readonly rewritten: Packet };

/** Chains of rules, with what their targets mean. */
export interface Chains<Placed extends { readonly rule: ParsedRule }> {
  readonly rules: readonly Placed[];
  /** What a rule can jump to. */
  readonly names: ReadonlySet<string>;
  readonly start: string;
  /** What becomes of a packet that no rule decided about. */
  readonly policy: 'accept' | Halt;
  readonly drop: (rule: Placed) => Halt;
  /** A target that is neither a chain nor a verdict. */
  readonly other: (rule: ParsedRule) => End;
}

/** Targets after which the next rule is asked. */
const passing = new Set(['', 'LOG', 'NFLOG', 'MARK', 'CONNMARK', 'TRACE', 'TCPMSS', 'TOS', 'DSCP', 'CHECKSUM', 'SET']);

const mostRules = 10_000;
const mostJumps = 16;

/** Walks a packet through chains, rule by rule: the packet, perhaps with another address, or what stops it. */
export function walkChains<Placed extends { readonly rule: ParsedRule }>(
  at: At,
  { rules, names, start, policy, drop, other }: Chains<Placed>,
  seen: Seen,
): Packet | Halt {
  /** What a rule that may or may not take the packet would make of it. */
  const possible: { readonly end: 'accept' | 'drop' | 'else'; readonly rule: ParsedRule }[] = [];
  let budget = mostRules;

  const visit = (chain: string, depth: number): End | 'return' => {
    for (const each of rules) {
      const { rule } = each;
      if (rule.chain !== chain) continue;
      budget -= 1;
      if (budget < 0 || depth > mostJumps) return doubt('filter-match', { at, text: rule.text });
      const taken = takes(rule, seen);
      if (taken === false || passing.has(rule.target)) continue;
      if (taken === undefined) {
        const end = rule.target === 'ACCEPT' ? 'accept' : ['DROP', 'REJECT'].includes(rule.target) ? 'drop' : 'else';
        possible.push({ end, rule });
        continue;
      }
      if (rule.target === 'RETURN') return 'return';
      if (rule.target === 'ACCEPT') return 'accept';
      if (rule.target === 'DROP' || rule.target === 'REJECT') return drop(each);
      if (!names.has(rule.target)) return other(rule);
      const inner = visit(rule.target, depth + 1);
      if (inner !== 'return') return inner;
      if (rule.goto) return 'return';
    }
    return 'return';
  };

  const walked = visit(start, 0);
  const end = walked === 'return' ? policy : walked;
  const kind = end === 'accept' ? 'accept' : isStop(end) ? 'drop' : 'else';
  const unsure = possible.find((each) => each.end !== kind || kind === 'else');
  if (unsure !== undefined) return doubt('filter-match', { at, text: unsure.rule.text });
  if (end === 'accept' || end === 'drop') return seen.packet;
  return isHalt(end) ? end : end.rewritten;
}

function isStop(end: End): boolean {
  return typeof end === 'object' && isHalt(end) && end.halt === 'stop';
}
