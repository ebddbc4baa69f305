import type { Lab } from '../lab/types.ts';
import type { Course, Lesson, Step } from '../lesson/types.ts';
import { patienceOf } from '../verify/settle.ts';
import type { SessionPorts } from './ports.ts';
import { createContext } from './prove-context.ts';
import { createEnough, judgeUntilDecided } from './prove-judge.ts';
import { replay, runSetup, stepsBefore } from './rebuild.ts';

/** A command of a lesson takes milliseconds, or some seconds for a ping with a count. */
const commandTimeoutMs = 30_000;
/** What runs until `^C` and shows nothing that a check wants is ended after this. */
const interruptAfterMs = 4_000;

/** What is done beside a lesson that plays itself. */
export interface PlayListeners {
  /** The lab is there, and nothing has been typed. */
  readonly onLab?: (lab: Lab) => Promise<void>;
  /** The step's setup has run, its commands have not. */
  readonly onBegin?: (step: Step, lab: Lab) => Promise<void>;
  /** Its commands have run, and its checks hold, or their time is over. */
  readonly onEnd?: (step: Step, lab: Lab) => Promise<void>;
}

/**
 * Plays a lesson's own commands, all of them, in a lab of its own, step by step.
 *
 * @throws LabError, EngineError where there is no lab; ReplayError where what comes before cannot be replayed.
 */
export async function playLesson(
  lesson: Lesson,
  course: Course,
  ports: SessionPorts,
  { onLab, onBegin, onEnd }: PlayListeners,
): Promise<void> {
  const { withStage } = createContext(course, ports, { labs: 0, labMs: 0 });
  const { words } = ports;
  await withStage(lesson, async (stage) => {
    await onLab?.(stage.lab);
    await replay(stage.lab, stepsBefore(course, lesson, 0), stage.terminalOf, () => undefined);
    for (const step of lesson.steps) {
      await runSetup(stage.lab, step);
      await onBegin?.(step, stage.lab);
      const commands = stage.recordsFromNow();
      const enough = createEnough(step, words);
      for (const command of step.commands)
        await stage.play(command, { timeoutMs: command.interrupt ? interruptAfterMs : commandTimeoutMs, enough });
      const patienceMs = patienceOf(step.checks);
      await judgeUntilDecided({
        lab: stage.lab,
        checks: step.checks,
        commands,
        words,
        known: {},
        patience: () => patienceMs,
        longestMs: patienceMs,
        expected: 'pass',
      });
      stage.throwIfEnded();
      await onEnd?.(step, stage.lab);
    }
  });
}
