import type { Check } from '../../check/types.ts';
import { http, reach } from './active.ts';
import type { Condition, Reason, Writer } from './condition.ts';
import { container } from './containers.ts';
import { cni, file, json, script } from './files.ts';
import { address, bridge, link, neighbour, netns, route } from './links.ts';
import { process, sameNamespace, socket, sysctl } from './machine.ts';
import { forward, nat } from './rules.ts';

const never =
  (reason: Reason): Writer =>
  () => ({ reason });

/** How each kind of check is put in bash, by its name; a test holds that every kind is here. */
export const writers: ReadonlyMap<string, Writer> = new Map<string, Writer>([
  ['output', never('terminal')],
  ['ask', never('answer')],
  ['netns', netns],
  ['link', link],
  ['address', address],
  ['route', route],
  ['neighbour', neighbour],
  ['bridge', bridge],
  ['forward', forward],
  ['nat', nat],
  ['socket', socket],
  ['sysctl', sysctl],
  ['process', process],
  ['same-namespace', sameNamespace],
  ['container', container],
  ['cni', cni],
  ['file', file],
  ['json', json],
  ['reach', reach],
  ['http', http],
  ['script', script],
]);

/** A check that can be put in bash, and the condition. */
export interface WrittenCheck {
  readonly check: Check;
  readonly bash: string;
}

/** A step's checks in the order in which they need one another, and those that cannot be put, with the reason. */
export interface Written {
  readonly conditions: readonly WrittenCheck[];
  readonly left: readonly { readonly check: Check; readonly reason: Reason }[];
}

/**
 * Puts a step's checks in bash. A check that needs one that cannot be put is left out with it: a ping that was to be tried after
 * the learner's own would say nothing of what the learner did.
 */
export function writeChecks(checks: readonly Check[]): Written {
  const byId = new Map(checks.map((check) => [check.id, check]));
  const done = new Map<Check, Condition>();
  const visit = (check: Check): Condition => {
    const known = done.get(check);
    if (known !== undefined) return known;
    const needed = check.needs.flatMap((id) => byId.get(id) ?? []).map(visit);
    const rests = needed.some((condition) => typeof condition !== 'string');
    const condition = rests
      ? { reason: 'rests' as const }
      : (writers.get(check.kind)?.(check) ?? never('rests')(check));
    done.set(check, condition);
    return condition;
  };
  for (const check of checks) visit(check);
  const all = [...done];
  return {
    conditions: all.flatMap(([check, bash]) => (typeof bash === 'string' ? [{ check, bash }] : [])),
    left: all.flatMap(([check, condition]) => (typeof condition === 'string' ? [] : [{ check, ...condition }])),
  };
}
