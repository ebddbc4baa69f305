import { plural } from './plural.ts';

/** Words of grading: what a teacher is told beside the points. */
export const grading = {
  // Files that cannot be graded.
  notAFile: 'It is not a regular file, so it was not opened',
  unreadable: ({ code }: { code: string }) => `It cannot be read: ${code}`,
  tooLarge: ({ maxMiB }: { maxMiB: number }) => `It is larger than ${String(maxMiB)} MiB, which no submission is`,
  notJson: ({ empty, is }: { empty: boolean; is: boolean }): string =>
    empty ? 'It is empty' : is ? 'It is no JSON, or was cut off' : 'It cannot be read as JSON',
  newerVersion: ({ schema }: { schema: string }) =>
    `It is a ${schema}: a newer netns-course wrote it, and can grade it`,
  notASubmission: ({ path }: { path: string }) =>
    path === '' ? 'It is not what netns-course submit writes' : `It is not what netns-course submit writes, at ${path}`,
  unknownCheckpoint: ({ id, known }: { id: string; known: string }) =>
    `It is for the checkpoint ${id}, which the course does not have; it has ${known}`,

  // Who and what.
  missing: 'Nothing was handed in',
  superseded: 'Another file of the same learner counts: the one handed in last, with the learner’s own code',
  unknownStudent: ({ id }: { id: string }) => `The roster has nobody with the id ${id}`,
  noCode:
    'It names no code, so it was done with the addresses that everybody knows; it was replayed in the learner’s own variant',
  wrongVariant: 'Its code is not this learner’s; it was replayed in the learner’s own variant',
  badCode: 'Its code is none that was ever given out',
  otherCourse: 'It was done with another edition of the checkpoint',

  // Honesty.
  brokenChain: ({ number }: { number: number }) =>
    `Its record was changed: event ${String(number)} does not follow from those before it`,
  brokenSeal: 'Its record was changed: the seal does not fit its end, its learner or its time',
  falseClaim: ({ ids }: { ids: string }) => `It says passed of what neither its snapshot nor the replay shows: ${ids}`,
  oddClock: {
    year: 'Its times are of a year in which nobody took this course',
    order: 'It was handed in before it was begun',
    record: 'The times in its record go back, or are longer than it took',
  },
  duplicate: 'The same work as others’, to the byte or to the millisecond',
  sameLab: 'Made in the same lab as others’: the addresses that the kernel drew by chance are the same',
  sameLines: 'Shares most of its unusual commands with others',

  // Time.
  late: ({ hours }: { hours: number }) =>
    `Handed in ${hours === 1 ? 'an hour' : `${String(hours)} hours`} after it was due`,
  overTime: ({ minutes }: { minutes: number }) => `Went on for ${plural(minutes, 'minute')} after the exam’s time`,

  // The replay.
  differs: ({ ids, number }: { ids: string; number: number | undefined }) =>
    `Its snapshot passes what its commands do not lead to (${ids})` +
    (number === undefined
      ? '; every command came out the same'
      : `; the first command that came out otherwise is number ${String(number)}`),
  stopped: {
    time: ({ number }: { number: number }) => `The replay was stopped at command ${String(number)}: it took too long`,
    processor: ({ number }: { number: number }) =>
      `The replay was stopped at command ${String(number)}: it used more of the processor than any work needs`,
    output: ({ number }: { number: number }) =>
      `The replay was stopped at command ${String(number)}: it printed too much`,
    hangs: ({ number }: { number: number }) =>
      `The replay was stopped at command ${String(number)}: no prompt comes any more`,
    'lab-ended': () => 'The replay ended its lab',
  },
  unsteady: 'Something it began goes on changing the lab; only what was there at every look counts',
  notReplayed: ({ detail }: { detail: string }) => `It could not be replayed: ${detail}`,
  checkBroke: ({ ids }: { ids: string }) =>
    `Could not be judged, which costs the learner nothing before you decide: ${ids}`,
};
