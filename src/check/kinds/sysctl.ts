import { z } from 'zod';
import { defineKind } from '../define-kind.ts';
import type { At } from '../facts.ts';
import { inNetns as lookIn, judgeFound, netnsFacts, verdict } from '../facts.ts';
import { problem } from '../problems.ts';
import { inNetns, onNode } from '../schema.ts';
import type { Found } from '../found.ts';

export const schema = z.strictObject({
  // The lab asks by path: nothing that climbs out of /proc/sys. A slash is sysctl(8)'s other separator.
  key: z.string().regex(/^(?!.*\.\.)[A-Za-z0-9_][\w.\-/@]*$/, problem('bad-sysctl')),
  value: z.union([z.string(), z.number()]).transform(String),
  in: inNetns,
  on: onNode,
});

/** Several values of one key are apart by tabs in /proc/sys, by blanks as people write them. */
function normal(value: string): string {
  return value.trim().split(/\s+/).join(' ');
}

/** A kernel parameter (sysctl(8)); those of `net.*` are each namespace's own. */
export const sysctl = defineKind({
  name: 'sysctl',
  schema,
  needs: ({ key, in: netns, on }) => [
    { what: 'namespaces', node: on },
    { what: 'sysctl', node: on, netns, key },
  ],
  describe: ({ key, value, in: netns, on }, _check, words) =>
    words.check.kinds.sysctl.expected({ key, value, at: { node: on, netns } }),
  judge: ({ key, value, in: netns, on }, { snapshot }, _check, words) => {
    const say = words.check.kinds.sysctl;
    const at: At = { node: on, netns };
    const expectation = { expected: say.expected({ key, value, at }), look: lookIn(at, `sysctl ${key}`) };
    return judgeFound(netnsFacts(snapshot, at, words), { at, absent: false, expectation }, words, (facts) => {
      const found: Found<string> = facts.sysctls?.[key] ?? {
        state: 'error',
        message: words.check.kinds.common.notAsked,
      };
      if (found.state === 'missing') return verdict('fail', expectation, say.missing({ key }));
      return judgeFound(found, { at, absent: false, expectation }, words, (current) =>
        verdict(
          normal(current) === normal(value) ? 'pass' : 'fail',
          expectation,
          say.is({ key, value: normal(current) }),
        ),
      );
    });
  },
});
