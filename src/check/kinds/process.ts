import { z } from 'zod';
import { defineKind } from '../define-kind.ts';
import { inNetns as lookIn, judgeFound, netnsFacts, verdict } from '../facts.ts';
import { commandText, firstProcess, isNamed, processesOf } from '../net/processes.ts';
import { problem } from '../problems.ts';
import { absent, anyNetns, onNode, orShort, text } from '../schema.ts';
import type { ProcessFact } from '../snapshot.ts';

export const namespaceType = z.enum(['net', 'mnt', 'uts', 'ipc', 'pid', 'user', 'cgroup', 'time']);

export const schema = orShort(
  'name',
  z
    .strictObject({
      name: text.optional(),
      args: text.optional(),
      unshared: z.array(namespaceType).min(1).optional(),
      in: anyNetns.optional(),
      on: onNode,
      absent,
    })
    .refine(
      ({ name, args, unshared, in: netns }) => [name, args, unshared, netns].some((key) => key !== undefined),
      problem('nothing-asked'),
    ),
);

/** A running process, and the namespaces it is in (namespaces(7)). */
export const process = defineKind({
  name: 'process',
  schema,
  needs: ({ on }) => [
    { what: 'namespaces', node: on },
    { what: 'processes', node: on },
  ],
  describe: ({ name, args, unshared, in: netns, on, absent: gone }, _check, words) =>
    words.check.kinds.process.expected({ name, args, unshared, netns, node: on, absent: gone }),
  judge: ({ name, args, unshared, in: netns, on, absent: gone }, { snapshot }, _check, words) => {
    const say = words.check.kinds.process;
    const at = { node: on, netns: '' };
    const expected = say.expected({ name, args, unshared, netns, node: on, absent: gone });
    const expectation = { expected, look: lookIn(at, unshared === undefined ? 'ps -ef' : 'lsns') };
    return judgeFound(processesOf(snapshot, on, words), { at, absent: gone, expectation }, words, (processes) => {
      const first = firstProcess(processes);
      if (first === undefined) return verdict('error', expectation, say.noFirst);
      const named = processes.filter(
        (candidate) =>
          (name === undefined || isNamed(candidate, name)) &&
          (args === undefined || candidate.words.slice(1).includes(args)),
      );
      const shared = (candidate: ProcessFact): string[] =>
        (unshared ?? []).filter((type) => candidate.namespaces[type] === first.namespaces[type]);
      const judgeIn = (inode: number | undefined): ReturnType<typeof verdict> => {
        const right = named.find(
          (candidate) =>
            shared(candidate).length === 0 && (inode === undefined || candidate.namespaces['net'] === inode),
        );
        if (right !== undefined) {
          return verdict(
            gone ? 'fail' : 'pass',
            expectation,
            say.there({ pid: right.pid, command: commandText(right) }),
          );
        }
        if (gone || named.length === 0) {
          return verdict(
            gone ? 'pass' : 'fail',
            expectation,
            say.none({ name: [name, args].filter(Boolean).join(' ') }),
          );
        }
        const near = named.reduce((best, candidate) =>
          shared(candidate).length < shared(best).length ? candidate : best,
        );
        const { pid } = near;
        const command = commandText(near);
        const types = shared(near);
        if (types.length > 0) return verdict('fail', expectation, say.sharing({ command, pid, types }));
        const home = snapshot.nodes[on]?.netns.find((facts) => facts.inode === near.namespaces['net']);
        const where = home === undefined ? say.namelessNetns : home.name === '' ? say.ownNetns : home.name;
        return verdict('fail', expectation, say.otherNetns({ command, pid, where }));
      };
      if (netns === undefined) return judgeIn(undefined);
      const inside = { node: on, netns };
      const facts = netnsFacts(snapshot, inside, words);
      return judgeFound(facts, { at: inside, absent: gone, expectation }, words, ({ inode }) => judgeIn(inode));
    });
  },
});
