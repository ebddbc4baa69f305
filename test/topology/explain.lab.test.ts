import { beforeAll, describe, expect } from 'vitest';
import type { Question } from '../../src/topology/explain/types.ts';
import type { Lab } from '../../src/lab/types.ts';
import { labTest, openLab } from '../lab/labs.ts';
import { allFaults as faults } from './faults/all.ts';
import type { Fault } from './faults/types.ts';
import { arrives, ask, mend, rebuild, shown } from './small-net.ts';

const labs: Lab[] = [];
const parallel = 3;

const questionOf = ({ from = 'client', to, port, size }: Fault): Question => ({
  from: { node: 'controlplane', netns: from },
  to,
  ...(port === undefined ? {} : { port }),
  ...(size === undefined ? {} : { size }),
});

/** What was found, beside what really happens; then the proposed mends, until none is left. */
async function follow(lab: Lab, fault: Fault): Promise<Record<string, unknown>> {
  const question = questionOf(fault);
  await rebuild(lab, fault.script);
  const first = await ask(lab, question);
  const really = await arrives(lab, question, first);
  const isTrue = first.halt?.halt === 'doubt' || really === (first.halt === undefined);
  let now = first;
  let mended = 0;
  while (mended < 3 && (await mend(lab, now))) {
    mended += 1;
    now = await ask(lab, question);
  }
  return {
    name: fault.name,
    says: shown(first),
    isTrue,
    afterwards:
      mended === 0 ? 'as before' : `${shown(now)}, ${(await arrives(lab, question, now)) ? 'answered' : 'unanswered'}`,
  };
}

describe('explain, on a real kernel', () => {
  beforeAll(async () => {
    labs.push(...(await Promise.all(Array.from({ length: parallel }, () => openLab()))));
  });

  labTest(
    'names the first thing that stops a packet, and what mends it',
    async () => {
      const found = new Map<string, Record<string, unknown>>();
      await Promise.all(
        labs.map(async (lab, index) => {
          for (const fault of faults.filter((_, at) => at % parallel === index)) {
            found.set(fault.name, await follow(lab, fault));
          }
        }),
      );
      expect(faults.map(({ name }) => found.get(name))).toEqual(
        faults.map(({ name, says, unmended, revealed = 'arrives, answered' }) => ({
          name,
          says,
          isTrue: true,
          afterwards: says.startsWith('stop') && unmended !== true ? revealed : 'as before',
        })),
      );
    },
    180_000,
  );
});
