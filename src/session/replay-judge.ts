import { setTimeout as sleep } from 'node:timers/promises';
import type { CommandRecord, Verdict } from '../check/types.ts';
import { processesIn } from '../lab/guard/usage.ts';
import type { Lab } from '../lab/types.ts';
import type { Lesson } from '../lesson/types.ts';
import { patienceOf } from '../verify/settle.ts';
import type { Words } from '../words/index.ts';
import { isPassed, judgeSteps, type Verdicts } from './judge-step.ts';
import type { Stage } from './prove-stage.ts';

/** When a lab that does not pass yet is judged again, in milliseconds since its last command, until all checks' patience is over. */
const looksMs = [0, 60, 150, 400, 900] as const;
/** A lab in which something goes on is judged so often, at these distances: a state that comes and goes does not count. */
const againMs = [97, 61, 137, 53, 83] as const;
/** A network that nobody changes is quiet for so long, at one of so many looks. */
const restMs = 250;
const restLooks = 10;

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
  let unsteady = !(await comesToRest(stage.lab));
  for (const pauseMs of againMs) {
    await sleep(pauseMs);
    const again = await judge();
    // A loop begins programs; a server, or a ping in the background, is the same process all the time.
    const isNew = [...processesIn(stage.lab.pid)].some((pid) => !before.has(pid));
    unsteady ||= isNew || !isSame(verdicts, again);
    verdicts = verdicts.map((step, index) => worse(step, again[index] ?? new Map()));
  }
  return { verdicts, unsteady };
}

/**
 * Whether the lab's network is left alone for a while. Some changes still come: what our own probes began, a neighbour
 * that is no longer sure, a monitor's first look. Who changes it all the time leaves no such while.
 */
async function comesToRest(lab: Lab): Promise<boolean> {
  let hasChanged = false;
  const watch = lab.watch(() => {
    hasChanged = true;
  });
  try {
    for (let look = 0; look < restLooks; look += 1) {
      hasChanged = false;
      await sleep(restMs);
      if (!hasChanged) return true;
    }
    return false;
  } finally {
    watch.close();
  }
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
