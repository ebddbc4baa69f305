import type { Submission, SubmissionEvent } from './submission.ts';

/** SHA-256 of a text's UTF-8, as 64 hexadecimal digits: handed in, as the platform's own is faster than one of ours. */
export type Hash = (text: string) => string;

type WithoutHash<Event> = Event extends unknown ? Omit<Event, 'hash'> : never;

/** What happened, before it is part of a chain. */
export type NewEvent = WithoutHash<SubmissionEvent>;

/** What a chain begins with: no other checkpoint's record, and none of another variant, goes on from there. */
export type ChainStart = Pick<Submission, 'checkpoint' | 'code' | 'startedAt'>;

/** The hash that the first event is chained to: of the JSON array `[name, checkpoint, code or null, startedAt]`. */
export function chainStart({ checkpoint, code, startedAt }: ChainStart, hash: Hash): string {
  return hash(JSON.stringify(['netns-course/chain/v1', checkpoint, code ?? null, startedAt]));
}

/** An event's hash: of the hash before it, a newline, and the event as a JSON array in a fixed order. */
export function chainNext(before: string, event: NewEvent, hash: Hash): string {
  return hash(`${before}\n${JSON.stringify(fieldsOf(event))}`);
}

/** What seals a record: the last event's hash (the beginning's, where nothing happened), who hands it in, and when. */
export function chainSeal(
  last: string,
  { student, submittedAt }: Pick<Submission, 'student' | 'submittedAt'>,
  hash: Hash,
): string {
  return hash(`${last}\n${JSON.stringify(['seal', student.id, submittedAt])}`);
}

function fieldsOf(event: NewEvent): unknown[] {
  const { type, atMs } = event;
  switch (event.type) {
    case 'command': {
      const { node, netns, line, output, cut, exitCode, startedMs, endedMs } = event;
      const ends = [exitCode ?? null, startedMs, endedMs ?? null];
      return [type, atMs, node, netns, line, output, cut ?? false, ...ends];
    }
    case 'hint':
      return [type, atMs, event.step, event.level];
    case 'answer':
      return [type, atMs, event.step, event.check, event.text];
    case 'passed':
      return [type, atMs, event.step];
    default:
      return [type, atMs];
  }
}

/** The number of the first event that does not follow from those before it; the seal counts as one more. Undefined: whole. */
export function brokenAt(submission: Submission, hash: Hash): number | undefined {
  let before = chainStart(submission, hash);
  for (const [index, event] of submission.record.entries()) {
    before = chainNext(before, event, hash);
    if (event.hash !== before) return index;
  }
  return submission.seal === chainSeal(before, submission, hash) ? undefined : submission.record.length;
}
