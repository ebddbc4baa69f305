import type { CheckKinds } from '../checks.ts';
import { debriefCloses, tooManyHints } from './asides.ts';
import { checkpoint } from './checkpoint.ts';
import { challengeGivesAway, hintGivesAway } from './gives-away.ts';
import { duplicateId, missingId, noSteps } from './ids.ts';
import { needCycle, unknownNeed } from './needs.ts';
import { lookOnly, outputCheckAlone, stepWithoutCheck, stepWithoutCommand } from './proof.ts';
import type { Rule } from './rule.ts';
import { missingTitle, secondTitle } from './titles.ts';

/** Every rule about a lesson as a whole. What concerns one fence or one key is reported where that is read. */
export function rulesFor(kinds: CheckKinds): readonly Rule[] {
  const readsOutput = (kind: string): boolean => kinds.get(kind)?.readsOutput === true;
  return [
    missingTitle,
    secondTitle,
    noSteps,
    missingId,
    duplicateId,
    stepWithoutCheck,
    stepWithoutCommand,
    outputCheckAlone(readsOutput),
    // A script may look at anything, a typed answer is the learner's own doing.
    lookOnly((kind) => readsOutput(kind) || kind === 'ask' || kind === 'script'),
    unknownNeed,
    needCycle,
    tooManyHints,
    hintGivesAway,
    challengeGivesAway,
    debriefCloses,
    checkpoint(readsOutput),
  ];
}
