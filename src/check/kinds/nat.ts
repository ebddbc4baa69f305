import { z } from 'zod';
import type { Words } from '../../words/index.ts';
import { defineKind } from '../define-kind.ts';
import type { At } from '../facts.ts';
import { inNetns as lookIn, judgeFound, netnsPart, verdict } from '../facts.ts';
import { prefixContains, sameAddress, samePrefix } from '../net/ip.ts';
import type { Match, ParsedRule } from '../net/rules.ts';
import { allRules, matchOf, reachableChains, withJumps } from '../net/rules.ts';
import { problem } from '../problems.ts';
import { absent, inNetns, ipPrefix, onNode, port } from '../schema.ts';

export const schema = z
  .strictObject({
    masquerade: ipPrefix.optional(),
    out: z
      .string()
      .regex(/^!?[^\s/:!]{1,15}$/, problem('bad-link'))
      .optional(),
    dnat: z
      .strictObject({
        port,
        protocol: z.enum(['tcp', 'udp']).default('tcp'),
        to: z.string().regex(/^\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?$/, problem('bad-address')),
        /** Whose packets: PREROUTING has those that come in, OUTPUT those that this node sends. */
        chain: z.enum(['PREROUTING', 'OUTPUT']).default('PREROUTING'),
        /** The rule must be for packets to this address only. */
        destination: ipPrefix.optional(),
      })
      .optional(),
    in: inNetns,
    on: onNode,
    absent,
  })
  .refine(({ masquerade, dnat }) => (masquerade === undefined) !== (dnat === undefined), problem('one-nat'))
  .refine(({ out, dnat }) => out === undefined || dnat === undefined, problem('out-with-masquerade'));

type Spec = z.output<typeof schema>;

function matchText(match: Match | undefined): string {
  return match === undefined ? '' : [...(match.negated ? ['!'] : []), match.option, ...match.values].join(' ');
}

/** What a rule asks for beyond what we do: with such a condition it does not do the work. */
function extraConditions(rule: ParsedRule, known: readonly string[]): string[] {
  return rule.matches
    .filter(
      ({ option, values }) =>
        !known.includes(option) &&
        option !== '--comment' &&
        !(option === '-m' && ['comment', 'tcp', 'udp'].includes(values[0] ?? '')),
    )
    .map(matchText);
}

/** What comes with `ipMasq` of the CNI plugins, and takes nothing from any packet to one receiver: multicast is not forwarded. */
const multicast = '224.0.0.0/4';

/** Why a rule is never asked, or not at the place wanted; empty when it is. */
function placeReasons({ table, chain }: ParsedRule, chains: readonly string[], wanted: string, words: Words): string[] {
  const say = words.check.kinds.nat;
  if (table !== 'nat') return [say.wrongTable({ table })];
  return chains.includes(chain) ? [] : [say.wrongChain({ chain, wanted })];
}

/** Why a MASQUERADE rule is not the one asked for; empty when it is. */
function masqueradeReasons(
  rule: ParsedRule,
  spec: Spec,
  exactly: boolean,
  chains: readonly string[],
  words: Words,
): string[] {
  const say = words.check.kinds.nat;
  const reasons = placeReasons(rule, chains, 'POSTROUTING', words);
  const source = matchOf(rule, '-s');
  const [value = ''] = source?.values ?? [];
  const wanted = spec.masquerade ?? '';
  const isSource =
    source === undefined
      ? !exactly
      : !source.negated && (exactly ? samePrefix(value, wanted) : prefixContains(value, wanted));
  if (!isSource) reasons.push(say.wrongSource({ source: source === undefined ? '0.0.0.0/0' : matchText(source) }));
  if (spec.out !== undefined) {
    const out = matchOf(rule, '-o');
    const negated = spec.out.startsWith('!');
    const name = spec.out.replace('!', '');
    if (out?.values[0] !== name || out.negated !== negated) reasons.push(say.wrongOut({ out: matchText(out) }));
  }
  const others = rule.matches.filter(
    ({ option, negated: isNot, values }) => !(option === '-d' && isNot && values[0] === multicast),
  );
  for (const extra of extraConditions({ ...rule, matches: others }, ['-s', '-o']))
    reasons.push(say.alsoNeeds({ words: extra }));
  return reasons;
}

/** Why a DNAT rule is not the one asked for; empty when it is. */
function dnatReasons(
  rule: ParsedRule,
  dnat: NonNullable<Spec['dnat']>,
  chains: readonly string[],
  words: Words,
): string[] {
  const say = words.check.kinds.nat;
  const reasons = placeReasons(rule, chains, dnat.chain, words);
  const protocol = matchOf(rule, '-p');
  if (protocol?.values[0] !== dnat.protocol || protocol.negated)
    reasons.push(say.wrongProtocol({ protocol: matchText(protocol) }));
  const dport = matchOf(rule, '--dport');
  if (dport?.values[0] !== String(dnat.port) || dport.negated)
    reasons.push(say.wrongPort({ port: dport?.values[0] ?? '' }));
  const destination = matchOf(rule, '-d');
  if (
    dnat.destination !== undefined &&
    (destination === undefined || destination.negated || !samePrefix(destination.values[0] ?? '', dnat.destination))
  )
    reasons.push(say.wrongDestination({ destination: matchText(destination) }));
  const source = matchOf(rule, '-s');
  if (source !== undefined) reasons.push(say.alsoNeeds({ words: matchText(source) }));
  const to = rule.targetOptions.find(({ option }) => option === '--to-destination')?.values[0] ?? '';
  const [address = '', toPort = String(dnat.port)] = to.split(':');
  const [wantedAddress = '', wantedPort = String(dnat.port)] = dnat.to.split(':');
  if (!sameAddress(address, wantedAddress) || toPort !== wantedPort) reasons.push(say.wrongTo({ to }));
  return reasons;
}

function expectedText(spec: Spec, at: At, words: Words): string {
  const say = words.check.kinds.nat;
  if (spec.dnat !== undefined)
    return say.expectedDnat({ destination: undefined, ...spec.dnat, at, absent: spec.absent });
  return say.expectedMasquerade({ source: spec.masquerade ?? '', out: spec.out, at, absent: spec.absent });
}

/**
 * Address translation by iptables or nft: MASQUERADE of what leaves, DNAT of what comes in. A rule for a larger source
 * does the work too, unless `exactly`.
 */
export const nat = defineKind({
  name: 'nat',
  schema,
  needs: ({ in: netns, on }) => [
    { what: 'namespaces', node: on },
    { what: 'rules', node: on, netns },
  ],
  describe: (spec, _check, words) => expectedText(spec, { node: spec.on, netns: spec.in }, words),
  judge: (spec, { snapshot }, check, words) => {
    const say = words.check.kinds.nat;
    const at: At = { node: spec.on, netns: spec.in };
    const { dnat } = spec;
    const chain = dnat === undefined ? 'POSTROUTING' : dnat.chain;
    const expectation = { expected: expectedText(spec, at, words), look: lookIn(at, `iptables -t nat -S ${chain}`) };
    const found = netnsPart(snapshot, at, (facts) => facts.rules, words);
    return judgeFound(found, { at, absent: spec.absent, expectation }, words, (rules) => {
      const all = withJumps(allRules(rules));
      const chains = reachableChains(all, 'nat', chain);
      const target = dnat === undefined ? 'MASQUERADE' : 'DNAT';
      const candidates = all
        .filter((rule) => rule.target === target)
        .map((rule) => ({
          rule,
          reasons:
            dnat === undefined
              ? masqueradeReasons(rule, spec, check.exactly, chains, words)
              : dnatReasons(rule, dnat, chains, words),
        }));
      const right = candidates.find(({ reasons }) => reasons.length === 0)?.rule;
      const texts = all.filter(({ table }) => table === 'nat').map(({ text }) => text);
      if (right !== undefined)
        return verdict(spec.absent ? 'fail' : 'pass', expectation, say.there({ rule: right.text }));
      if (spec.absent) return verdict('pass', expectation, say.onlyThese({ rules: texts }));
      const [first, ...rest] = candidates;
      if (first === undefined) return verdict('fail', expectation, say.onlyThese({ rules: texts }));
      const nearest = rest.reduce(
        (best, candidate) => (candidate.reasons.length < best.reasons.length ? candidate : best),
        first,
      );
      return verdict('fail', expectation, say.nearMiss({ rule: nearest.rule.text, reasons: nearest.reasons }));
    });
  },
});
