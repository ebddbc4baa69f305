import { z } from 'zod';
import { defineKind } from '../define-kind.ts';
import type { At } from '../facts.ts';
import { inNetns as lookIn, judgeFound, verdict } from '../facts.ts';
import { containsWhole } from '../output/whole.ts';
import { problem } from '../problems.ts';
import { inNetns, onNode, text } from '../schema.ts';

export const schema = z.strictObject({
  url: z.string().regex(/^https?:\/\/[^\s'"\\]+$/, problem('bad-url')),
  from: inNetns,
  status: z.int().min(100).max(599).optional(),
  contains: text.optional(),
  on: onNode,
});

/** One real request, sent on our own account once what the check `needs` has passed. Without `status`: 2xx or 3xx. */
export const http = defineKind({
  name: 'http',
  schema,
  active: true,
  needs: ({ url, from, on }) => [{ what: 'http', node: on, netns: from, url }],
  describe: ({ url, from, status, contains, on }, _check, words) =>
    words.check.kinds.http.expected({ url, status, contains, at: { node: on, netns: from } }),
  judge: ({ url, from, status, contains, on }, { snapshot }, _check, words) => {
    const say = words.check.kinds.http;
    const at: At = { node: on, netns: from };
    const expectation = {
      expected: say.expected({ url, status, contains, at }),
      look: lookIn(at, `curl -m 2 -i ${url}`),
    };
    const result = snapshot.http.find(({ need }) => need.node === on && need.netns === from && need.url === url);
    if (result === undefined)
      return { state: 'skipped', expected: expectation.expected, observed: words.check.kinds.common.notYet };
    if (result.found.state === 'found' && result.found.value.status === 0)
      return verdict('fail', expectation, say.noAnswer({ text: result.found.value.text ?? '' }));
    return judgeFound(result.found, { at, absent: false, expectation }, words, (answer) => {
      const isRight = status === undefined ? answer.status >= 200 && answer.status < 400 : answer.status === status;
      if (!isRight) return verdict('fail', expectation, say.isStatus({ status: answer.status }));
      if (contains !== undefined && !containsWhole(answer.body, contains)) {
        return verdict('fail', expectation, say.lacks({ text: contains }));
      }
      return verdict('pass', expectation, say.isStatus({ status: answer.status }));
    });
  },
});
