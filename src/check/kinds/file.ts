import { z } from 'zod';
import type { Words } from '../../words/index.ts';
import { defineKind } from '../define-kind.ts';
import { inNetns as lookIn, verdict } from '../facts.ts';
import { containsWhole } from '../output/whole.ts';
import { problem } from '../problems.ts';
import { matchesPattern } from '../pattern.ts';
import { absent, absolutePath, onNode, orShort, pattern, text } from '../schema.ts';
import type { Found } from '../found.ts';
import type { FileFact } from '../snapshot.ts';

export const schema = orShort(
  'path',
  z
    .strictObject({
      path: absolutePath,
      type: z.enum(['file', 'directory', 'symlink', 'other']).optional(),
      contains: text.optional(),
      matches: pattern.optional(),
      target: text.optional(),
      on: onNode,
      absent,
    })
    .refine(
      ({ absent: gone, type, contains, matches, target }) =>
        !gone || [type, contains, matches, target].every((value) => value === undefined),
      problem('peer-absent'),
    ),
);

type Spec = z.output<typeof schema>;

function wishes({ contains, matches, target }: Spec, words: Words): string[] {
  const say = words.check.kinds.file;
  return [
    ...(contains === undefined ? [] : [say.wishContains({ text: contains })]),
    ...(matches === undefined ? [] : [say.wishMatches({ pattern: matches })]),
    ...(target === undefined ? [] : [say.wishTarget({ target })]),
  ];
}

/** What of it is not as wished. For a directory the entries' names, one a line, are its text. */
function difference(fact: FileFact, spec: Spec, words: Words): string | undefined {
  const say = words.check.kinds.file;
  if (spec.type !== undefined && fact.type !== spec.type) return say.isType({ type: fact.type });
  if (spec.target !== undefined && fact.target !== spec.target) {
    return fact.target === undefined ? say.isType({ type: fact.type }) : say.isTarget({ target: fact.target });
  }
  if (spec.contains === undefined && spec.matches === undefined) return undefined;
  const content = fact.text ?? fact.entries?.join('\n');
  if (content === undefined) return say.noText;
  if (spec.contains !== undefined && !containsWhole(content, spec.contains)) return say.lacks({ text: spec.contains });
  if (spec.matches !== undefined && !matchesPattern(spec.matches, content))
    return say.noMatch({ pattern: spec.matches });
  return undefined;
}

/** A file, directory or link of the lab's file system. Reads the first 64 KiB. */
export const file = defineKind({
  name: 'file',
  schema,
  needs: ({ path, on }) => [{ what: 'file', node: on, path }],
  describe: (spec, _check, words) =>
    words.check.kinds.file.expected({
      path: spec.path,
      type: spec.type,
      absent: spec.absent,
      wishes: wishes(spec, words),
    }),
  judge: (spec, { snapshot }, _check, words) => {
    const say = words.check.kinds.file;
    const { common } = words.check.kinds;
    const expected = say.expected({
      path: spec.path,
      type: spec.type,
      absent: spec.absent,
      wishes: wishes(spec, words),
    });
    const asksText = spec.contains !== undefined || spec.matches !== undefined;
    const expectation = {
      expected,
      look: lookIn({ node: spec.on, netns: '' }, `${asksText ? 'cat' : 'ls -ld'} ${spec.path}`),
    };
    const node = snapshot.nodes[spec.on];
    const found: Found<FileFact> = node?.files[spec.path] ?? { state: 'error', message: common.notAsked };
    if (found.state === 'error') return verdict('error', expectation, common.couldNotAsk({ message: found.message }));
    if (found.state === 'missing')
      return verdict(spec.absent ? 'pass' : 'fail', expectation, say.missing({ path: spec.path }));
    if (spec.absent) return verdict('fail', expectation, say.stillThere({ path: spec.path }));
    const wrong = difference(found.value, spec, words);
    return wrong === undefined
      ? verdict('pass', expectation, say.there({ path: spec.path }))
      : verdict('fail', expectation, wrong);
  },
});
