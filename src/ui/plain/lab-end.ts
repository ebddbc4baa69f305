import type { LabEnd } from '../../lab/types.ts';
import type { Words } from '../../words/index.ts';

/** Why the lab is no more, for the learner. */
export function endDetail(end: LabEnd, { course }: Words): string {
  if (end.reason === 'closed') return '';
  if (end.reason === 'died') return end.detail === '' ? course.labEndedDied : end.detail;
  const { labEndedMemory, labEndedNeighbours, labEndedPackets } = course;
  return { memory: labEndedMemory, neighbours: labEndedNeighbours, packets: labEndedPackets }[end.limit];
}
