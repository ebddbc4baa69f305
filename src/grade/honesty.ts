import type { Words } from '../words/index.ts';
import { brokenAt, type Hash } from './chain.ts';
import type { CheckResult, Finding } from './result.ts';
import type { Submission, SubmissionEvent } from './submission.ts';

/** Clocks of learners' machines are off by so much, and go on while a record is sealed. */
const slackMs = 5 * 60_000;
/** No course was taken before, and none is so much later: a clock that nobody set. */
const earliest = Date.parse('2024-01-01T00:00:00Z');
const latest = Date.parse('2100-01-01T00:00:00Z');

/** What a submission's own record says against itself. */
export function doubts(submission: Submission, hash: Hash, words: Words): readonly Finding[] {
  const say = words.grading;
  const findings: Finding[] = [];
  const broken = brokenAt(submission, hash);
  if (broken !== undefined) {
    const isSeal = broken === submission.record.length;
    findings.push({ kind: 'broken-chain', text: isSeal ? say.brokenSeal : say.brokenChain({ number: broken + 1 }) });
  }
  const clock = oddClock(submission);
  if (clock !== undefined) findings.push({ kind: 'odd-clock', text: say.oddClock[clock] });
  const over = overTime(submission);
  if (over > 0) findings.push({ kind: 'over-time', text: say.overTime({ minutes: Math.ceil(over / 60_000) }) });
  return findings;
}

function oddClock({ startedAt, submittedAt, record }: Submission): 'year' | 'order' | 'record' | undefined {
  const [began, ended] = [Date.parse(startedAt), Date.parse(submittedAt)];
  if ([began, ended].some((at) => !(at >= earliest && at <= latest))) return 'year';
  if (ended + slackMs < began) return 'order';
  let before = 0;
  for (const event of record) {
    const isBack = event.atMs < before || (event.type === 'command' && isImpossible(event));
    if (isBack || event.atMs > ended - began + slackMs) return 'record';
    before = event.atMs;
  }
  return undefined;
}

function isImpossible({ startedMs, endedMs, atMs }: Extract<SubmissionEvent, { type: 'command' }>): boolean {
  const end = endedMs ?? atMs;
  return startedMs > end || end > atMs + slackMs;
}

/** How long after an exam's time its last command began, in milliseconds. */
function overTime({ exam, record }: Submission): number {
  if (exam === undefined) return 0;
  const last = Math.max(0, ...record.slice(-1000).map((event) => (event.type === 'command' ? event.startedMs : 0)));
  return Math.max(0, last - exam.minutes * 60_000 - 1000);
}

/** Checks that the submission says have passed, and that neither its own snapshot nor the replay shows. */
export function falseClaims(checks: readonly CheckResult[], words: Words): readonly Finding[] {
  const untrue = checks.filter(
    ({ claimed, state, snapshot }) =>
      claimed === 'pass' && state !== 'pass' && state !== 'error' && snapshot !== 'pass' && snapshot !== 'replay-only',
  );
  if (untrue.length === 0) return [];
  const ids = untrue.map(({ step, id }) => `${step}/${id}`).slice(0, 10);
  return [{ kind: 'false-claim', text: words.grading.falseClaim({ ids: words.signs.list({ names: ids }) }) }];
}
