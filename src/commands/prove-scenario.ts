import { plainLines } from '../check/plain-text.ts';
import type { Course, Lesson } from '../lesson/types.ts';
import type { SessionPorts } from '../session/ports.ts';
import { playLesson } from '../session/play-lesson.ts';
import type { Scenario, ScenarioStep } from '../share/killercoda/scenario.ts';
import { problemOf } from './export-job.ts';

/** A script of a scenario's may take so long; a ping that is not answered takes a second. */
const scriptTimeoutMs = 60_000;
/** It types whole lessons where others come before. */
const setupTimeoutMs = 120_000;

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

/** Runs a scenario's setup in a lab of one machine, plays its lesson there, and runs each verify.sh there, before and after the step's commands. */
export async function proveScenario(scenario: Scenario, course: Course, ports: SessionPorts): Promise<ScenarioProof> {
  const steps = new Map<ScenarioStep, Proof>();
  // The scenario's own setup makes what the lesson begins with, on a machine that has nothing of the course.
  const { startsAfter: _earlier, ...rest } = scenario.lesson;
  const alone: Lesson = { ...rest, world: 'host' };
  const of = new Map(scenario.steps.map((each) => [each.step, each]));
  const problem = await problemOf(scenario.lesson, ports, () =>
    playLesson(alone, course, ports, {
      onLab: async (lab) => {
        const script = ['bash', '-c', scenario.setup];
        const { exitCode, stdout, stderr } = await lab.run('controlplane', script, { timeoutMs: setupTimeoutMs });
        const said = plainLines(`${stdout}\n${stderr}`.trim()).at(-1) ?? '';
        if (exitCode !== 0) throw new Error(`setup.sh: ${said}`);
      },
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
