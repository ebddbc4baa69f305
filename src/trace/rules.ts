import type { At } from '../check/facts.ts';
import type { RuleTrace } from './types.ts';

/** A packet that a rule or a policy stopped, as the kernel told it. */
export interface Drop {
  readonly at: At;
  readonly role: 'question' | 'answer';
  /** Its family and name: `ip filter`. */
  readonly table: string;
  readonly chain: string;
  /** As nft(8) writes it; absent: the chain's policy. */
  readonly rule?: string;
}

/** `trace id 95a61704 ip filter INPUT rule … (verdict drop)`, `trace id 95a61704 ip filter FORWARD policy drop`. */
const line = /^trace id (?<id>[0-9a-f]+) (?<table>\S+ \S+) (?<chain>\S+) (?<what>packet:|rule|policy) ?(?<rest>.*)$/;

/** What an answer has that its question has not: another ICMP type, an acknowledgement (as nft(8) writes flags). */
const answers = /icmp type echo-reply|tcp flags == (?:0x12|0x14|syn \| ack|rst \| ack|(?:syn|rst),ack|ack,(?:syn|rst))/;

/** The drops in what `nft monitor trace` printed, each once; `(verdict drop)` also ends what REJECT refuses. Pure. */
export function dropsOf(traces: readonly RuleTrace[]): readonly Drop[] {
  // What was sent again is dropped again.
  const drops = new Map<string, Drop>();
  for (const { at, text } of traces) {
    const answerIds = new Set<string>();
    for (const each of text.split('\n')) {
      const { id = '', table = '', chain = '', what, rest = '' } = line.exec(each.trim())?.groups ?? {};
      if (what === 'packet:' && answers.test(rest)) answerIds.add(id);
      const [, rule] = (what === 'rule' && /^(.*?)\s*\(verdict drop\)$/.exec(rest)) || [];
      if (rule === undefined && !(what === 'policy' && rest.trim() === 'drop')) continue;
      const drop: Drop = {
        at,
        role: answerIds.has(id) ? 'answer' : 'question',
        table,
        chain,
        ...(rule === undefined ? {} : { rule: rule.replaceAll(/\s+/g, ' ') }),
      };
      drops.set(JSON.stringify(drop), drop);
    }
  }
  return [...drops.values()];
}
