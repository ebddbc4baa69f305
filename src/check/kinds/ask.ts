import { z } from 'zod';
import type { Words } from '../../words/index.ts';
import { defineKind } from '../define-kind.ts';
import type { At } from '../facts.ts';
import { inNetns as lookIn, judgeFound, netnsFacts, netnsPart, verdict } from '../facts.ts';
import { sameAddress } from '../net/ip.ts';
import { problem } from '../problems.ts';
import { inNetns, linkName, onNode, text } from '../schema.ts';
import { sha256 } from '../sha256.ts';
import type { Link } from '../netns-facts.ts';
import type { Found } from '../found.ts';
import type { Snapshot } from '../snapshot.ts';

const computed = z
  .strictObject({
    of: z.enum(['mac', 'ifindex', 'mtu', 'address', 'inode']),
    link: linkName.optional(),
    in: inNetns,
    on: onNode,
  })
  .refine(({ of, link }) => of === 'inode' || link !== undefined, problem('link-needed'));
const hashed = z.strictObject({ hash: z.string().regex(/^[^:]+:[0-9a-f]{64}$/, problem('bad-hash')) });

const schema = z.strictObject({ question: text, answer: z.union([computed, hashed]) });

type Computed = z.output<typeof computed>;

/** As both sides of a comparison are read: trimmed, inner blanks single, lower case (Unicode NFC). */
function normal(answer: string): string {
  return answer.normalize('NFC').trim().toLowerCase().split(/\s+/).join(' ');
}

/** All right answers; several where a link has several addresses. `missing`: the thing asked about is not there. */
function rightAnswers(answer: Computed, snapshot: Snapshot, words: Words): Found<readonly string[]> {
  const at: At = { node: answer.on, netns: answer.in };
  if (answer.of === 'inode') {
    const facts = netnsFacts(snapshot, at, words);
    return facts.state === 'found' ? { state: 'found', value: [String(facts.value.inode)] } : facts;
  }
  const links = netnsPart(snapshot, at, (facts) => facts.links, words);
  if (links.state !== 'found') return links;
  const link = links.value.find(({ name }) => name === answer.link);
  return link === undefined ? { state: 'missing' } : { state: 'found', value: valuesOf(link, answer.of) };
}

function valuesOf(link: Link, of: 'mac' | 'ifindex' | 'mtu' | 'address'): readonly string[] {
  switch (of) {
    case 'mac':
      return link.mac === '' ? [] : [link.mac];
    case 'ifindex':
      return [String(link.index)];
    case 'mtu':
      return [String(link.mtu)];
    case 'address':
      return link.addresses.map(({ address, prefix }) => `${address}/${prefix}`);
  }
}

function isRight(typed: string, right: string, of: Computed['of']): boolean {
  if (of === 'address') {
    const [ip = '', length] = right.split('/');
    const [typedIp = '', typedLength] = typed.split('/');
    return sameAddress(typedIp, ip) && (typedLength === undefined || typedLength === length);
  }
  // `net:[4026531840]` is how readlink shows a namespace.
  if (of === 'inode') return typed.replace(/^net:\[(\d+)\]$/, '$1') === right;
  return typed === normal(right);
}

/** A question about the learner's own lab, or one whose answer the lesson keeps as a salted hash. */
export const ask = defineKind({
  name: 'ask',
  schema,
  needs: ({ answer }) => {
    if ('hash' in answer) return [];
    const { on, in: netns } = answer;
    return answer.of === 'inode'
      ? [{ what: 'namespaces', node: on }]
      : [
          { what: 'namespaces', node: on },
          { what: 'links', node: on, netns },
        ];
  },
  describe: ({ question }, _check, words) => words.check.kinds.ask.expected({ question }),
  judge: ({ question, answer }, { snapshot, answers }, check, words) => {
    const say = words.check.kinds.ask;
    const expected = say.expected({ question });
    // `answers` is data from a keyboard or a submission: only its own keys count.
    const given = Object.entries(answers).find(([id]) => id === check.id)?.[1];
    const typed = given === undefined ? '' : normal(given);
    const unanswered = typed === '';
    if ('hash' in answer) {
      const expectation = { expected, look: '' };
      const [salt = '', hash] = answer.hash.split(':');
      if (unanswered) return { state: 'fail', expected, observed: say.none };
      if (sha256(salt + typed) === hash) return verdict('pass', expectation, say.right);
      return { state: 'fail', expected, observed: say.wrong({ answer: typed.slice(0, 100) }) };
    }
    const at: At = { node: answer.on, netns: answer.in };
    const shows = answer.of === 'inode' ? 'readlink /proc/self/ns/net' : `ip addr show ${answer.link ?? ''}`;
    const expectation = { expected, look: lookIn(at, shows) };
    if (unanswered) return verdict('fail', expectation, say.none);
    const right = rightAnswers(answer, snapshot, words);
    if (right.state === 'missing' && netnsFacts(snapshot, at, words).state === 'found') {
      return verdict('fail', expectation, say.noLink({ link: answer.link ?? '', at }));
    }
    return judgeFound(right, { at, absent: false, expectation }, words, (values) => {
      if (values.length === 0) return verdict('fail', expectation, say.noValue({ link: answer.link ?? '' }));
      if (values.some((value) => isRight(typed, value, answer.of))) return verdict('pass', expectation, say.right);
      return verdict('fail', expectation, say.wrong({ answer: typed.slice(0, 100) }));
    });
  },
});
