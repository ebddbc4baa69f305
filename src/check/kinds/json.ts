import { z } from 'zod';
import { defineKind } from '../define-kind.ts';
import { inNetns as lookIn, verdict } from '../facts.ts';
import { problem } from '../problems.ts';
import { matchesPattern } from '../pattern.ts';
import { absolutePath, onNode, pattern, text } from '../schema.ts';
import type { Found } from '../found.ts';
import type { FileFact } from '../snapshot.ts';

export const schema = z
  .strictObject({
    path: absolutePath,
    at: text,
    equals: z.union([z.string(), z.number(), z.boolean()]).optional(),
    matches: pattern.optional(),
    on: onNode,
  })
  .refine(({ equals, matches }) => (equals === undefined) !== (matches === undefined), problem('equals-or-matches'));

type Parsed = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly reason: string };

function parse(content: string): Parsed {
  try {
    const value: unknown = JSON.parse(content);
    return { ok: true, value };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

type Step =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly at: string; readonly keys: readonly string[] };

/** Follows `ips.0.address`: own keys of objects, indexes of arrays. */
function follow(root: unknown, path: string): Step {
  let value = root;
  const walked: string[] = [];
  for (const key of path.split('.')) {
    walked.push(key);
    const entries: [string, unknown][] = typeof value === 'object' && value !== null ? Object.entries(value) : [];
    const entry = entries.find(([name]) => name === key);
    if (entry === undefined)
      return { ok: false, at: walked.join('.'), keys: entries.map(([name]) => name).slice(0, 20) };
    value = entry[1];
  }
  return { ok: true, value };
}

/** One value in a JSON file of the lab. Reads the first 64 KiB. */
export const json = defineKind({
  name: 'json',
  schema,
  needs: ({ path, on }) => [{ what: 'file', node: on, path }],
  describe: ({ path, at, equals, matches }, _check, words) =>
    words.check.kinds.json.expected({
      path,
      at,
      equals: equals === undefined ? undefined : JSON.stringify(equals),
      matches,
    }),
  judge: ({ path, at, equals, matches, on }, { snapshot }, _check, words) => {
    const say = words.check.kinds.json;
    const { common, file } = words.check.kinds;
    const expectation = {
      expected: say.expected({ path, at, equals: equals === undefined ? undefined : JSON.stringify(equals), matches }),
      look: lookIn({ node: on, netns: '' }, `jq . ${path}`),
    };
    const found: Found<FileFact> = snapshot.nodes[on]?.files[path] ?? { state: 'error', message: common.notAsked };
    if (found.state === 'error') return verdict('error', expectation, common.couldNotAsk({ message: found.message }));
    if (found.state === 'missing') return verdict('fail', expectation, file.missing({ path }));
    if (found.value.text === undefined) return verdict('fail', expectation, file.isType({ type: found.value.type }));
    const parsed = parse(found.value.text);
    if (!parsed.ok) return verdict('fail', expectation, say.notJson({ path, reason: parsed.reason }));
    const step = follow(parsed.value, at);
    if (!step.ok) return verdict('fail', expectation, say.notThere({ at: step.at, keys: step.keys }));
    const { value } = step;
    const shown = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
    const isRight = matches === undefined ? value === equals : matchesPattern(matches, shown);
    return verdict(isRight ? 'pass' : 'fail', expectation, say.is({ at, value: JSON.stringify(value).slice(0, 200) }));
  },
});
