import { eventsOfLastLab, type Submission, type SubmissionCommand } from './submission.ts';

/** More than this nobody types into one lab: what comes after is left out, and the replay then shows what is missing. */
const maxCommands = 2_000;

/**
 * The commands that count: of the last lab, in the order they began, up to the end of an exam's time, with times that count
 * from that lab's start.
 */
export function countedCommands(submission: Pick<Submission, 'record'>): readonly SubmissionCommand[] {
  const events = eventsOfLastLab(submission);
  const over = events.findIndex(({ type }) => type === 'time');
  return (over === -1 ? events : events.slice(0, over))
    .filter((event) => event.type === 'command')
    .toSorted((one, other) => one.startedMs - other.startedMs)
    .slice(0, maxCommands);
}
