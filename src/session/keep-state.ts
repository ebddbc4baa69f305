import { checkKinds } from '../check/registry.ts';
import { needsOf } from '../check/judge.ts';
import type { Need } from '../check/snapshot.ts';
import type { Lab } from '../lab/types.ts';
import type { Lesson } from '../lesson/types.ts';
import { takeWhole } from '../topology/needs.ts';
import type { Words } from '../words/index.ts';
import type { AttemptPort, AttemptState } from './attempt.ts';
import { changedFiles } from './changed-files.ts';
import { judgeStep, type Verdicts } from './judge-step.ts';

/** A learner who types on is not slowed down by being looked at. */
const quietMs = 600;
/** What is asked when the lab is about to be left may take so long. */
const lastMs = 8000;

export interface StateKeeperOptions {
  readonly lab: Lab;
  readonly lesson: Lesson;
  readonly answers: (step: string) => Readonly<Record<string, string>>;
  readonly words: Words;
  readonly port: AttemptPort;
}

/** Looks at a whole lab whenever something has been done in it, so that what was reached is known after the lab has ended. */
export interface StateKeeper {
  /** Something was done: look when it has been quiet for a moment. */
  readonly touch: () => void;
  /** Looks now, for the last time. Resolves also where the lab does not answer. */
  readonly last: () => Promise<void>;
}

export function keepState(options: StateKeeperOptions): StateKeeper {
  const { lab, port } = options;
  const since = Date.now() / 1000;
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> = Promise.resolve();
  let hasEnded = false;
  void lab.ended.then(() => {
    hasEnded = true;
  });
  const look = (): Promise<void> => {
    looking = looking
      .then(async () => {
        const state = await stateOf(options, since);
        // Of a lab that died meanwhile, half is missing: what was known before is more.
        if (!hasEnded) port.state(state);
      })
      .catch(() => undefined);
    return looking;
  };
  return {
    touch: () => {
      clearTimeout(timer);
      timer = setTimeout(() => void look(), quietMs);
    },
    last: async () => {
      clearTimeout(timer);
      if (hasEnded) return;
      let giveUp: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => (giveUp = setTimeout(resolve, lastMs)));
      await Promise.race([look(), lab.ended, late]);
      clearTimeout(giveUp);
    },
  };
}

async function stateOf({ lab, lesson, answers, words }: StateKeeperOptions, since: number): Promise<AttemptState> {
  const verdicts = new Map<string, Verdicts>();
  for (const { id, checks } of lesson.steps) {
    verdicts.set(id, await judgeStep(checks, { lab, commands: [], answers: answers(id) }, words));
  }
  const files = (await Promise.all(lab.nodes.map((node) => changedFiles(lab, node, since)))).flat();
  const needs: readonly Need[] = [
    ...lesson.steps.flatMap(({ checks }) =>
      needsOf(
        checks.filter(({ kind }) => checkKinds.get(kind)?.active !== true && kind !== 'script'),
        new Map(),
      ),
    ),
    ...files.map(({ node, path }) => ({ what: 'file', node, path }) as const),
  ];
  const snapshot = await takeWhole((asked) => lab.snapshot([...asked, ...needs]), lab.nodes);
  return { snapshot, verdicts, files };
}
