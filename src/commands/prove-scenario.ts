import type { Course } from '../lesson/types.ts';
import type { SessionPorts } from '../session/ports.ts';
import { playLesson } from '../session/play-lesson.ts';
import type { Scenario, ScenarioStep } from '../share/killercoda/scenario.ts';
import { problemOf } from './export-job.ts';

/** A script of a scenario's may take so long; a ping that is not answered takes a second. */
const scriptTimeoutMs = 60_000;

/**
 * What a verify.sh was found to do: fail before the step's commands and pass after (`proved`), hold `before` them already, not
 * hold `after` them. Nothing where it was not tried.
 */
export type Proof = 'proved' | 'before' | 'after';

export interface ScenarioProof {
  readonly steps: ReadonlyMap<ScenarioStep, Proof>;
  /** Why the lesson could not be played to its end. */
  readonly problem?: string;
}

/** Plays a scenario's lesson in a lab and runs each verify.sh there, before and after the step's commands. */
export async function proveScenario(scenario: Scenario, course: Course, ports: SessionPorts): Promise<ScenarioProof> {
  const steps = new Map<ScenarioStep, Proof>();
  const of = new Map(scenario.steps.map((each) => [each.step, each]));
  const problem = await problemOf(scenario.lesson, ports, () =>
    playLesson(scenario.lesson, course, ports, {
      onBegin: async (step, lab) => {
        const each = of.get(step);
        if (each?.verify === undefined) return;
        const { exitCode } = await lab.run('controlplane', ['bash', '-c', each.verify], { timeoutMs: scriptTimeoutMs });
        steps.set(each, exitCode === 1 ? 'proved' : 'before');
      },
      onEnd: async (step, lab) => {
        const each = of.get(step);
        if (each?.verify === undefined || steps.get(each) !== 'proved') return;
        const { exitCode } = await lab.run('controlplane', ['bash', '-c', each.verify], { timeoutMs: scriptTimeoutMs });
        steps.set(each, exitCode === 0 ? 'proved' : 'after');
      },
    }),
  );
  return { steps, ...(problem === undefined ? {} : { problem }) };
}
