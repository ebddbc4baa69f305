import { z } from 'zod';
import type { Words } from '../../words/index.ts';
import { containersOf } from '../containers.ts';
import { defineKind } from '../define-kind.ts';
import { judgeFound, netnsFacts, verdict } from '../facts.ts';
import { isNamed, processesOf } from '../net/processes.ts';
import { problem } from '../problems.ts';
import { anyNetns, onNode, text } from '../schema.ts';
import type { Found } from '../found.ts';
import type { Snapshot } from '../snapshot.ts';
import { namespaceType } from './process.ts';

const member = z.union([
  z.strictObject({ netns: anyNetns }),
  z.strictObject({ process: text }),
  z.strictObject({ container: text }),
]);

export const schema = z
  .strictObject({
    type: namespaceType.default('net'),
    of: z.tuple([member, member]),
    on: onNode,
    not: z.boolean().default(false),
  })
  .refine(({ type, of }) => type === 'net' || of.every((one) => !('netns' in one)), problem('netns-needs-net'));

type Spec = z.output<typeof schema>;
type Member = Spec['of'][number];

function memberName(one: Member, spec: Spec, words: Words): string {
  const say = words.check.kinds.sameNamespace;
  if ('netns' in one) return say.netns({ name: one.netns, node: spec.on });
  return 'container' in one ? say.container({ name: one.container }) : say.process({ name: one.process });
}

/** The namespaces (inodes) a member is in: several processes can bear one name. */
function inodesOf(one: Member, spec: Spec, snapshot: Snapshot, words: Words): Found<readonly number[]> {
  if ('netns' in one) {
    const facts = netnsFacts(snapshot, { node: spec.on, netns: one.netns }, words);
    return facts.state === 'found' ? { state: 'found', value: [facts.value.inode] } : facts;
  }
  const processes = processesOf(snapshot, spec.on, words);
  if (processes.state !== 'found') return processes;
  const own = 'container' in one ? firstProcessOf(one.container, spec, snapshot, words) : undefined;
  if (own !== undefined && own.state !== 'found') return own;
  const inodes = processes.value
    .filter((candidate) => ('process' in one ? isNamed(candidate, one.process) : candidate.pid === own?.value))
    .flatMap(({ namespaces }) => namespaces[spec.type] ?? []);
  return inodes.length === 0 ? { state: 'missing' } : { state: 'found', value: [...new Set(inodes)] };
}

/** The PID of a running container's first process. */
function firstProcessOf(name: string, spec: Spec, snapshot: Snapshot, words: Words): Found<number> {
  const containers = containersOf(snapshot, spec.on, words);
  if (containers.state !== 'found') return containers;
  const pid = containers.value.find((each) => each.name === name && each.running)?.pid;
  return pid === undefined ? { state: 'missing' } : { state: 'found', value: pid };
}

/** Two things are in one namespace, or (`not: true`) in two: told by the inode of its file (namespaces(7)). */
export const sameNamespace = defineKind({
  name: 'same-namespace',
  schema,
  needs: ({ on, of }) => [
    { what: 'namespaces', node: on },
    { what: 'processes', node: on },
    ...(of.some((one) => 'container' in one) ? [{ what: 'containers', node: on } as const] : []),
  ],
  describe: (spec, _check, words) => {
    const [first, second] = spec.of;
    return words.check.kinds.sameNamespace.expected({
      type: spec.type,
      first: memberName(first, spec, words),
      second: memberName(second, spec, words),
      differ: spec.not,
    });
  },
  judge: (spec, { snapshot }, _check, words) => {
    const say = words.check.kinds.sameNamespace;
    const [first, second] = spec.of;
    const expected = say.expected({
      type: spec.type,
      first: memberName(first, spec, words),
      second: memberName(second, spec, words),
      differ: spec.not,
    });
    const expectation = { expected, look: `lsns -t ${spec.type}` };
    const inodes: (readonly number[])[] = [];
    for (const one of spec.of) {
      const found = inodesOf(one, spec, snapshot, words);
      if (found.state === 'missing' && 'process' in one) {
        return verdict('fail', expectation, say.noProcess({ name: one.process }));
      }
      if (found.state === 'missing' && 'container' in one) {
        return verdict('fail', expectation, say.noContainer({ name: one.container }));
      }
      if (found.state !== 'found') {
        const at = { node: spec.on, netns: 'netns' in one ? one.netns : '' };
        return judgeFound(found, { at, absent: false, expectation }, words, () => verdict('error', expectation, ''));
      }
      inodes.push(found.value);
    }
    const [left = [], right = []] = inodes;
    const common = left.find((inode) => right.includes(inode));
    if (common !== undefined) return verdict(spec.not ? 'fail' : 'pass', expectation, say.same({ inode: common }));
    return verdict(spec.not ? 'pass' : 'fail', expectation, say.differ({ first: left[0] ?? 0, second: right[0] ?? 0 }));
  },
});
