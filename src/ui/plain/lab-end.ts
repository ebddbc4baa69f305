import type { LabEnd } from '../../lab/types.ts';
import type { Lesson } from '../../lesson/types.ts';
import type { Words } from '../../words/index.ts';

/** Why the lab is no more, for the learner. */
function endDetail(end: LabEnd, { course }: Words): string {
  if (end.reason === 'closed') return '';
  if (end.reason === 'died') return end.detail === '' ? course.labEndedDied : end.detail;
  const { labEndedMemory, labEndedNeighbours, labEndedPackets } = course;
  return { memory: labEndedMemory, neighbours: labEndedNeighbours, packets: labEndedPackets }[end.limit];
}

/** That the lab is no more, and what becomes of what was done: nothing types a checkpoint's solution into a new one. */
export function labEndedText({ checkpoint }: Lesson, end: LabEnd, words: Words): string {
  const detail = endDetail(end, words);
  return checkpoint === undefined ? words.course.labEnded({ detail }) : words.checkpoint.labEnded({ detail });
}
