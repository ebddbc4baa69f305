import { goTo, pass, resetSteps, skip } from '../progress/change.ts';
import { stepState } from '../progress/look.ts';
import type { StepState } from '../progress/types.ts';
import type { ProgressPort } from '../session/ports.ts';
import type { ProgressStore } from '../storage/progress-file.ts';

/** The progress of one course, as a session writes it and a list reads it. */
export type CourseProgressPort = ProgressPort & {
  readonly stateOf: (lesson: string, step: string) => StepState;
  /** Resolves when everything said so far has been written, or could not be. */
  readonly settled: () => Promise<void>;
};

/**
 * Writes a session's progress into the store under the course's key. Nothing here waits for the disk, and nothing fails:
 * what could not be saved becomes one of the store's notices.
 *
 * @param onSaved called after each write, so that new notices can be said.
 */
export function progressPort(store: ProgressStore, key: string, onSaved: () => void): CourseProgressPort {
  let writing: Promise<unknown> = Promise.resolve();
  const write = (change: Parameters<ProgressStore['update']>[0]): void => {
    writing = Promise.all([writing, store.update(change)]).then(onSaved);
  };
  const now = (): string => new Date().toISOString();
  return {
    passed: (lesson, step, hints) => {
      write((progress) => pass(progress, key, { lesson, step }, { when: now(), hints }));
    },
    skipped: (lesson, step) => {
      write((progress) => skip(progress, key, { lesson, step }, { when: now(), hints: 0 }));
    },
    forgotten: (lesson, steps) => {
      write((progress) => resetSteps(progress, key, lesson, steps));
    },
    at: (lesson, step) => {
      write((progress) => goTo(progress, key, { lesson, step }));
    },
    stateOf: (lesson, step) => stepState(store.read(), key, { lesson, step }),
    settled: async () => {
      await writing;
    },
  };
}
