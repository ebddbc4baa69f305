import { plural } from './plural.ts';

/** Words of verify. */
export const verify = {
  /** Names of what is proved, as test reports show them. */
  proof: {
    lesson: 'can be played',
    before: 'fails before its commands',
    after: 'passes after its commands',
    leftOut: ({ command }: { command: string }) => `fails without: ${command}`,
    noLook: 'passes without what only looks',
    resumed: 'passes where the steps before are replayed',
    picture: 'picture of the network',
    sample: ({ command }: { command: string }) => `sample output of: ${command}`,
  },
  passesBefore: 'The step passes before any of its commands is typed, so it notices nothing',
  passesNot: ({ ms }: { ms: number }) => `The step does not pass within ${String(ms)} ms after all of its commands`,
  survivor: 'The step passes all the same: no check notices that the command is missing',
  passesNotWithoutLook: 'The step passes only with a command marked as look, which a learner may leave out',
  passesNotResumed:
    'The step passes where the lesson is played as a whole, but not in a lab made by replaying the steps before it',
  checkBroke: 'A check could not be judged',
  noCommands: 'The step has no commands to play',
  setupFails: ({ detail }: { detail: string }) => `The setup fails: ${detail}`,
  replayFails: ({ detail }: { detail: string }) => `What comes before cannot be replayed: ${detail}`,
  commandHangs: ({ command, ms }: { command: string; ms: number }) =>
    `The command does not come back to a prompt within ${String(ms)} ms: ${command}`,
  shellEnds: ({ command }: { command: string }) => `The command ends the learner's shell: ${command}`,
  labEnded: ({ detail }: { detail: string }) => `The lab ended: ${detail}`,
  noLab: ({ detail }: { detail: string }) => `No lab could be started: ${detail}`,
  notTried: ({ step }: { step: string }) => `Not tried: the step ${step} before it is not proved`,
  missing: ({ names }: { names: string }) => `This machine lacks ${names}; netns-course doctor says what mends it`,
  answerUnknown: ({ check }: { check: string }) =>
    `The answer of ${check} is kept as a hash and is no word of what the step's commands print, so it cannot be typed here`,
  sampleDiffers: 'What came is not what the lesson shows',
  updated: ({ file, count }: { file: string; count: number }) => `${file}: ${plural(count, 'sample')} rewritten`,
  notUpdated: ({ file, line }: { file: string; line: number }) =>
    `${file}:${String(line)}: not rewritten, because the output would be read as a command or as the end of the block`,
  cannotWrite: ({ file, detail }: { file: string; detail: string }) => `${file} cannot be rewritten: ${detail}`,
  badJobs: 'The number of labs at once (--jobs) is a whole number from 1 to 64.',
  progress: ({ done, total, labs, doing }: { done: number; total: number; labs: number; doing: string }) =>
    `${String(done)}/${String(total)} proofs, ${plural(labs, 'lab')}: ${doing}`,
  lessonLine: ({ title, passed, total }: { title: string; passed: number; total: number }) =>
    `${title}: ${String(passed)} of ${String(total)} proved`,
  mark: { pass: 'ok', fail: 'WRONG', error: 'ERROR', skipped: 'skipped' },
  verdict: { pass: 'passes', fail: 'fails', error: 'error', skipped: 'skipped' },
  expected: 'expected',
  observed: 'observed',
  look: 'look',
  sampleExpected: 'lesson',
  sampleObserved: 'came',
  nothing: '(nothing)',
  ended: ({ command, exitCode }: { command: string; exitCode: number | undefined }) =>
    exitCode === undefined ? `still running: ${command}` : `ended with ${String(exitCode)}: ${command}`,
  summary: (counts: { pass: number; fail: number; error: number; skipped: number }) =>
    [
      `${String(counts.pass)} proved`,
      `${String(counts.fail)} wrong`,
      ...(counts.error > 0 ? [`${String(counts.error)} could not be judged`] : []),
      ...(counts.skipped > 0 ? [`${String(counts.skipped)} skipped`] : []),
    ].join(', '),
  figures: (figures: { wall: string; labs: number; serial: string; jobs: number; waits: string }) =>
    `${figures.wall} s with ${plural(figures.labs, 'lab')}, ${String(figures.jobs)} at once (${figures.serial} s one after another; ` +
    `the longest lesson's own commands take ${figures.waits} s)`,
};
