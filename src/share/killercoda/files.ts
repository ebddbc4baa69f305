import type { Words } from '../../words/index.ts';
import type { SharedFile } from '../shared-file.ts';
import type { Scenario, ScenarioStep } from './scenario.ts';

/** The machine that scenarios ask for: Ubuntu, the one most of them use. */
const imageId = 'ubuntu';

/**
 * The files of a scenario, in a folder named like its lesson.
 *
 * @param hasVerify whether a step's verify.sh goes with it
 */
export function scenarioFiles(
  scenario: Scenario,
  hasVerify: (step: ScenarioStep) => boolean,
  words: Words,
): readonly SharedFile[] {
  const { lesson, description, intro, setup, steps } = scenario;
  const folder = (index: number): string => `step${String(index + 1)}`;
  const index = {
    title: lesson.title,
    description,
    details: {
      intro: { text: 'intro.md', foreground: 'setup.sh' },
      steps: steps.map((each, at) => ({
        title: each.step.title,
        text: `${folder(at)}/text.md`,
        ...(each.setup === undefined ? {} : { background: `${folder(at)}/setup.sh` }),
        ...(hasVerify(each) ? { verify: `${folder(at)}/verify.sh` } : {}),
      })),
      finish: { text: 'finish.md' },
    },
    backend: { imageid: imageId },
  };
  const files: readonly SharedFile[] = [
    { path: 'index.json', text: json(index) },
    { path: 'intro.md', text: intro },
    { path: 'setup.sh', text: setup, executable: true },
    { path: 'finish.md', text: `${words.share.finished({ title: lesson.title })}\n` },
    ...steps.flatMap((each, at): readonly SharedFile[] => [
      { path: `${folder(at)}/text.md`, text: each.text },
      ...(each.setup === undefined
        ? []
        : [{ path: `${folder(at)}/setup.sh`, text: each.setup, executable: true } as const]),
      ...(each.verify === undefined || !hasVerify(each)
        ? []
        : [{ path: `${folder(at)}/verify.sh`, text: each.verify, executable: true } as const]),
    ]),
  ];
  return files.map((file) => ({ ...file, path: `${lesson.id}/${file.path}` }));
}

/** The list of a course's scenarios, in order. */
export function structureFile(title: string, scenarios: readonly Scenario[]): SharedFile {
  const items = scenarios.map(({ lesson, description }) => ({ path: lesson.id, title: lesson.title, description }));
  return { path: 'structure.json', text: json({ title, items }) };
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
