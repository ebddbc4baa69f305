import { setTimeout as sleep } from 'node:timers/promises';
import type { CommandRecord, Verdict } from '../check/types.ts';
import { processesIn } from '../lab/guard/usage.ts';
import type { Lesson } from '../lesson/types.ts';
import { patienceOf } from '../verify/settle.ts';
import type { Words } from '../words/index.ts';
import { isPassed, judgeSteps, type Verdicts } from './judge-step.ts';
import type { Stage } from './prove-stage.ts';

/** When a lab that does not pass yet is judged again, in milliseconds since its last command, until all checks' patience is over. */
const looksMs = [0, 60, 150, 400, 900] as const;
/** A lab in which something goes on is judged so often, at these distances: a state that comes and goes does not count. */
const againMs = [97, 61, 137, 53, 83] as const;

export interface ToJudge {
  readonly stage: Stage;
  readonly recorded: () => readonly CommandRecord[];
  /** Something that the commands began still runs. */
  readonly goesOn: boolean;
}

/** Judges what a replay led to: until all passes, or what may still converge has had its time. */
export async function judgeReplay(
  lesson: Lesson,
  answers: ReadonlyMap<string, Readonly<Record<string, string>>>,
  { stage, recorded, goesOn }: ToJudge,
  words: Words,
): Promise<{ readonly verdicts: readonly Verdicts[]; readonly unsteady?: boolean }> {
  const judge = (): Promise<readonly Verdicts[]> => {
    const steps = lesson.steps.map(({ id, checks }) => ({
      checks,
      commands: recorded(),
      answers: answers.get(id) ?? {},
    }));
    return judgeSteps(steps, stage.lab, words);
  };
  const passes = (verdicts: readonly Verdicts[]): boolean =>
    lesson.steps.every(({ checks }, index) => isPassed(checks, verdicts[index] ?? new Map()));

  const patienceMs = patienceOf(lesson.steps.flatMap(({ checks }) => checks));
  const began = performance.now();
  let verdicts: readonly Verdicts[] = [];
  for (const lookMs of [...looksMs, patienceMs]) {
    await sleep(Math.max(0, began + lookMs - performance.now()));
    verdicts = await judge();
    if (passes(verdicts) || stage.end() !== undefined) break;
  }
  if (!goesOn) return { verdicts };
  const before = processesIn(stage.lab.pid);
  let unsteady = false;
  let isPause = false;
  // Changes that come while nobody asks anything are none of our making.
  const watch = stage.lab.watch(() => {
    unsteady ||= isPause;
  });
  try {
    for (const pauseMs of againMs) {
      isPause = true;
      await sleep(pauseMs);
      isPause = false;
      const again = await judge();
      unsteady ||= !isSame(verdicts, again);
      verdicts = verdicts.map((step, index) => worse(step, again[index] ?? new Map()));
    }
  } finally {
    watch.close();
  }
  // A loop begins programs; a server, or a ping in the background, is the same process all the time.
  unsteady ||= [...processesIn(stage.lab.pid)].some((pid) => !before.has(pid));
  return { verdicts, unsteady };
}

function isSame(one: readonly Verdicts[], other: readonly Verdicts[]): boolean {
  return one.every((step, index) => [...step].every(([id, { state }]) => other[index]?.get(id)?.state === state));
}

/** What passed both times passes. */
function worse(one: Verdicts, other: Verdicts): Verdicts {
  return new Map(
    [...one].map(([id, verdict]): [string, Verdict] => [
      id,
      verdict.state === 'pass' ? (other.get(id) ?? verdict) : verdict,
    ]),
  );
}
