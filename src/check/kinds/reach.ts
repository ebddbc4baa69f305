import { z } from 'zod';
import { defineKind } from '../define-kind.ts';
import type { At } from '../facts.ts';
import { inNetns as lookIn, judgeFound, verdict } from '../facts.ts';
import { inNetns, ipAddress, onNode, port } from '../schema.ts';
import type { ReachNeed } from '../snapshot.ts';

export const schema = z.strictObject({
  from: inNetns,
  to: ipAddress,
  port: port.optional(),
  answered: z.boolean().default(true),
  on: onNode,
});

type Spec = z.output<typeof schema>;

function needOf({ from, to, port: tcp, on }: Spec): ReachNeed {
  return { what: 'reach', node: on, netns: from, to, ...(tcp === undefined ? {} : { port: tcp }) };
}

function isFor(a: ReachNeed, b: ReachNeed): boolean {
  return a.node === b.node && a.netns === b.netns && a.to === b.to && a.port === b.port;
}

/** One real ping or TCP connection, sent on our own account once what the check `needs` has passed. */
export const reach = defineKind({
  name: 'reach',
  schema,
  active: true,
  needs: (spec) => [needOf(spec)],
  describe: (spec, _check, words) =>
    words.check.kinds.reach.expected({
      to: spec.to,
      port: spec.port,
      at: { node: spec.on, netns: spec.from },
      answered: spec.answered,
    }),
  judge: (spec, { snapshot }, _check, words) => {
    const say = words.check.kinds.reach;
    const at: At = { node: spec.on, netns: spec.from };
    const { to, answered } = spec;
    const look = lookIn(at, spec.port === undefined ? `ping -c 1 -W 1 ${to}` : `curl -m 2 telnet://${to}:${spec.port}`);
    const expectation = { expected: say.expected({ to, port: spec.port, at, answered }), look };
    const result = snapshot.reach.find(({ need }) => isFor(need, needOf(spec)));
    if (result === undefined)
      return { state: 'skipped', expected: expectation.expected, observed: words.check.kinds.common.notYet };
    return judgeFound(result.found, { at, absent: !answered, expectation }, words, (value) => {
      const observed = value.answered ? say.answered({ to }) : say.silent({ text: value.text });
      return verdict(value.answered === answered ? 'pass' : 'fail', expectation, observed);
    });
  },
});
