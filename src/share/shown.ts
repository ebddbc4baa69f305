import type { Lesson } from '../lesson/types.ts';

/**
 * What becomes of a step's commands elsewhere: a guided lesson shows them, a challenge folds them away, a checkpoint hides them:
 * its solution is for nobody who is graded.
 */
export function commandsOf({ mode, checkpoint }: Pick<Lesson, 'mode' | 'checkpoint'>): 'shows' | 'folds' | 'hides' {
  if (mode === 'guided') return 'shows';
  return checkpoint === undefined ? 'folds' : 'hides';
}
