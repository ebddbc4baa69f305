import { countedCommands } from './counted.ts';
import { opensEditor } from './keys.ts';
import { planReplay } from './plan.ts';
import type { Submission } from './submission.ts';

/** What a lab, its judging and each command cost on two cores with four labs at once, measured on the course's checkpoints. */
const labMs = 400;
const commandMs = 20;
/** As the replay has them: what ran until `^C` runs at most so long again, what waits for keys or went on is left so soon. */
const interruptMs = 2_000;
const goingMs = 300;
const keysMs = 500;
/** No more is believed of what a submission says it waited. */
const believedMs = 30_000;
/** What does not pass is looked at again, until whatever may still converge has had its time. */
const patienceMs = 1_500;

/**
 * Milliseconds that grading a submission probably takes, by what it says itself: a pure function of the file, so that
 * every machine predicts the same. Whoever lies here makes a shard longer, and nothing else.
 */
export function predictMs(submission: Pick<Submission, 'record' | 'verdicts'>): number {
  const planned = planReplay(countedCommands(submission));
  const waited = planned.reduce((sum, { command, until, ranMs, opens }) => {
    if (opens || opensEditor(command.line)) return sum;
    const most = { prompt: believedMs, interrupt: interruptMs, keys: keysMs, going: goingMs }[until];
    return sum + Math.min(ranMs, most);
  }, 0);
  const claimsAll = submission.verdicts.every(({ state }) => state === 'pass');
  return Math.round(labMs + commandMs * planned.length + Math.min(waited, believedMs) + (claimsAll ? 0 : patienceMs));
}
