import { titleOf } from '../check/judge.ts';
import { plainLines } from '../check/plain-text.ts';
import type { Check, Verdict } from '../check/types.ts';
import type { Step } from '../lesson/types.ts';
import { withoutVolatile } from '../verify/volatile.ts';
import type { Words } from '../words/index.ts';
import { withoutIds } from './ids.ts';
import { cents } from './late.ts';
import type { CheckResult } from './result.ts';

type Verdicts = ReadonlyMap<string, Verdict>;

/** What a submission's own file says of a check, by step and check. */
export type Claims = Readonly<Record<string, Readonly<Record<string, Verdict['state']>>>>;

/** Kinds whose truth is not in a snapshot: what they ask for is done, or typed, not kept. */
const replayOnly = new Set(['reach', 'http', 'process', 'script', 'output']);
/** An answer is about the learner's own lab, which the snapshot is all that is left of. */
const snapshotOnly = new Set(['ask']);

function maxPoints({ points = 0 }: Check): number {
  return points;
}

/** Points of a whole checkpoint. */
export function maxScore(steps: readonly Step[]): number {
  return cents(steps.flatMap(({ checks }) => checks).reduce((sum, check) => sum + maxPoints(check), 0));
}

/** A snapshot can answer it. */
export function isInSnapshot({ kind }: Check): boolean {
  return !replayOnly.has(kind);
}

/** By step, in the lesson's order; absent where there was nothing to judge. */
export interface Judged {
  readonly replay: readonly Verdicts[] | undefined;
  readonly snapshot: readonly Verdicts[] | undefined;
  readonly claims: Claims;
}

/** Every check with its points: those of the replay. */
export function scoreChecks(steps: readonly Step[], judged: Judged, words: Words): readonly CheckResult[] {
  return steps.flatMap((step, index) =>
    step.checks.map((check) => {
      const snapshot = judged.snapshot?.[index]?.get(check.id);
      const replayed = judged.replay?.[index]?.get(check.id);
      const decides = (snapshotOnly.has(check.kind) ? snapshot : replayed) ?? notJudged;
      const claimed = check.hidden ? undefined : own(own(judged.claims, step.id) ?? {}, check.id);
      return {
        id: check.id,
        step: step.id,
        stepTitle: step.title,
        title: steady(titleOf(check, words)),
        kind: check.kind,
        hidden: check.hidden,
        needs: [...check.needs],
        points: decides.state === 'pass' ? maxPoints(check) : 0,
        maxPoints: maxPoints(check),
        state: decides.state,
        snapshot: isInSnapshot(check) ? (snapshot ?? notJudged).state : ('replay-only' as const),
        ...(claimed === undefined ? {} : { claimed }),
        ...texts(decides),
      };
    }),
  );
}

const notJudged: Verdict = { state: 'skipped' };

/** An own property: a submission may name a step `__proto__`. */
function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function texts({ expected, observed, message }: Verdict): Pick<CheckResult, 'expected' | 'observed' | 'message'> {
  return {
    ...(expected === undefined ? {} : { expected: steady(expected) }),
    ...(observed === undefined ? {} : { observed: steady(observed) }),
    ...(message === undefined ? {} : { message: steady(message) }),
  };
}

const maxText = 500;

/** A text without what is another each time it is graded (link-layer addresses, ids, times), without escapes, and bounded. */
export function steady(text: string): string {
  const lines = plainLines(text.slice(0, 16 * maxText)).map((line) => withoutIds(withoutVolatile(line)));
  const whole = lines.join('\n');
  return whole.length > maxText ? `${whole.slice(0, maxText - 1)}…` : whole;
}

/** What the replay gives. */
export function rawScore(checks: readonly CheckResult[]): number {
  return cents(checks.reduce((sum, { points }) => sum + points, 0));
}

/** What it would be if the snapshot were believed where a snapshot can answer. */
export function snapshotScore(checks: readonly CheckResult[]): number {
  return cents(
    checks.reduce(
      (sum, { snapshot, points, maxPoints: most }) =>
        sum + (snapshot === 'pass' ? most : snapshot === 'replay-only' ? points : 0),
      0,
    ),
  );
}

/** The snapshot passes where the replay fails: the one thing that a machine must not decide. */
export function isContradicted(checks: readonly CheckResult[]): boolean {
  return checks.some(({ snapshot, state }) => snapshot === 'pass' && state !== 'pass');
}
