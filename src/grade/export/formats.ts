/** What a gradebook can be made into; apart from the writers, so that a command line need not load them. */
export const exportFormats = [
  'html',
  'nbgrader',
  'junit',
  'gradescope',
  'classroom50',
  'github-classroom',
  'check50',
] as const;
