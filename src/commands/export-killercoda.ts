import { titleOf } from '../check/judge.ts';
import { needsDocker } from '../lesson/needs-docker.ts';
import type { Course, Lesson, Step } from '../lesson/types.ts';
import { packagesFor } from '../machine/packages.ts';
import { commandsToReplay, stepsBefore } from '../session/rebuild.ts';
import { scenarioFiles, structureFile } from '../share/killercoda/files.ts';
import { hasLan } from '../share/killercoda/lan.ts';
import { scenarioOf, type Scenario, type ScenarioStep } from '../share/killercoda/scenario.ts';
import type { Words } from '../words/index.ts';
import { playAll, type ExportJob } from './export-job.ts';
import type { CommandIo, ExitCode } from './io.ts';
import { proveScenario, type ScenarioProof } from './prove-scenario.ts';
import { packageTable } from './setup.ts';
import { writeShared } from './write-shared.ts';

/** Something of the course that a scenario does not have; without a step: of the whole lesson, without a lesson: of all. */
interface LeftOut {
  readonly lesson?: string;
  readonly step?: string;
  readonly what: string;
}

/** Writes the lessons as Killercoda scenarios, and says what could not be carried over. */
export async function exportKillercoda(job: ExportJob, io: CommandIo): Promise<ExitCode> {
  const { words } = io;
  const { course, lessons, directory, shown } = job;
  const table = packageTable();
  const packageFor = (tool: string): string | undefined => packagesFor(table, 'apt', [tool])[0];
  const scenarios = lessons.map((lesson) =>
    scenarioOf(lesson, { words, packageFor, earlier: earlierOf(course, lesson) }),
  );
  const unplayed: ScenarioProof = { steps: new Map(), problem: words.share.notPlayed };
  const proofs = job.play
    ? await playAll(scenarios, (scenario, ports) => proveScenario(scenario, course, ports), io)
    : scenarios.map(() => unplayed);
  const proofOf = (scenario: Scenario): ScenarioProof => proofs[scenarios.indexOf(scenario)] ?? unplayed;

  let verified = 0;
  for (const scenario of scenarios) {
    const hasVerify = (step: ScenarioStep): boolean => stateOf(step, proofOf(scenario)) === 'written';
    verified += scenario.steps.filter(hasVerify).length;
    await writeShared(directory, scenarioFiles(scenario, hasVerify, words));
  }
  await writeShared(directory, [structureFile(course.title, scenarios)]);

  const left = [
    { what: words.share.alwaysLost },
    ...scenarios.flatMap((scenario) => leftOf(scenario, proofOf(scenario), course, words)),
  ];
  const steps = scenarios.flatMap((scenario) => scenario.steps).length;
  if (job.json) {
    const report = { schema: 'netns-course/export/v1', scenarios: scenarios.length, steps, verified, left };
    io.out(`${JSON.stringify(report, undefined, 2)}\n`);
    return 0;
  }
  const lines = left.map(({ lesson, step, what }: LeftOut) =>
    [[lesson, step].filter((part) => part !== undefined).join('/'), what].filter((part) => part !== '').join(': '),
  );
  io.out(`${words.share.written({ path: shown, lessons: scenarios.length, verified, steps })}\n`);
  io.out(`${[words.share.leftOut, ...lines.map((line) => `  ${line}`)].join('\n')}\n`);
  return 0;
}

/** What the lessons before leave behind: a shell without a terminal has no use for what only looks. */
function earlierOf(course: Course, lesson: Lesson): readonly Step[] {
  return stepsBefore(course, lesson, 0).map((step) => ({ ...step, commands: commandsToReplay(step) }));
}

/**
 * Whether a step's verify.sh goes out. One that was not tried does where nothing is missing in it: then it says what the step's
 * own checks say, which the course's proof is about.
 */
function stateOf(step: ScenarioStep, { steps }: ScenarioProof): 'written' | 'before' | 'after' | 'unproved' | 'none' {
  if (step.verify === undefined) return 'none';
  const proof = steps.get(step);
  if (proof === undefined) return step.left.length === 0 ? 'written' : 'unproved';
  return proof === 'proved' ? 'written' : proof;
}

function leftOf(scenario: Scenario, proof: ScenarioProof, course: Course, words: Words): readonly LeftOut[] {
  const { lesson, steps } = scenario;
  const say = words.share;
  return [
    ...(hasLan(lesson) ? [{ lesson: lesson.id, what: say.lanLeft }] : []),
    ...(needsDocker(course, lesson) ? [{ lesson: lesson.id, what: say.images }] : []),
    ...(proof.problem === undefined ? [] : [{ lesson: lesson.id, what: say.unplayed({ detail: proof.problem }) }]),
    ...steps.flatMap((each): readonly LeftOut[] => {
      const at = { lesson: lesson.id, step: each.step.id };
      const state = stateOf(each, proof);
      return [
        ...(state === 'written' ? [] : [{ ...at, what: say.stepLeft[state] }]),
        ...each.ownCommands.map((command) => ({ ...at, what: say.ownCommand({ command }) })),
        ...each.left.map(({ check, reason }) => ({
          ...at,
          what: say.checkLeft({ title: titleOf(check, words), reason: say.reasons[reason] }),
        })),
      ];
    }),
  ];
}
