import { z } from 'zod';
import { defineKind } from '../define-kind.ts';
import type { At } from '../facts.ts';
import { inNetns as lookIn, judgeFound, netnsPart, verdict } from '../facts.ts';
import { prefixContains } from '../net/ip.ts';
import type { ParsedRule } from '../net/rules.ts';
import { allRules, matchOf, policyOf, takesInterface } from '../net/rules.ts';
import { problem } from '../problems.ts';
import { inNetns, ipPrefix, linkName, onNode, port } from '../schema.ts';

export const schema = z
  .strictObject({
    policy: z.enum(['ACCEPT', 'DROP']).optional(),
    accepts: z
      .strictObject({
        in: linkName,
        out: linkName,
        source: ipPrefix.optional(),
        destination: ipPrefix.optional(),
        protocol: z.enum(['tcp', 'udp', 'icmp']).optional(),
        port: port.optional(),
      })
      .optional(),
    in: inNetns,
    on: onNode,
  })
  .refine(({ policy, accepts }) => (policy === undefined) !== (accepts === undefined), problem('one-forward'));

type Packet = NonNullable<z.output<typeof schema>['accepts']>;

/** What becomes of a packet: a rule's or the policy's word on it. `some`: a rule on its way that takes only some such packets. */
interface Fate {
  readonly accepted: boolean;
  readonly rule?: ParsedRule;
  readonly some?: ParsedRule;
}

/** `all`: every such packet fits the rule; `some`: it depends on what else it is; `none`: it is for others. */
function fit(rule: ParsedRule, packet: Packet): 'all' | 'some' | 'none' {
  if (!takesInterface(matchOf(rule, '-i'), packet.in) || !takesInterface(matchOf(rule, '-o'), packet.out))
    return 'none';
  let narrowed = false;
  for (const match of rule.matches) {
    if (match.option === '-i' || match.option === '-o' || match.option === '--comment') continue;
    const [value = ''] = match.values;
    if (match.option === '-m' && ['comment', 'tcp', 'udp'].includes(value)) continue;
    if (match.option === '-p' || match.option === '--dport') {
      const asked = match.option === '-p' ? packet.protocol : packet.port?.toString();
      const isRange = value.includes(':');
      if (asked === undefined || isRange) narrowed = true;
      else if ((asked === value) === match.negated) return 'none';
      continue;
    }
    const asked = match.option === '-s' ? packet.source : match.option === '-d' ? packet.destination : undefined;
    if (asked === undefined || !prefixContains(value, asked) || match.negated) narrowed = true;
  }
  return narrowed ? 'some' : 'all';
}

/** Walks FORWARD as the kernel does: rules in order, into the users' chains and back; at the end the policy. */
function walk(rules: readonly ParsedRule[], policy: string, packet: Packet): Fate {
  let some: ParsedRule | undefined;
  let budget = 10_000;
  const visit = (chain: string, depth: number): Fate | 'return' => {
    for (const rule of rules) {
      budget -= 1;
      if (budget < 0 || depth > 20) return { accepted: false, rule };
      if (rule.table !== 'filter' || rule.chain !== chain) continue;
      const fits = fit(rule, packet);
      if (fits === 'none') continue;
      if (fits === 'some') {
        if (rule.target !== '' && rule.target !== 'RETURN') some ??= rule;
        continue;
      }
      if (rule.target === 'ACCEPT') return { accepted: true, rule };
      if (rule.target === 'DROP' || rule.target === 'REJECT') return { accepted: false, rule };
      if (rule.target === 'RETURN') return 'return';
      const inner = rules.some((other) => other.chain === rule.target && other.table === 'filter')
        ? visit(rule.target, depth + 1)
        : 'return';
      if (inner !== 'return') return inner;
      if (rule.goto) return 'return';
    }
    return 'return';
  };
  const fate = visit('FORWARD', 0);
  const end = fate === 'return' ? { accepted: policy === 'ACCEPT' } : fate;
  return { ...end, ...(some === undefined ? {} : { some }) };
}

/** What the packet filter does with packets that pass through: the policy of FORWARD, or one packet's fate in it. */
export const forward = defineKind({
  name: 'forward',
  schema,
  needs: ({ in: netns, on }) => [
    { what: 'namespaces', node: on },
    { what: 'rules', node: on, netns },
  ],
  describe: ({ policy, accepts, in: netns, on }, _check, words) => {
    const say = words.check.kinds.forward;
    const at: At = { node: on, netns };
    return accepts === undefined
      ? say.expectedPolicy({ policy: policy ?? '', at })
      : say.expectedAccepts({ input: accepts.in, output: accepts.out, at });
  },
  judge: ({ policy, accepts, in: netns, on }, { snapshot }, _check, words) => {
    const say = words.check.kinds.forward;
    const at: At = { node: on, netns };
    const expected =
      accepts === undefined
        ? say.expectedPolicy({ policy: policy ?? '', at })
        : say.expectedAccepts({ input: accepts.in, output: accepts.out, at });
    const expectation = { expected, look: lookIn(at, 'iptables -S FORWARD') };
    const found = netnsPart(snapshot, at, (facts) => facts.rules, words);
    return judgeFound(found, { at, absent: false, expectation }, words, (rules) => {
      const now = policyOf(rules, 'filter', 'FORWARD');
      if (accepts === undefined) {
        const observed = now.nft === undefined ? say.policyIs({ policy: now.policy }) : say.policyByNft(now.nft);
        return verdict(now.policy === policy ? 'pass' : 'fail', expectation, observed);
      }
      const all = allRules(rules);
      const fate = walk(all, now.policy, accepts);
      const byRule =
        fate.rule === undefined ? say.byPolicy({ policy: now.policy }) : say.byRule({ rule: fate.rule.text });
      if (fate.accepted) return verdict('pass', expectation, byRule);
      if (fate.some?.target === 'ACCEPT') return verdict('fail', expectation, say.onlySome({ rule: fate.some.text }));
      const misplaced = all.find(
        (rule) =>
          rule.target === 'ACCEPT' &&
          fit(rule, accepts) === 'all' &&
          matchOf(rule, '-i') !== undefined &&
          (rule.table !== 'filter' || ['INPUT', 'OUTPUT'].includes(rule.chain)),
      );
      if (misplaced === undefined) return verdict('fail', expectation, byRule);
      const { table, chain, text } = misplaced;
      return verdict('fail', expectation, say.otherTable({ table, chain, rule: text }));
    });
  },
});
