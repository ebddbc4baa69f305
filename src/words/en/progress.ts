import { plural } from './plural.ts';
/** Words about the learner's progress file, and of `list` and `reset`. */
export const progress = {
  noHome:
    'Your progress is kept only until you leave: neither HOME nor XDG_STATE_HOME names a directory. Set XDG_STATE_HOME to one you can write.',
  notSaved: ({ path, cause, cure }: { path: string; cause: string; cure: string }) =>
    `Your progress is kept only in memory for now: ${path} cannot be written (${cause}). ${cure} It is tried again with each step.`,
  lost: ({ path, cause, cure }: { path: string; cause: string; cure: string }) =>
    `Your progress could not be kept: ${path} cannot be written (${cause}). ${cure}`,
  causes: {
    ENOSPC: { cause: 'no space left on the disk', cure: 'Free some space there.' },
    EDQUOT: { cause: 'your disk quota is used up', cure: 'Free some space there.' },
    EROFS: { cause: 'the file system is read-only', cure: 'Set XDG_STATE_HOME to a directory you can write.' },
    EACCES: {
      cause: 'permission denied',
      cure: 'Make it yours (ls -ld shows whose it is), or set XDG_STATE_HOME to a directory you can write.',
    },
    LockBusy: { cause: 'another netns-course holds its lock', cure: 'Is one of yours stopped (jobs, fg)?' },
    other: ({ code }: { code: string }) => ({ cause: code, cure: 'Set XDG_STATE_HOME to a directory you can write.' }),
  },
  setAside: ({ path, movedTo, reason }: { path: string; movedTo: string; reason: string }) =>
    `${path} could not be understood (${reason}). It was moved to ${movedTo}; nothing was deleted.`,
  newer: ({ path, movedTo, schema }: { path: string; movedTo: string; schema: string }) =>
    `${path} was written by a newer netns-course (${schema}). It was moved to ${movedTo}; nothing was deleted. With that newer version, move it back.`,
  restored: 'The backup was read instead; the last step may be missing.',
  startedAfresh: 'There is no backup: the progress begins afresh.',
  /** One column before each lesson. */
  marks: { new: '·', begun: '›', done: '✓' },
  minutes: ({ minutes }: { minutes: number }) => `${String(minutes)} min`,
  stepsDone: ({ passed, skipped, total }: { passed: number; skipped: number; total: number }) =>
    `${String(passed)}/${String(total)} steps${skipped === 0 ? '' : `, ${String(skipped)} skipped`}`,
  lacksTools: ({ tools }: { tools: string }) => `needs ${tools}, not installed here: netns-course setup`,
  lacksFeatures: ({ features }: { features: string }) =>
    `needs ${features}, not in this kernel: netns-course doctor says more`,
  untried: ({ features }: { features: string }) => `needs ${features}, which could not be tried here`,
  next: ({ place }: { place: string }) => `Go on with: netns-course start ${place}`,
  reset: {
    nameOne: 'Say what to forget: a lesson, a step (LESSON/STEP), or --all for the whole course.',
    notBoth: 'Either a lesson or --all, not both.',
    nothing: ({ what }: { what: string }) => `Nothing of ${what} had been done.`,
    everything: ({ course }: { course: string }) => `everything in the course "${course}"`,
    ask: ({ what, steps }: { what: string; steps: number }) =>
      `Forget your progress in ${what} (${plural(steps, 'step')} done)? [y/N]`,
    sayYes: 'Nobody can be asked here (no terminal): add --yes to forget it without asking.',
    kept: 'Nothing was forgotten.',
    done: ({ what, steps }: { what: string; steps: number }) => `Forgotten: ${what} (${plural(steps, 'step')}).`,
  },
};
