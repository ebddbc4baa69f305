import type { Words } from '../words/index.ts';
import type { Facts } from './kind.ts';
import { checkKinds } from './registry.ts';
import type { Need } from './snapshot.ts';
import type { Check, Verdict } from './types.ts';

/** What the checks line shows: the author's title, or the sentence its kind makes of it. */
export function titleOf(check: Check, words: Words): string {
  const { common } = words.check.kinds;
  if (check.title !== undefined) return check.title;
  return checkKinds.get(check.kind)?.describe(check.spec, check, words) ?? common.unknownKind({ kind: check.kind });
}

/**
 * The verdict on every check, by id. A check whose `needs` have not all passed is `skipped`; one that breaks, or that
 * can never be asked (an unknown kind, needs in a circle), is `error` and never costs the learner. Pure, never throws.
 */
export function judgeChecks(checks: readonly Check[], facts: Facts, words: Words): ReadonlyMap<string, Verdict> {
  const { common } = words.check.kinds;
  const byId = new Map(checks.map((check) => [check.id, check]));
  const verdicts = new Map<string, Verdict>();
  const underWay: string[] = [];

  const judge = (check: Check): Verdict => {
    const known = verdicts.get(check.id);
    if (known !== undefined) return known;
    if (underWay.includes(check.id)) return { state: 'error', observed: common.circle({ ids: [...underWay] }) };
    underWay.push(check.id);
    const verdict = withAuthorsWords(check, judgeNeeds(check) ?? judgeAlone(check, facts, words));
    underWay.pop();
    verdicts.set(check.id, verdict);
    return verdict;
  };
  const judgeNeeds = (check: Check): Verdict | undefined => {
    const waiting: string[] = [];
    for (const id of check.needs) {
      const needed = byId.get(id);
      if (needed === undefined) return { state: 'error', observed: common.unknownNeed({ id }) };
      if (underWay.includes(id))
        return { state: 'error', observed: common.circle({ ids: underWay.slice(underWay.indexOf(id)) }) };
      if (judge(needed).state !== 'pass') waiting.push(id);
    }
    if (waiting.length === 0) return undefined;
    return { state: 'skipped', expected: titleOf(check, words), observed: common.waitsFor({ ids: waiting }) };
  };
  // In the order of the lesson, whatever needed what.
  return new Map(checks.map((check) => [check.id, judge(check)]));
}

function judgeAlone(check: Check, facts: Facts, words: Words): Verdict {
  const { common } = words.check.kinds;
  const kind = checkKinds.get(check.kind);
  if (kind === undefined) return { state: 'error', observed: common.unknownKind({ kind: check.kind }) };
  try {
    return kind.judge(check.spec, facts, check, words);
  } catch (error) {
    // A snapshot can come from a stranger's submission: what breaks on it is the check's fault, not a crash.
    return {
      state: 'error',
      observed: common.broken({ message: error instanceof Error ? error.message : String(error) }),
    };
  }
}

/** `pass:` and `fail:` of the lesson; where the author gave none, a kind's own message (a script's last line) stays. */
function withAuthorsWords(check: Check, verdict: Verdict): Verdict {
  const text = verdict.state === 'pass' ? check.pass : verdict.state === 'fail' ? check.fail : undefined;
  return text === undefined ? verdict : { ...verdict, message: text };
}

/**
 * What has to be asked of the lab, each thing once. Kinds whose asking has effects (`reach`, `http`) are only asked once
 * everything they need has passed: a probe must not do the learner's work.
 */
export function needsOf(checks: readonly Check[], verdicts: ReadonlyMap<string, Verdict>): readonly Need[] {
  const needs = new Map<string, Need>();
  for (const check of checks) {
    const kind = checkKinds.get(check.kind);
    if (kind === undefined) continue;
    if (kind.active === true && !check.needs.every((id) => verdicts.get(id)?.state === 'pass')) continue;
    for (const need of kind.needs(check.spec, check)) needs.set(JSON.stringify(need), need);
  }
  return [...needs.values()];
}
