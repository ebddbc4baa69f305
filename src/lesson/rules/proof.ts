import { changesState } from '../changes-state.ts';
import type { StepDraft } from '../drafts.ts';
import type { Rule } from './rule.ts';

/** A step without a check could never complete. */
export const stepWithoutCheck: Rule = {
  id: 'step-without-check',
  check: ({ steps }, report) => {
    for (const step of steps) {
      if (step.checks.length > 0 || step.checksBroken) continue;
      report.add(step.place, 'step-without-check', report.words.lesson.stepWithoutCheck());
    }
  },
};

/** A step without commands has no solution, so nobody can prove that it can be done; a question needs none. */
export const stepWithoutCommand: Rule = {
  id: 'step-without-command',
  check: ({ steps }, report) => {
    for (const step of steps) {
      const asks = step.checks.length > 0 && step.checks.every(({ kind }) => kind === 'ask');
      if (step.commands.length > 0 || asks) continue;
      report.add(step.place, 'step-without-command', report.words.lesson.stepWithoutCommand());
    }
  },
};

/** What a terminal shows proves little where the step changes the kernel: one check must ask the kernel itself. */
export function outputCheckAlone(readsOutput: (kind: string) => boolean): Rule {
  return {
    id: 'output-check-alone',
    check: ({ steps }, report) => {
      for (const step of steps) {
        const command = step.commands.find(({ look, text }) => !look && changesState(text));
        if (command === undefined || !judgedBy(step, ({ kind }) => readsOutput(kind))) continue;
        const reason = report.words.lesson.outputCheckAlone({ command: command.text });
        report.add(step.checks[0]?.place ?? step.place, 'output-check-alone', reason);
      }
    },
  };
}

/** A step that only looks changes no state: state checks alone would hold before anything is typed. */
export function lookOnly(seesTheLearner: (kind: string) => boolean): Rule {
  return {
    id: 'look-only',
    check: ({ steps }, report) => {
      for (const step of steps) {
        if (step.commands.length === 0 || !step.commands.every(({ look }) => look)) continue;
        if (!judgedBy(step, ({ kind }) => !seesTheLearner(kind))) continue;
        report.add(step.checks[0]?.place ?? step.place, 'look-only', report.words.lesson.lookOnly());
      }
    },
  };
}

/** All checks of a step are such; not where some could not be read. */
function judgedBy(step: StepDraft, is: (check: { readonly kind: string }) => boolean): boolean {
  return !step.checksBroken && step.checks.length > 0 && step.checks.every((check) => is(check));
}
