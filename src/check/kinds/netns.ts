import { z } from 'zod';
import { defineKind } from '../define-kind.ts';
import { inNetns, verdict } from '../facts.ts';
import { absent, netnsName, onNode, orShort } from '../schema.ts';

export const schema = orShort('name', z.strictObject({ name: netnsName, on: onNode, absent }));

/** A named network namespace: a file under `/run/netns` (ip-netns(8)). `exactly`: the only one. */
export const netns = defineKind({
  name: 'netns',
  schema,
  needs: ({ on }) => [{ what: 'namespaces', node: on }],
  describe: ({ name, on, absent: gone }, _check, words) =>
    words.check.kinds.netns.expected({ name, node: on, absent: gone }),
  judge: ({ name, on, absent: gone }, { snapshot }, check, words) => {
    const say = words.check.kinds.netns;
    const expected = say.expected({ name, node: on, absent: gone });
    const expectation = { expected, look: inNetns({ node: on, netns: '' }, 'ip netns list') };
    const facts = snapshot.nodes[on];
    if (facts === undefined) return verdict('error', expectation, words.check.kinds.common.noNode({ node: on }));
    const names = facts.netns.map((found) => found.name).filter((found) => found !== '');
    const isThere = names.includes(name);
    if (gone)
      return isThere
        ? verdict('fail', expectation, say.stillThere({ name }))
        : verdict('pass', expectation, say.onlyThese({ names }));
    if (!isThere) {
      const similar = names.find((found) => isSimilar(found, name));
      return verdict(
        'fail',
        expectation,
        similar === undefined ? say.onlyThese({ names }) : say.similar({ name: similar }),
      );
    }
    const others = names.filter((found) => found !== name);
    if (check.exactly && others.length > 0) return verdict('fail', expectation, say.others({ names: others }));
    return verdict('pass', expectation, say.there({ name }));
  },
});

/** One letter changed, added, dropped, or another case: `clinet` and `Client` for `client`. */
function isSimilar(a: string, b: string): boolean {
  const [left, right] = [a.toLowerCase(), b.toLowerCase()];
  if (left === right) return true;
  if (Math.abs(left.length - right.length) > 1 || right.length < 4) return false;
  let start = 0;
  while (start < left.length && left[start] === right[start]) start += 1;
  let end = 0;
  while (end < Math.min(left.length, right.length) - start && left.at(-1 - end) === right.at(-1 - end)) end += 1;
  const [leftRest, rightRest] = [left.slice(start, left.length - end), right.slice(start, right.length - end)];
  if (leftRest.length <= 1 && rightRest.length <= 1) return true;
  return leftRest.length === 2 && leftRest === [...rightRest].reverse().join('');
}
