import type { CommandRecord } from '../check/types.ts';
import type { Lab } from '../lab/types.ts';
import type { Step } from '../lesson/types.ts';
import type { Words } from '../words/index.ts';
import type { Verdicts } from './judge-step.ts';
import type { Standing } from './standing.ts';
import type { StepWatch, watchStep } from './step-watch.ts';

export interface OpenStepOptions {
  readonly standing: Pick<Standing, 'lesson' | 'step' | 'isOpen'>;
  readonly words: Words;
  /** The commands typed since the step began. */
  readonly commands: () => readonly CommandRecord[];
  readonly answers: (step: string) => Readonly<Record<string, string>>;
  readonly onVerdicts: (verdicts: Verdicts) => void;
  readonly onPassed: (step: Step) => void;
  readonly onError: (error: unknown) => void;
}

/** The step that is shown, judged for as long as it can come true. */
export interface OpenStep {
  readonly verdicts: Verdicts;
  /** Another step is shown: of an open one nothing is known yet; one that is only read again is not judged any more. */
  readonly begin: () => void;
  /** Judging takes half of the program: it is loaded when the first lab is there. */
  readonly load: () => Promise<void>;
  /** From now on, in that lab; nothing while it is watched already, cannot come true, or judging is not loaded. */
  readonly watch: (lab: Lab | undefined) => void;
  readonly stop: () => void;
  /** Judges now; where nothing is watched, what was found last. */
  readonly judge: () => Promise<Verdicts>;
  /** A command that still runs has printed. */
  readonly printed: () => void;
}

export function createOpenStep(options: OpenStepOptions): OpenStep {
  const { standing, words, commands, answers, onVerdicts, onPassed, onError } = options;
  let verdicts: Verdicts = new Map();
  let watching: StepWatch | undefined;
  let judging: { readonly watchStep: typeof watchStep } | undefined;

  const stop = (): void => {
    watching?.close();
    watching = undefined;
  };

  return {
    get verdicts() {
      return verdicts;
    },
    begin: () => {
      stop();
      verdicts = standing.isOpen ? new Map() : passedVerdicts(standing.step);
    },
    load: async () => {
      judging ??= await import('./step-watch.ts');
    },
    watch: (lab) => {
      if (lab === undefined || judging === undefined || watching !== undefined || !standing.isOpen) return;
      const { lesson, step } = standing;
      watching = judging.watchStep({
        lab,
        step,
        words,
        commands,
        answers: () => answers(step.id),
        explains: lesson.mode !== 'challenge',
        onVerdicts: (now, passed) => {
          verdicts = now;
          onVerdicts(now);
          if (!passed || watching === undefined) return;
          stop();
          onPassed(step);
        },
        onError,
      });
    },
    stop,
    judge: async () => (watching === undefined ? verdicts : watching.judge()),
    printed: () => watching?.printed(),
  };
}

/** A step that the lab has left behind passed, or was done by replay: it is shown so, and not judged any more. */
function passedVerdicts({ checks }: Step): Verdicts {
  return new Map(checks.map(({ id }) => [id, { state: 'pass' }]));
}
