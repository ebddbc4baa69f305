import type { Explanation } from '../topology/explain/types.ts';
import type { Topology } from '../topology/types.ts';
import { agreement } from './agree.ts';
import { fateOf, type Fate } from './fate.ts';
import { sightingsOf, type Sighting } from './life.ts';
import { dropsOf, type Drop } from './rules.ts';
import type { Captured, Sending } from './types.ts';

/** The life of one real packet, and what the kernel's tables said would become of it. */
export interface Trace {
  readonly sending: Sending;
  readonly fate: Fate;
  readonly sightings: readonly Sighting[];
  readonly explanation: Explanation;
  readonly agreement: 'agrees' | 'differs' | 'untold';
  /** Where a rule or a policy stopped it. */
  readonly drops: readonly Drop[];
  /** Frames that came too fast to be kept. */
  readonly lost: number;
}

/** Puts together what was seen of a packet. `topology` and `explanation` are of the moment before it was sent. Pure. */
export function traceOf(
  sending: Sending,
  captured: Captured,
  { topology, explanation }: { readonly topology: Topology; readonly explanation: Explanation },
): Trace {
  const sightings = sightingsOf(captured);
  const fate = fateOf(sending, captured, sightings, topology);
  return {
    sending,
    fate,
    sightings,
    explanation,
    agreement: agreement(explanation, fate, sightings, topology),
    drops: dropsOf(captured.rules),
    lost: captured.lost,
  };
}
