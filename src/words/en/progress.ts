/** Words about the learner's progress file, and of `list` and `reset`. */
export const progress = {
  noHome:
    'Your progress is kept only until you leave: neither HOME nor XDG_STATE_HOME names a directory. Set XDG_STATE_HOME to one you can write.',
  notSaved: ({ path, cause, cure }: { path: string; cause: string; cure: string }) =>
    `Your progress is kept only in memory for now: ${path} cannot be written (${cause}). ${cure} It is tried again with each step.`,
  causes: {
    ENOSPC: { cause: 'no space left on the disk', cure: 'Free some space there.' },
    EDQUOT: { cause: 'your disk quota is used up', cure: 'Free some space there.' },
    EROFS: { cause: 'the file system is read-only', cure: 'Set XDG_STATE_HOME to a directory you can write.' },
    EACCES: {
      cause: 'permission denied',
      cure: 'Make it yours (ls -ld shows whose it is), or set XDG_STATE_HOME to a directory you can write.',
    },
    LockBusy: { cause: 'another netns-course holds its lock', cure: 'Is one of yours stopped (jobs, fg)?' },
    other: ({ code }: { code: string }) => ({ cause: code, cure: 'Or set XDG_STATE_HOME to another directory.' }),
  },
  setAside: ({ path, movedTo, reason }: { path: string; movedTo: string; reason: string }) =>
    `${path} could not be understood (${reason}). It was moved to ${movedTo}; nothing was deleted.`,
  newer: ({ path, movedTo, schema }: { path: string; movedTo: string; schema: string }) =>
    `${path} was written by a newer netns-course (${schema}). It was moved to ${movedTo}; nothing was deleted. With that newer version, move it back.`,
  restored: 'The backup was read instead; the last step may be missing.',
  startedAfresh: 'There is no backup: the progress begins afresh.',
};
